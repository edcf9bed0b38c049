import { element } from './dom.js';
import { readPackages } from './packages.js';

/** @typedef {import('./packages.js').PackageListing} PackageListing */

/**
 * Asks the site what it offers; `null` when it does not answer, or not with that.
 *
 * @returns {Promise<PackageListing | null>}
 */
export async function fetchPackages() {
    try {
        const answer = await fetch('/api/packages', { headers: { accept: 'application/json' } });
        return answer.ok ? readPackages(/** @type {unknown} */ (await answer.json())) : null;
    } catch {
        return null;
    }
}

/**
 * Adds *Support → Download* at the end of a page, where the site offers packages. The link opens a page of its own, so
 * that what was typed here stays.
 *
 * @param {HTMLElement} place
 * @param {import('./i18n.js').Texts} texts
 * @returns {Promise<void>}
 */
export async function addSupportMenu(place, texts) {
    const listing = await fetchPackages();
    if (listing === null || listing.packages.length === 0) {
        return;
    }
    const link = element('a', { href: '/download', target: '_blank', rel: 'noopener' });
    const title = element('span', { class: 'support-title' });
    const menu = element('nav', { class: 'support-menu' }, texts.bind(title, 'support.title'),
        texts.bind(link, 'support.download'));
    texts.bindAttribute(menu, 'aria-label', 'support.title');
    place.append(menu);
}
