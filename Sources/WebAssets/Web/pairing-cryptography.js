/**
 * The derivations of pairing on WebCrypto: what `Sources/Pairing` computes in Swift, byte for byte.
 * `Tests/Vectors/pairing.json` holds an example of each.
 */

/** @typedef {"host" | "customer"} Role */

/**
 * The keys of one attempt, one for each direction and use.
 * @typedef {object} PairingKeys
 * @property {CryptoKey} sealHostToCustomer
 * @property {CryptoKey} sealCustomerToHost
 * @property {CryptoKey} macHost
 * @property {CryptoKey} macCustomer
 */

/**
 * One side's part of the number way's transcript.
 * @typedef {object} NumberShare
 * @property {Uint8Array} nonce 32 bytes.
 * @property {Uint8Array} publicKey 65 bytes, X9.63.
 * @property {Uint8Array} fingerprint 32 bytes.
 */

/** The count of bytes in a SHA-256 value: fingerprints, tags, commitments. */
export const HASH_BYTE_COUNT = 32;

const encoder = new TextEncoder();

/**
 * Serializes bytes as base64url without padding (RFC 4648 §5).
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function serializeBase64URL(bytes) {
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * Parses base64url without padding; `null` for another alphabet, an impossible length or spare bits that are set.
 * @param {unknown} text
 * @returns {Uint8Array | null}
 */
export function parseBase64URL(text) {
    if (typeof text !== 'string' || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return serializeBase64URL(bytes) === text ? bytes : null;
}

/**
 * Joins fields, each after its length in two big-endian bytes.
 * @param {...(string | Uint8Array)} fields Text counts as UTF-8; at most 65,535 bytes each.
 * @returns {Uint8Array}
 */
export function lengthPrefixed(...fields) {
    const parts = fields.map((field) => (typeof field === 'string' ? encoder.encode(field) : field));
    const joined = new Uint8Array(parts.reduce((count, part) => count + 2 + part.length, 0));
    let offset = 0;
    for (const part of parts) {
        joined[offset] = part.length >> 8;
        joined[offset + 1] = part.length & 255;
        joined.set(part, offset + 2);
        offset += 2 + part.length;
    }
    return joined;
}

/**
 * Joins bytes as they are.
 * @param {...Uint8Array} parts
 * @returns {Uint8Array}
 */
export function concatenate(...parts) {
    const joined = new Uint8Array(parts.reduce((count, part) => count + part.length, 0));
    let offset = 0;
    for (const part of parts) {
        joined.set(part, offset);
        offset += part.length;
    }
    return joined;
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>} 32 bytes.
 */
export async function sha256(bytes) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/**
 * Compares without stopping at the first difference.
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 * @returns {boolean}
 */
export function areEqual(left, right) {
    if (left.length !== right.length) return false;
    let difference = 0;
    for (let index = 0; index < left.length; index += 1) difference |= left[index] ^ right[index];
    return difference === 0;
}

/**
 * The salt of the link way.
 * @param {string} session
 * @param {Uint8Array} hostNonce 16 bytes.
 * @param {Uint8Array} customerNonce 16 bytes.
 * @returns {Uint8Array}
 */
export function linkSalt(session, hostNonce, customerNonce) {
    return concatenate(lengthPrefixed(session), hostNonce, customerNonce);
}

/**
 * What the host binds itself to before it has seen anything of the customer's.
 * @param {string} session
 * @param {NumberShare} host
 * @returns {Promise<Uint8Array>} 32 bytes.
 */
export function commitment(session, host) {
    return sha256(lengthPrefixed('nearhand/1 commit', session, host.nonce, host.publicKey, host.fingerprint));
}

/**
 * Everything both sides said in the number way.
 * @param {string} session
 * @param {NumberShare} host
 * @param {NumberShare} customer
 * @returns {Promise<Uint8Array>} 32 bytes.
 */
export function transcript(session, host, customer) {
    return sha256(
        lengthPrefixed(
            'nearhand/1 number', session,
            host.nonce, host.publicKey, host.fingerprint,
            customer.nonce, customer.publicKey, customer.fingerprint,
        ),
    );
}

/**
 * HKDF-SHA256 (RFC 5869).
 * @param {Uint8Array} inputKey
 * @param {Uint8Array} salt
 * @param {string} info
 * @param {number} byteCount
 * @returns {Promise<Uint8Array>}
 */
export async function hkdf(inputKey, salt, info, byteCount) {
    const key = await crypto.subtle.importKey('raw', inputKey, 'HKDF', false, ['deriveBits']);
    const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info: encoder.encode(info) };
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, byteCount * 8));
}

/** What each key of an attempt is derived for. */
const LABELS = Object.freeze({
    sealHostToCustomer: 'nearhand/1 seal host to customer',
    sealCustomerToHost: 'nearhand/1 seal customer to host',
    macHost: 'nearhand/1 mac host',
    macCustomer: 'nearhand/1 mac customer',
});

/**
 * Derives the four keys of an attempt.
 * @param {Uint8Array} inputKey The link's or the introduction's secret, or the shared x-coordinate.
 * @param {Uint8Array} salt
 * @param {Readonly<Record<keyof PairingKeys, string>>} labels
 * @returns {Promise<PairingKeys>}
 */
export async function deriveKeys(inputKey, salt, labels = LABELS) {
    /** @param {string} label */
    const seal = async (label) =>
        crypto.subtle.importKey('raw', await hkdf(inputKey, salt, label, 32), 'AES-GCM', false, ['encrypt', 'decrypt']);
    /** @param {string} label */
    const mac = async (label) =>
        crypto.subtle.importKey(
            'raw', await hkdf(inputKey, salt, label, 32), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'],
        );
    return {
        sealHostToCustomer: await seal(labels.sealHostToCustomer),
        sealCustomerToHost: await seal(labels.sealCustomerToHost),
        macHost: await mac(labels.macHost),
        macCustomer: await mac(labels.macCustomer),
    };
}

/**
 * Derives the digits that two people compare; no value is likelier than another.
 * @param {Uint8Array} inputKey The shared x-coordinate.
 * @param {Uint8Array} salt The transcript.
 * @returns {Promise<{readOut: string, readBack: string} | null>} Six and four digits; `null` once in 10^50.
 */
export async function deriveDigits(inputKey, salt) {
    return digitsOf(await hkdf(inputKey, salt, 'nearhand/1 digits', 64));
}

/**
 * Reads digits from 32-bit big-endian words and passes over those that would favour some values.
 * @param {Uint8Array} bytes
 * @returns {{readOut: string, readBack: string} | null}
 */
export function digitsOf(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    /** @type {string | null} */
    let readOut = null;
    for (let offset = 0; offset + 4 <= bytes.length; offset += 4) {
        const word = view.getUint32(offset);
        if (readOut === null) {
            if (word < 4_294_000_000) readOut = String(word % 1_000_000).padStart(6, '0');
        } else if (word < 4_294_960_000) {
            return { readOut, readBack: String(word % 10_000).padStart(4, '0') };
        }
    }
    return null;
}

/**
 * What a fingerprint tag of `sender` covers.
 * @param {string} session
 * @param {Role} sender
 * @param {Uint8Array} hostFingerprint
 * @param {Uint8Array} customerFingerprint
 * @returns {Uint8Array}
 */
export function fingerprintTagInput(session, sender, hostFingerprint, customerFingerprint) {
    return lengthPrefixed('nearhand/1 fingerprints', session, sender, hostFingerprint, customerFingerprint);
}

/**
 * @param {CryptoKey} key
 * @param {Uint8Array} message
 * @returns {Promise<Uint8Array>} 32 bytes.
 */
export async function makeTag(key, message) {
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
}

/**
 * Checks a tag in constant time.
 * @param {CryptoKey} key
 * @param {Uint8Array} tag
 * @param {Uint8Array} message
 * @returns {Promise<boolean>}
 */
export function isValidTag(key, tag, message) {
    return crypto.subtle.verify('HMAC', key, tag, message);
}

/**
 * Seals a message: ciphertext and tag, AES-256-GCM.
 * @param {CryptoKey} key The sender's direction.
 * @param {number} counter
 * @param {string} session
 * @param {Role} sender
 * @param {Uint8Array} plaintext
 * @returns {Promise<Uint8Array>}
 */
export async function seal(key, counter, session, sender, plaintext) {
    return new Uint8Array(await crypto.subtle.encrypt(sealParameters(counter, session, sender), key, plaintext));
}

/**
 * Opens a sealed message; `null` when it is not what the other side sealed under this counter.
 * @param {CryptoKey} key The sender's direction.
 * @param {number} counter
 * @param {string} session
 * @param {Role} sender
 * @param {Uint8Array} box
 * @returns {Promise<Uint8Array | null>}
 */
export async function open(key, counter, session, sender, box) {
    try {
        return new Uint8Array(await crypto.subtle.decrypt(sealParameters(counter, session, sender), key, box));
    } catch {
        return null;
    }
}

/**
 * @param {number} counter
 * @param {string} session
 * @param {Role} sender
 * @returns {AesGcmParams} Nonce `0000 0000 · counter 8`, the session and the sender's role as associated data.
 */
function sealParameters(counter, session, sender) {
    const iv = new Uint8Array(12);
    new DataView(iv.buffer).setBigUint64(4, BigInt(counter));
    return { name: 'AES-GCM', iv, additionalData: lengthPrefixed(session, sender), tagLength: 128 };
}

/**
 * The SHA-256 fingerprint that all of a description's `a=fingerprint` lines agree on; `null` when there is none,
 * when two differ, or when one uses another hash.
 * @param {string} sdp
 * @returns {Uint8Array | null} 32 bytes.
 */
export function fingerprintOfDescription(sdp) {
    /** @type {Uint8Array | null} */
    let found = null;
    for (const line of sdp.split(/\r\n|\n|\r/)) {
        if (!/^a=fingerprint:/i.test(line)) continue;
        const match = /^a=fingerprint:sha-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})[ \t]*$/i.exec(line);
        if (match === null) return null;
        const bytes = Uint8Array.from(match[1].split(':'), (pair) => Number.parseInt(pair, 16));
        if (found !== null && !areEqual(found, bytes)) return null;
        found = bytes;
    }
    return found;
}
