import { element } from './dom.js';
import { NotesView } from './notes-view.js';

/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */

/**
 * Puts the one notes panel where it belongs: beside the session, once it was asked for or has a text, and below the
 * card when the session is over. Fires `command`.
 */
export class NotesPlace extends EventTarget {
    /** Below the card of the start and of the end. */
    element = element('div', { class: 'notes-after', hidden: true });
    #view;
    #beside;
    /** The session whose notes are open or were put away by hand; else their text decides. */
    #choice = { session: '', isOpen: false };
    /** @type {HostSnapshot | null} */
    #snapshot = null;

    /**
     * @param {import('./i18n.js').Texts} texts
     * @param {EventTarget & {notesPlace: HTMLElement}} session the session's view, which fires `notes`
     */
    constructor(texts, session) {
        super();
        this.#view = new NotesView(texts);
        this.#beside = session.notesPlace;
        session.addEventListener('notes', () => this.#choose(true));
        this.#view.addEventListener('close', () => this.#choose(false));
        this.#view.addEventListener('command', (event) => {
            this.dispatchEvent(new CustomEvent('command', {
                detail: /** @type {CustomEvent<import('./snapshots.js').HostCommand>} */ (event).detail,
            }));
        });
    }

    /** @param {HostSnapshot} snapshot */
    draw(snapshot) {
        this.#snapshot = snapshot;
        const { notes, session } = snapshot;
        const isOver = session === undefined;
        this.#view.draw(notes, isOver);
        this.#move(isOver ? this.element : this.#beside);
        const isChosen = this.#choice.session === notes?.session;
        const isShown = notes !== undefined && (isOver || (isChosen ? this.#choice.isOpen : this.#view.hasText));
        this.element.hidden = !isOver || !isShown;
        this.#beside.hidden = isOver || !isShown;
    }

    /** @param {import('./node-connection.js').NodeState} state how the page stands with its node */
    handleConnection(state) {
        this.#view.handleConnection(state);
    }

    /**
     * The person goes on where they were, also when the session ends while they write.
     *
     * @param {HTMLElement} place
     */
    #move(place) {
        const panel = this.#view.element;
        if (panel.parentElement !== place) {
            const hadFocus = panel.contains(document.activeElement);
            place.hidden = false;
            place.append(panel);
            if (hadFocus) {
                this.#view.focus();
            }
        }
    }

    /** @param {boolean} isOpen */
    #choose(isOpen) {
        if (this.#snapshot?.notes === undefined) {
            return;
        }
        this.#choice = { session: this.#snapshot.notes.session, isOpen };
        this.draw(this.#snapshot);
        if (isOpen) {
            this.#view.focus();
        } else {
            /** @type {HTMLElement | null} */ (document.querySelector('[data-tool="notes"]'))?.focus();
        }
    }
}
