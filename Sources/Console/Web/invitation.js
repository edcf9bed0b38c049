import { groupDigits } from './session-number.js';

/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */

/**
 * A site's address as a person types it: without the scheme where the browser adds it, and without the last slash.
 *
 * @param {string} address
 * @returns {string}
 */
export function spokenAddress(address) {
    return address.replace(/^https:\/\//, '').replace(/\/$/, '');
}

/**
 * The text that a host sends to a customer: link, site address and number, or the latter two while there is no link.
 *
 * @param {import('./i18n.js').Texts} texts
 * @param {HostSnapshot} snapshot with a session
 * @returns {string}
 */
export function invitationText(texts, { site, account, session }) {
    const values = {
        host: account?.displayName ?? '', address: site.address, number: groupDigits(session?.number ?? ''),
    };
    return session?.link === undefined
        ? texts.text('console.invitationNumber', values)
        : texts.text('console.invitationLink', { ...values, link: session.link });
}

/**
 * The address of an SVG document as an image, which never runs a script in it.
 *
 * @param {string} svg
 * @returns {string}
 */
export function imageAddress(svg) {
    return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
