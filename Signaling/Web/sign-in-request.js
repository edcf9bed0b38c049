/** @typedef {import('./i18n.js').TextKey} TextKey */

/**
 * What the console's node put into the address of the sign-in page (RFC 7636, RFC 8252).
 *
 * @typedef {object} SignInDetails
 * @property {string} codeChallenge
 * @property {string} redirectURI
 * @property {string | undefined} state
 */

/** The fewest characters of a password that a person chooses. */
export const PASSWORD_MINIMUM = 12;

/**
 * Reads the details; `null` when the address lacks one, so that no password is typed in vain.
 *
 * @param {string} query as in `location.search`
 * @returns {SignInDetails | null}
 */
export function readDetails(query) {
    const parameters = new URLSearchParams(query);
    const codeChallenge = parameters.get('code_challenge');
    const redirectURI = parameters.get('redirect_uri');
    if (codeChallenge === null || !/^[A-Za-z0-9_-]{43}$/.test(codeChallenge)
        || redirectURI === null || !isLoopback(redirectURI)) {
        return null;
    }
    return { codeChallenge, redirectURI, state: parameters.get('state') ?? undefined };
}

/**
 * Whether an address is a port of this computer: nowhere else does the page go with a code.
 *
 * @param {string} address
 * @returns {boolean}
 */
export function isLoopback(address) {
    return /^http:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}\//.test(address);
}

/**
 * What the service's answer means for the page.
 *
 * @typedef {{redirect: string} | {needsNewPassword: true} | {problem: TextKey}} SignInOutcome
 */

/**
 * @param {number} status 0 when the site was not reached
 * @param {unknown} body
 * @returns {SignInOutcome}
 */
export function readOutcome(status, body) {
    const answer = typeof body === 'object' && body !== null ? /** @type {Record<string, unknown>} */ (body) : {};
    if (typeof answer.redirect === 'string' && isLoopback(answer.redirect)) {
        return { redirect: answer.redirect };
    }
    if (answer.needsNewPassword === true) {
        return { needsNewPassword: true };
    }
    switch (answer.error) {
    case 'signInFailed':
        return { problem: 'signIn.failed' };
    case 'newPasswordRefused':
        return { problem: 'signIn.newPasswordRefused' };
    case 'tooManyTries':
        return { problem: 'problem.tooManyTries' };
    case 'wrongOrigin':
        return { problem: 'signIn.wrongAddress' };
    case 'malformed':
        return { problem: 'signIn.damaged' };
    default:
        return { problem: status === 0 ? 'problem.siteUnreachable' : 'signIn.unavailable' };
    }
}
