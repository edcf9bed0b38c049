import { hostName, siteLabel } from './customer-names.js';
import { element, setText } from './dom.js';
import { icon } from './icons.js';
import { problemKey } from './join-problem.js';
import { variant } from './variant.js';

/** @typedef {import('./customer-stages.js').StageCard} StageCard */
/** @typedef {import('./customer-stages.js').StageContext} StageContext */
/** @typedef {import('./i18n.js').Texts} Texts */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/** A host who is away for longer has perhaps closed the program: waiting alone may not help. */
const LONG_ABSENCE_MILLISECONDS = 120_000;

/**
 * @param {StageContext} context
 * @param {'join.connectingToSite' | 'join.waiting' | 'join.hostAway' | 'join.connecting'} titleKey
 * @param {TextKey | null} detailKey
 * @returns {StageCard}
 */
export function makeWaitingCard(context, titleKey, detailKey) {
    const { texts } = context;
    const title = element('h1', { tabindex: -1 });
    const sign = titleKey === 'join.hostAway'
        ? element('div', { class: 'emblem emblem-quiet' }, icon('clock'))
        : element('div', { class: 'spinner', 'aria-hidden': 'true' });
    const card = element('div', { class: 'card card-centred' }, sign, title);
    if (detailKey !== null) {
        card.append(texts.bind(element('p', { class: 'lead' }), detailKey));
    }
    const cancel = texts.bind(element('button', { type: 'button', class: 'button' }), 'join.cancel');
    cancel.addEventListener('click', () => context.send({ type: 'leave' }));
    card.append(element('div', { class: 'card-actions' }, cancel));
    return {
        element: card,
        focusTarget: title,
        draw(snapshot) {
            texts.bind(title, titleKey, { host: hostName(texts, snapshot), site: siteLabel(snapshot) });
        },
    };
}

/**
 * Reaching the site; while it does not answer the card says why, and what the person can do meanwhile.
 *
 * @param {StageContext} context
 * @returns {StageCard}
 */
export function makeReachingCard(context) {
    const { texts } = context;
    const card = makeWaitingCard(context, 'join.connectingToSite', null);
    const reason = element('p');
    const banner = element('div', { class: 'banner', role: 'alert', hidden: true }, icon('alert'), reason);
    card.element.querySelector('.card-actions')?.before(banner);
    return {
        ...card,
        draw(snapshot) {
            card.draw(snapshot);
            const [name, payload] = variant(snapshot.stage);
            const problem = name === 'connectingToSite' ? payload.problem : undefined;
            if (problem !== undefined) {
                texts.bind(reason, problemKey(problem, true));
            }
            banner.hidden = problem === undefined;
        },
    };
}

/**
 * Waiting for a host who is away; after two minutes it says what else the person can do.
 *
 * @param {StageContext} context
 * @returns {StageCard}
 */
export function makeAwayCard(context) {
    const card = makeWaitingCard(context, 'join.hostAway', 'join.hostAwayDetail');
    const advice = element('p', { role: 'status' });
    card.element.querySelector('.card-actions')?.before(advice);
    /** @type {import('./snapshots.js').CustomerSnapshot | null} */
    let drawn = null;
    let isLong = false;
    const draw = () => {
        if (isLong && drawn !== null) {
            const { texts } = context;
            texts.bind(advice, 'join.hostAwayLong', { site: siteLabel(drawn) });
        }
    };
    setTimeout(() => {
        isLong = true;
        draw();
    }, LONG_ABSENCE_MILLISECONDS);
    return {
        ...card,
        draw(snapshot) {
            drawn = snapshot;
            card.draw(snapshot);
            draw();
        },
    };
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
export function makeDeclinedCard(context) {
    const { texts } = context;
    const title = element('h1', { tabindex: -1 });
    const card = element('div', { class: 'card card-centred' },
        element('div', { class: 'emblem emblem-quiet' }, icon('close')), title,
        texts.bind(element('p', { class: 'lead' }), 'join.declinedDetail'));
    appendAgain(context, card, 'join.tryAgain');
    return {
        element: card,
        focusTarget: title,
        draw(snapshot) {
            texts.bind(title, 'join.declined', { host: hostName(texts, snapshot) });
        },
    };
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
export function makeReadBackCard(context) {
    const { texts } = context;
    const title = texts.bind(element('h1', { tabindex: -1 }), 'digits.readBackTitle');
    const lead = element('p', { class: 'lead' });
    const shown = element('p', { class: 'big-digits' });
    const card = element('div', { class: 'card card-centred' },
        element('div', { class: 'emblem' }, icon('check')), title, lead, shown,
        texts.bind(element('p', { class: 'quiet' }), 'digits.readBackNote'));
    return {
        element: card,
        focusTarget: title,
        draw(snapshot) {
            const [name, payload] = variant(snapshot.stage);
            texts.bind(lead, 'digits.readBackLead', { host: hostName(texts, snapshot) });
            if (name === 'readBack') {
                setText(shown, payload.digits);
                shown.setAttribute('aria-label', [...payload.digits].join(' '));
            }
        },
    };
}

/**
 * @param {StageContext} context
 * @returns {StageCard}
 */
export function makeEndCard(context) {
    const { texts } = context;
    const title = element('h1', { tabindex: -1 });
    const lead = element('p', { class: 'lead' });
    const sign = element('div', { class: 'emblem emblem-quiet' });
    const card = element('div', { class: 'card card-centred' }, sign, title, lead);
    const again = appendAgain(context, card, 'end.again');
    return {
        element: card,
        focusTarget: title,
        draw(snapshot) {
            const [name, payload] = variant(snapshot.stage);
            if (name === 'ended') {
                const isCalm = ['byHost', 'byCustomer', 'switched'].includes(payload.reason);
                sign.replaceChildren(icon(isCalm ? 'check' : 'alert'));
                sign.classList.toggle('emblem-alert', !isCalm);
                texts.bind(title, `end.${payload.reason}`);
                texts.bind(lead, `end.${payload.reason}Detail`, { site: siteLabel(snapshot) });
                const isRefused = payload.reason === 'siteVersionDiffers' || payload.reason === 'siteRefused';
                texts.bind(again, isRefused ? 'join.tryAgain' : 'end.again');
            }
        },
    };
}

/**
 * @param {StageContext} context
 * @param {HTMLElement} card
 * @param {TextKey} key
 * @returns {HTMLButtonElement}
 */
function appendAgain({ texts, again }, card, key) {
    const button = texts.bind(element('button', { type: 'button', class: 'button' }), key);
    button.addEventListener('click', again);
    card.append(element('div', { class: 'card-actions' }, button));
    return button;
}
