import { parseLinkSecret } from './pairing.js';

/**
 * What the page's address says: a link with its secret, a link whose secret is missing or damaged, or no link.
 *
 * @typedef {{kind: 'none'} | {kind: 'damaged'} | {kind: 'link', invitation: string, secret: Uint8Array}} OpenedAddress
 */

/**
 * Reads the address under which the page was opened.
 *
 * @param {string} path `/` or `/j/INVITATION`
 * @param {string} fragment what follows the `#`, with or without it
 * @returns {OpenedAddress}
 */
export function readAddress(path, fragment) {
    if (!path.startsWith('/j/')) {
        return { kind: 'none' };
    }
    const invitation = path.slice('/j/'.length).replace(/\/$/, '');
    const secret = parseLinkSecret(fragment);
    return /^[A-Za-z0-9_-]{1,64}$/.test(invitation) && secret !== null
        ? { kind: 'link', invitation, secret } : { kind: 'damaged' };
}
