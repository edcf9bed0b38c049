import { makeConfirmSiteCard } from './confirm-site-card.js';
import { makeDigitsCard, makeNameCard, makeNumberCard } from './customer-forms.js';
import {
    makeAwayCard, makeDeclinedCard, makeEndCard, makeReachingCard, makeReadBackCard, makeWaitingCard,
} from './customer-messages.js';

/** @typedef {import('./i18n.js').Texts} Texts */
/** @typedef {import('./snapshots.js').CustomerSnapshot} CustomerSnapshot */
/** @typedef {import('./snapshots.js').CustomerCommand} CustomerCommand */

/**
 * What the customer sees before and after the conversation: one card for each stage.
 *
 * @typedef {object} StageCard
 * @property {HTMLElement} element
 * @property {(snapshot: CustomerSnapshot) => void} draw
 * @property {HTMLElement} focusTarget where the focus goes when the card appears
 */

/**
 * What a card may do.
 *
 * @typedef {object} StageContext
 * @property {Texts} texts
 * @property {(command: CustomerCommand) => void} send
 * @property {() => void} again starts over
 * @property {boolean} isDesktop whether this is the native node's panel
 * @property {{number: string, name: string}} typed what the person typed last, so that nobody types it twice
 */

/**
 * Makes the card for a stage; a stage that has none (*connected*) gets `null`.
 *
 * @param {import('./variant.js').Variant<import('./snapshots.js').CustomerStage>[0]} stage
 * @param {StageContext} context
 * @returns {StageCard | null}
 */
export function makeStageCard(stage, context) {
    switch (stage) {
    case 'confirmSite':
        return makeConfirmSiteCard(context);
    case 'enterNumber':
        return makeNumberCard(context);
    case 'enterName':
        return makeNameCard(context);
    case 'connectingToSite':
        return makeReachingCard(context);
    case 'waiting':
        return makeWaitingCard(context, 'join.waiting', 'join.waitingDetail');
    case 'hostAway':
        return makeAwayCard(context);
    case 'connecting':
        return makeWaitingCard(context, 'join.connecting', 'join.connectingDetail');
    case 'declined':
        return makeDeclinedCard(context);
    case 'typeDigits':
        return makeDigitsCard(context);
    case 'readBack':
        return makeReadBackCard(context);
    case 'ended':
        return makeEndCard(context);
    case 'connected':
        return null;
    }
}
