import { element, setText, uniqueID } from './dom.js';
import { icon } from './icons.js';
import { NotesDraft } from './notes-draft.js';

/** @typedef {import('./snapshots.js').HostNotes} HostNotes */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/** How long typing may go on before the node hears of it: what a crash loses. */
const PAUSE_MILLISECONDS = 300;

/** The host's notes on the session. Fires `command` and `close` (when the person puts the panel away). */
export class NotesView extends EventTarget {
    element = element('section', { class: 'panel notes' });
    #texts;
    #draft = new NotesDraft();
    #field = element('textarea', { class: 'notes-field', rows: 5, spellcheck: 'true' });
    #session = element('p', { class: 'quiet notes-session', hidden: true });
    #state = element('p', { class: 'notes-state', role: 'status' });
    /** Not a live region: it changes with every letter. */
    #count = element('p', { class: 'notes-count', id: uniqueID('notes-count') });
    #save = element('button', { type: 'button', class: 'button button-small button-primary' });
    #close = element('button', { type: 'button', class: 'button button-small button-quiet button-icon' },
        icon('close'));
    /** @type {HostNotes | null} */
    #notes = null;
    #isConnected = true;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
        texts.bindAttribute(this.#field, 'aria-label', 'notes.label');
        texts.bindAttribute(this.#field, 'placeholder', 'notes.placeholder');
        this.#field.setAttribute('aria-describedby', this.#count.id);
        texts.bindAttribute(this.#close, 'aria-label', 'notes.close');
        texts.bindAttribute(this.#close, 'title', 'notes.close');
        texts.bind(this.#save, 'notes.save');
        const title = element('h2', { class: 'panel-title' }, icon('notes'),
            texts.bind(element('span'), 'notes.title'));
        this.element.append(element('div', { class: 'panel-head' }, title, this.#close), this.#session, this.#field,
            element('div', { class: 'notes-foot' }, element('div', { class: 'notes-words' }, this.#state, this.#count),
                this.#save));
        this.#listen();
    }

    /** Whether something was written. */
    get hasText() {
        return this.#field.value !== '';
    }

    /** Opens the panel to be written in. */
    focus() {
        this.#field.focus();
    }

    /**
     * @param {HostNotes | undefined} notes
     * @param {boolean} isOver whether their session has ended
     */
    draw(notes, isOver) {
        this.#notes = notes ?? null;
        if (notes === undefined) {
            return;
        }
        const text = this.#draft.adopt(notes);
        if (text !== null) {
            this.#field.value = text;
        }
        this.#close.hidden = isOver;
        this.#session.hidden = !isOver;
        setText(this.#session,
            this.#texts.text('notes.session', { time: this.#texts.timeOfDay(notes.startedAt) }));
        this.#drawWords();
    }

    /**
     * How the page stands with its node.
     *
     * @param {import('./node-connection.js').NodeState} state
     */
    handleConnection(state) {
        this.#isConnected = state === 'open';
        if (this.#isConnected) {
            this.flush();
        } else if (state === 'takenOver') {
            this.#draft.handleTakenOver();
        } else {
            this.#draft.handleLost();
        }
    }

    /** Tells the node what was typed, now. */
    flush() {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        const command = this.#isConnected ? this.#draft.takeUnsent() : null;
        if (command !== null) {
            this.#send(command);
        }
    }

    #listen() {
        this.#field.addEventListener('input', () => {
            this.#draft.edit(this.#field.value);
            this.#timer ??= setTimeout(() => this.flush(), PAUSE_MILLISECONDS);
            this.#drawWords();
        });
        // Before a press elsewhere is heard, and before the page is away.
        this.#field.addEventListener('blur', () => this.flush());
        window.addEventListener('pagehide', () => this.flush());
        document.addEventListener('visibilitychange', () => this.flush());
        this.#save.addEventListener('click', () => {
            if (this.#save.getAttribute('aria-disabled') !== 'true') {
                this.flush();
                this.#send(this.#draft.makeSave());
            }
        });
        this.#close.addEventListener('click', () => this.dispatchEvent(new Event('close')));
        this.#texts.addEventListener('change', () => this.#drawWords());
    }

    #drawWords() {
        const notes = this.#notes;
        if (notes === null) {
            return;
        }
        const { remaining, isAhead, isNearlyFull } = this.#draft;
        const isTooLong = remaining < 0;
        // A name that a screen reader keeps hearing, also while a press would do nothing.
        this.#save.setAttribute('aria-disabled', String(isTooLong || !(notes.canSave || isAhead)));
        this.#field.setAttribute('aria-invalid', String(isTooLong));
        this.element.dataset.state = isTooLong ? 'tooLong' : notes.state;
        const time = notes.savedAt === undefined ? '' : this.#texts.timeOfDay(notes.savedAt);
        setText(this.#state, this.#texts.text(isTooLong ? 'notes.tooLong' : stateKey(notes, isAhead), { time }));
        setText(this.#count, isNearlyFull ? this.#texts.text('notes.remaining', { count: remaining }) : '');
    }

    /** @param {import('./snapshots.js').HostCommand} command */
    #send(command) {
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
}

/**
 * What is said of the text: where it is, or that this computer does not keep it.
 *
 * @param {HostNotes} notes
 * @param {boolean} isAhead whether the field has more than the node
 * @returns {TextKey}
 */
export function stateKey({ state, isKept }, isAhead) {
    if (!isKept && state !== 'saved') {
        return 'notes.notKept';
    }
    return `notes.state.${isAhead && state === 'saved' ? 'changed' : state}`;
}
