import { element, setText } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./customer-stages.js').StageCard} StageCard */
/** @typedef {import('./customer-stages.js').StageContext} StageContext */

/**
 * The question whether a site may be reached that this person has never used: any web page can open a link.
 *
 * @param {StageContext} context
 * @returns {StageCard}
 */
export function makeConfirmSiteCard({ texts, send }) {
    const title = texts.bind(element('h1', { tabindex: -1 }), 'manager.confirmTitle');
    const site = element('p', { class: 'confirm-site' });
    const yes = texts.bind(element('button', { type: 'button', class: 'button' }), 'manager.confirm');
    const no = texts.bind(element('button', { type: 'button', class: 'button button-primary' }), 'manager.refuse');
    yes.addEventListener('click', () => send({ type: 'confirmSite' }));
    no.addEventListener('click', () => send({ type: 'leave' }));
    return {
        element: element('div', { class: 'card' }, element('div', { class: 'emblem' }, icon('shield')), title, site,
            texts.bind(element('p', { class: 'lead' }), 'manager.confirmDetail'),
            element('div', { class: 'card-actions' }, no, yes)),
        // No key that is pressed by chance says yes.
        focusTarget: title,
        draw(snapshot) {
            setText(site, snapshot.siteAddress);
        },
    };
}
