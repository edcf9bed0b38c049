import { element, setText } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./snapshots.js').HostSession} HostSession */

/** Who waits at the door. Fires `command`, and `knock` for each person who is new. */
export class KnocksView extends EventTarget {
    element = element('ul', { class: 'knocks', hidden: true });
    #announcer = element('p', { class: 'visually-hidden', role: 'alert' });
    #texts;
    /** @type {Map<string, {row: HTMLLIElement, admit: HTMLButtonElement, note: HTMLElement}>} */
    #rows = new Map();

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
        texts.bindAttribute(this.element, 'aria-label', 'console.knocks');
    }

    /** Speaks new knocks; stands outside the list, which comes and goes. */
    get announcer() {
        return this.#announcer;
    }

    /** @param {HostSession | undefined} session */
    draw(session) {
        const knocks = session?.knocks ?? [];
        const gone = new Set(this.#rows.keys());
        for (const knock of knocks) {
            gone.delete(knock.attempt);
            if (!this.#rows.has(knock.attempt)) {
                this.#add(knock.attempt, knock.name);
            }
        }
        for (const attempt of gone) {
            this.#rows.get(attempt)?.row.remove();
            this.#rows.delete(attempt);
        }
        this.element.hidden = knocks.length === 0;
        const busyWith = session?.pairing?.name ?? session?.customer?.name;
        for (const { admit, note } of this.#rows.values()) {
            admit.disabled = busyWith !== undefined;
            if (busyWith === undefined) {
                this.#texts.bind(note, 'console.knockDetail');
            } else {
                this.#texts.bind(note, 'console.knockBusy', { name: busyWith });
            }
        }
    }

    /**
     * @param {string} attempt
     * @param {string} name a claim
     */
    #add(attempt, name) {
        const texts = this.#texts;
        const title = texts.bind(element('p', { class: 'knock-name' }), 'console.knock', { name });
        const note = element('p', { class: 'quiet' });
        const decline = element('button', { type: 'button', class: 'button' });
        texts.bind(decline, 'console.decline');
        const admit = element('button', { type: 'button', class: 'button button-primary' });
        texts.bind(admit, 'console.admit');
        texts.bindAttribute(decline, 'aria-label', 'console.declineNamed', { name });
        texts.bindAttribute(admit, 'aria-label', 'console.admitNamed', { name });
        decline.addEventListener('click', () => this.#send({ type: 'decline', attempt }));
        admit.addEventListener('click', () => this.#send({ type: 'admit', attempt }));
        const row = element('li', { class: 'knock' }, element('div', { class: 'emblem emblem-small' }, icon('user')),
            element('div', { class: 'knock-body' }, title, note), element('div', { class: 'row' }, decline, admit));
        this.#rows.set(attempt, { row, admit, note });
        this.element.append(row);
        setText(this.#announcer, texts.text('console.knock', { name }));
        this.dispatchEvent(new Event('knock'));
    }

    /** @param {import('./snapshots.js').HostCommand} command */
    #send(command) {
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
}
