/** @typedef {import('./session/customer-session.js').Invitation} Invitation */

/**
 * The link that Support Manager opens: the site, the page's one-time code, and in the fragment, which goes nowhere but
 * to the program on this computer, the invitation with its secret.
 *
 * @param {string} origin of the site, as in `location.origin`
 * @param {string | null} code none when the site gave none; the program opens all the same
 * @param {Invitation | null | 'host'} invitation none where the person types a number; `host` for a host's console
 * @returns {string}
 */
export function makeManagerLink(origin, code, invitation) {
    const { protocol, host } = new URL(origin);
    const members = [...(code === null ? [] : [`code=${code}`]), ...(protocol === 'http:' ? ['scheme=http'] : [])];
    const query = members.length === 0 ? '' : `?${members.join('&')}`;
    if (invitation === 'host') {
        return `nearhand://${host}/host${query}`;
    }
    const fragment = invitation === null ? '' : `#${invitation.invitation}.${base64URL(invitation.secret)}`;
    return `nearhand://${host}/join${query}${fragment}`;
}

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
function base64URL(bytes) {
    return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
