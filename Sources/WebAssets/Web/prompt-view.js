import { element, setText, uniqueID } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./i18n.js').TextKey} TextKey */
/** @typedef {import('./snapshots.js').SharePrompt} SharePrompt */

/** So long after the prompt appears *Allow* does nothing, and a press meant for something else is harmless. */
export const ARMING_MILLISECONDS = 500;

/**
 * The question whether somebody may see something: a modal dialog whose default, time-out and Escape all deny.
 *
 * The focus starts on *Deny*; *Allow* works half a second after the dialog can be seen. Fires `answer`, a
 * `CustomEvent` with `detail.request` and `detail.isAllowed`, inside the press itself, so that a page may open the
 * browser's own picker from it.
 */
export class PromptView extends EventTarget {
    #texts;
    #isDesktop;
    /** @type {HTMLDialogElement | null} */
    #dialog = null;
    /** @type {HTMLElement | null} */
    #countdown = null;
    /** @type {SharePrompt | null} */
    #prompt = null;
    /** When the prompt denies by itself, on the clock of `performance.now()`. */
    #deadline = 0;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    #ticker;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #arming;
    /** @type {HTMLButtonElement | null} */
    #allow = null;
    /** @type {Element | null} */
    #before = null;
    /** The request answered last: a snapshot made before the answer arrived must not ask again. */
    #answered = '';

    /**
     * @param {import('./i18n.js').Texts} texts
     * @param {{isDesktop: boolean}} options whether the whole desktop is shown (native node) or a picker follows
     */
    constructor(texts, { isDesktop }) {
        super();
        this.#texts = texts;
        this.#isDesktop = isDesktop;
        texts.addEventListener('change', () => this.#tick());
        document.addEventListener('visibilitychange', () => {
            if (this.#dialog !== null && !document.hidden) {
                this.#arm();
            }
        });
    }

    get isOpen() {
        return this.#dialog !== null;
    }

    /**
     * @param {SharePrompt | undefined} prompt
     * @param {boolean} [isDesktop] what is so for this prompt, where it is not always so
     */
    draw(prompt, isDesktop = this.#isDesktop) {
        this.#isDesktop = isDesktop;
        if (prompt === undefined || prompt.request === this.#answered) {
            this.#close();
            return;
        }
        this.#deadline = performance.now() + prompt.secondsLeft * 1000;
        if (this.#prompt?.request !== prompt.request) {
            this.#close();
            this.#open(prompt);
        }
        this.#tick();
    }

    /** @param {SharePrompt} prompt */
    #open(prompt) {
        const titleID = uniqueID('prompt-title');
        const bodyID = uniqueID('prompt-body');
        const deny = element('button', { type: 'button', class: 'button button-large', autofocus: true });
        this.#texts.bind(deny, 'prompt.deny');
        const allow = element('button', { type: 'button', class: 'button button-primary button-large' });
        this.#texts.bind(allow, 'prompt.allow');
        const countdown = element('p', { class: 'prompt-countdown', role: 'timer' });
        const dialog = element('dialog', {
            class: 'prompt', role: 'alertdialog', 'aria-labelledby': titleID, 'aria-describedby': bodyID,
        });
        dialog.append(
            element('div', { class: 'prompt-emblem' }, icon('screen')),
            this.#texts.bind(element('h2', { id: titleID }),
                prompt.window === undefined ? `prompt.${prompt.scope}` : 'prompt.windowOpened'),
            this.#makeBody(prompt, bodyID),
            element('div', { class: 'prompt-actions' }, deny, allow),
            countdown);
        deny.addEventListener('click', () => this.#answer(false));
        allow.addEventListener('click', (event) => {
            if (event.isTrusted) {
                this.#answer(true);
            }
        });
        dialog.addEventListener('cancel', (event) => {
            event.preventDefault();
            this.#answer(false);
        });
        this.#before = document.activeElement;
        this.#prompt = prompt;
        this.#dialog = dialog;
        this.#countdown = countdown;
        this.#allow = allow;
        document.body.append(dialog);
        dialog.showModal();
        deny.focus();
        this.#arm();
        this.#ticker = setInterval(() => this.#tick(), 500);
    }

    /**
     * @param {SharePrompt} prompt
     * @param {string} id
     * @returns {HTMLElement}
     */
    #makeBody(prompt, id) {
        const body = element('div', { class: 'prompt-body', id });
        if (prompt.window !== undefined) {
            const { title, program } = prompt.window;
            body.append(
                this.#texts.bind(element('p', { class: 'prompt-asker' }), 'prompt.windowOpenedDetail', {
                    program: program === '' ? this.#texts.text('windows.untitled') : program,
                    title: title === '' ? this.#texts.text('windows.untitled') : title,
                }),
                this.#texts.bind(element('p', { class: 'quiet' }), 'prompt.windowOpenedNext', { host: prompt.asker }));
            return body;
        }
        const { asker, next, isControl } = this.#textsOf(prompt.scope);
        body.append(this.#texts.bind(element('p', { class: 'prompt-asker' }), asker, { asker: prompt.asker }));
        if (prompt.isFirst || isControl) {
            const warning = element('div', { class: 'warning' }, icon('alert'));
            warning.append(element('div', {},
                this.#texts.bind(element('p', { class: 'warning-title' }), 'prompt.scam'),
                this.#texts.bind(element('p'), 'prompt.scamDetail')));
            body.append(warning);
        }
        body.append(this.#texts.bind(element('p', { class: 'quiet' }), next));
        return body;
    }

    /**
     * What the question says beside its title.
     *
     * @param {import('./control.js').ShareScope} scope
     * @returns {{asker: TextKey, next: TextKey, isControl: boolean}}
     */
    #textsOf(scope) {
        switch (scope) {
        case 'controlDesktop':
            return { asker: 'prompt.askerControl', next: 'prompt.nextControl', isControl: true };
        case 'viewApplication':
            return {
                asker: 'prompt.askerWindows', isControl: false,
                next: this.#isDesktop ? 'prompt.nextWindows' : 'prompt.nextWindowsBrowser',
            };
        case 'controlApplication':
            return { asker: 'prompt.askerWindowsControl', next: 'prompt.nextWindowsControl', isControl: true };
        default:
            return {
                asker: 'prompt.asker', isControl: false,
                next: this.#isDesktop ? 'prompt.nextDesktop' : 'prompt.next',
            };
        }
    }

    /** Holds *Allow* back for half a second from now. */
    #arm() {
        const allow = this.#allow;
        if (allow === null) {
            return;
        }
        allow.disabled = true;
        clearTimeout(this.#arming);
        this.#arming = setTimeout(() => {
            allow.disabled = false;
        }, ARMING_MILLISECONDS);
    }

    #tick() {
        if (this.#countdown !== null) {
            const seconds = Math.max(0, Math.ceil((this.#deadline - performance.now()) / 1000));
            setText(this.#countdown, this.#texts.text('prompt.countdown', { seconds }));
        }
    }

    /** @param {boolean} isAllowed */
    #answer(isAllowed) {
        const prompt = this.#prompt;
        if (prompt === null) {
            return;
        }
        this.#answered = prompt.request;
        this.#close();
        this.dispatchEvent(new CustomEvent('answer', { detail: { request: prompt.request, isAllowed } }));
    }

    #close() {
        if (this.#dialog === null) {
            return;
        }
        clearInterval(this.#ticker);
        clearTimeout(this.#arming);
        this.#dialog.close();
        this.#dialog.remove();
        this.#dialog = null;
        this.#countdown = null;
        this.#allow = null;
        this.#prompt = null;
        if (this.#before instanceof HTMLElement && this.#before.isConnected) {
            this.#before.focus();
        }
        this.#before = null;
    }
}
