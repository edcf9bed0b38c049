/** @typedef {import('./snapshots.js').CustomerSnapshot} CustomerSnapshot */

/**
 * The host's name as the service claims it, or *Your host*.
 *
 * @param {import('./i18n.js').Texts} texts
 * @param {CustomerSnapshot} snapshot
 * @returns {string}
 */
export function hostName(texts, snapshot) {
    return snapshot.hostDisplayName ?? texts.text('join.unknownHost');
}

/**
 * The site's name with its address, so that a made-up name does not stand alone.
 *
 * @param {CustomerSnapshot} snapshot
 * @returns {string}
 */
export function siteLabel({ siteName, siteAddress }) {
    const address = siteAddress.replace(/^https?:\/\//, '');
    return siteName === '' || siteName === address ? address : `${siteName} (${address})`;
}
