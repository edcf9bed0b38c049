/**
 * A package that the site offers.
 *
 * @typedef {object} SupportPackage
 * @property {string} name
 * @property {'debian' | 'archive'} kind
 * @property {string} version
 * @property {string} architecture
 * @property {number} byteCount
 * @property {string} sha256
 * @property {string} path
 * @property {string} signaturePath
 */

/**
 * What `/api/packages` answers.
 *
 * @typedef {object} PackageListing
 * @property {{fingerprint: string, path: string} | null} publisher
 * @property {readonly SupportPackage[]} packages
 */

/**
 * Reads the answer of `/api/packages`; `null` when it is none.
 *
 * @param {unknown} body
 * @returns {PackageListing | null}
 */
export function readPackages(body) {
    if (typeof body !== 'object' || body === null) {
        return null;
    }
    const { publisher, packages } = /** @type {Record<string, unknown>} */ (body);
    if (!Array.isArray(packages) || !packages.every(isPackage)) {
        return null;
    }
    return { publisher: isPublisher(publisher) ? publisher : null, packages };
}

/**
 * @param {unknown} value
 * @returns {value is SupportPackage}
 */
function isPackage(value) {
    if (typeof value !== 'object' || value === null) {
        return false;
    }
    const members = /** @type {Record<string, unknown>} */ (value);
    return ['name', 'version', 'architecture', 'sha256'].every((name) => typeof members[name] === 'string')
        && (members.kind === 'debian' || members.kind === 'archive') && typeof members.byteCount === 'number'
        && isPath(members.path) && isPath(members.signaturePath);
}

/**
 * @param {unknown} value
 * @returns {value is {fingerprint: string, path: string}}
 */
function isPublisher(value) {
    if (typeof value !== 'object' || value === null) {
        return false;
    }
    const { fingerprint, path } = /** @type {Record<string, unknown>} */ (value);
    return typeof fingerprint === 'string' && isPath(path);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isPath(value) {
    return typeof value === 'string' && value.startsWith('/packages/');
}

/**
 * Whether Support Manager exists for the system that this browser runs on.
 *
 * @param {string} userAgent as in `navigator.userAgent`
 * @returns {boolean}
 */
export function hasSupportManager(userAgent) {
    return /Linux|X11/.test(userAgent) && !/Android|CrOS/.test(userAgent);
}

/**
 * The commands by which a package is installed and taken away again, each line for a shell.
 *
 * @param {SupportPackage} offered
 * @returns {{install: readonly string[], remove: readonly string[]}}
 */
export function installCommands({ name, kind }) {
    if (kind === 'debian') {
        return { install: [`sudo apt install ./${name}`], remove: ['sudo apt purge nearhand'] };
    }
    return {
        install: [`tar -xzf ${name}`, `${name.slice(0, -'.tar.gz'.length)}/install`],
        remove: ['~/.local/lib/nearhand/install --remove'],
    };
}

/**
 * The commands that check the publisher's key and a package's signature, with nothing but OpenSSL.
 *
 * @param {SupportPackage} offered
 * @returns {readonly string[]}
 */
export function checkCommands({ name }) {
    return [
        'openssl pkey -pubin -in publisher.pem -outform DER | sha256sum',
        `openssl dgst -sha256 -verify publisher.pem -signature ${name}.sig ${name}`,
    ];
}
