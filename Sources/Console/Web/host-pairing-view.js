import { element, setText, uniqueID } from './dom.js';
import { icon } from './icons.js';
import { groupDigits, parseDigits } from './session-number.js';
import { variant } from './variant.js';

/** @typedef {import('./snapshots.js').HostSession} HostSession */
/** @typedef {NonNullable<HostSession['pairing']>} HostPairing */

/** How many digits the customer reads back. */
const READ_BACK_DIGITS = 4;

/** The comparison of digits with the person who was admitted, and the wait around it. Fires `command`. */
export class HostPairingView extends EventTarget {
    element = element('section', { class: 'card pairing' });
    #texts;
    /** Attempt and stage that are drawn. */
    #drawn = '';

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
    }

    /** @param {HostPairing | undefined} pairing */
    draw(pairing) {
        if (pairing === undefined) {
            this.#drawn = '';
            this.element.replaceChildren();
            return;
        }
        const [stage, payload] = variant(pairing.stage);
        const drawn = `${pairing.attempt} ${stage}`;
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        this.element.classList.toggle('card-centred', stage !== 'compareDigits');
        if (stage === 'compareDigits') {
            this.#drawDigits(pairing.name, payload.digits);
        } else {
            this.#drawWait(pairing.name, stage);
        }
    }

    /**
     * @param {string} name
     * @param {'preparing' | 'connecting'} stage
     */
    #drawWait(name, stage) {
        const texts = this.#texts;
        const isPreparing = stage === 'preparing';
        const title = texts.bind(
            element('h1'), isPreparing ? 'console.pairingPreparing' : 'console.pairingConnecting', { name });
        const detail = texts.bind(element('p', { class: 'lead' }),
            isPreparing ? 'console.pairingPreparingDetail' : 'console.pairingConnectingDetail');
        this.element.replaceChildren(
            element('div', { class: 'spinner', 'aria-hidden': 'true' }),
            element('div', { class: 'stack', role: 'status' }, title, detail), this.#makeCancel());
    }

    /**
     * @param {string} name
     * @param {string} digits
     */
    #drawDigits(name, digits) {
        const texts = this.#texts;
        const title = texts.bind(element('h1', { tabindex: -1 }), 'console.pairingTitle', { name });
        const lead = texts.bind(element('p', { class: 'step-text' }), 'console.pairingRead', { name });
        const shown = element('p', { class: 'big-digits', 'aria-label': [...digits].join(' ') }, groupDigits(digits));
        this.element.replaceChildren(title,
            element('ol', { class: 'steps' },
                element('li', { class: 'step' }, lead, shown),
                element('li', { class: 'step' }, this.#makeReadBack(name))),
            element('p', { class: 'reassurance' }, icon('shield'),
                texts.bind(element('span'), 'console.pairingWhy', { name })),
            this.#makeCancel());
        title.focus();
    }

    /** @param {string} name */
    #makeReadBack(name) {
        const texts = this.#texts;
        const id = uniqueID('read-back');
        const input = element('input', {
            id, type: 'text', name: 'digits', inputmode: 'numeric', autocomplete: 'off', placeholder: '0000',
            class: 'input-digits input-four', maxlength: 8, spellcheck: 'false', 'aria-describedby': `${id}-problem`,
        });
        const confirm = element('button', { type: 'submit', class: 'button button-primary button-large' });
        texts.bind(confirm, 'console.pairingConfirm');
        const problem = element('p', { class: 'field-problem', id: `${id}-problem`, role: 'alert' });
        const form = element('form', { class: 'read-back', novalidate: true },
            texts.bind(element('label', { for: id, class: 'step-text' }), 'console.pairingType', { name }),
            element('div', { class: 'row' }, input, confirm), problem,
            texts.bind(element('p', { class: 'field-hint' }), 'console.pairingOnce'));
        input.addEventListener('input', () => setText(problem, ''));
        form.addEventListener('submit', (event) => {
            event.preventDefault();
            const digits = parseDigits(input.value, READ_BACK_DIGITS);
            if (digits === null) {
                setText(problem, texts.text('console.pairingFour'));
                input.focus();
                return;
            }
            // One try: the button stays pressed until the next stage comes.
            confirm.disabled = true;
            input.readOnly = true;
            this.#send({ type: 'confirmReadBack', digits });
        });
        return form;
    }

    #makeCancel() {
        const cancel = element('button', { type: 'button', class: 'button' });
        this.#texts.bind(cancel, 'console.pairingCancel');
        cancel.addEventListener('click', () => this.#send({ type: 'cancelPairing' }));
        return element('div', { class: 'card-actions' }, cancel);
    }

    /** @param {import('./snapshots.js').HostCommand} command */
    #send(command) {
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
}
