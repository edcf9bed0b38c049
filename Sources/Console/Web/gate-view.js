import { element } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./node-connection.js').NodeState} NodeState */

/**
 * What stands in place of the page while its node is not there: over it after it was there, alone before.
 *
 * Fires `retake` when the person wants to go on in this window.
 */
export class GateView extends EventTarget {
    element = element('div', { class: 'gate', hidden: true });
    #texts;
    #covered;
    /** @type {NodeState | null} */
    #drawn = null;

    /**
     * @param {import('./i18n.js').Texts} texts
     * @param {HTMLElement} covered the page, which takes no input while the gate is shut
     */
    constructor(texts, covered) {
        super();
        this.#texts = texts;
        this.#covered = covered;
    }

    /** @param {NodeState} state */
    draw(state) {
        if (state === this.#drawn) {
            return;
        }
        this.#drawn = state;
        this.element.hidden = state === 'open' || state === 'connecting';
        this.#covered.inert = !this.element.hidden;
        this.element.replaceChildren();
        if (!this.element.hidden) {
            const card = this.#makeCard(state);
            this.element.append(card);
            card.focus();
        }
    }

    /** @param {NodeState} state */
    #makeCard(state) {
        const texts = this.#texts;
        const card = element('div', { class: 'card card-centred', role: 'alertdialog', tabindex: -1 });
        switch (state) {
        case 'takenOver': {
            const here = texts.bind(
                element('button', { type: 'button', class: 'button button-primary' }), 'console.gateTakenOverButton');
            here.addEventListener('click', () => this.dispatchEvent(new Event('retake')));
            card.append(this.#makeEmblem('screen'), texts.bind(element('h1'), 'console.gateTakenOver'),
                texts.bind(element('p', { class: 'lead' }), 'console.gateTakenOverDetail'), here);
            break;
        }
        case 'tokenReused':
            card.append(this.#makeEmblem('alert'), texts.bind(element('h1'), 'console.gateReused'),
                texts.bind(element('p', { class: 'lead' }), 'console.gateReusedDetail'));
            break;
        case 'keyRefused':
            card.append(this.#makeEmblem('lock'), texts.bind(element('h1'), 'console.gateRefused'),
                texts.bind(element('p', { class: 'lead' }), 'console.gateRefusedDetail'));
            break;
        default:
            card.append(element('div', { class: 'spinner', 'aria-hidden': 'true' }),
                texts.bind(element('h1'), 'console.gateLost'),
                texts.bind(element('p', { class: 'lead' }), 'console.gateLostDetail'));
        }
        return card;
    }

    /** @param {'screen' | 'alert' | 'lock'} name */
    #makeEmblem(name) {
        return element('div', { class: name === 'alert' ? 'emblem emblem-alert' : 'emblem' }, icon(name));
    }
}
