/** @typedef {import('./snapshots.js').HostNotes} HostNotes */
/** @typedef {import('./snapshots.js').NotesCommand} NotesCommand */

/** As `SessionNotes.maximumScalarCount`: Unicode scalars, so that no script has less room than another. */
export const NOTES_MAXIMUM = 20_000;

/** From so many left on the page says how many there are. */
const NOTES_NEARLY = 2_000;

/**
 * How many Unicode scalars a text has.
 *
 * @param {string} text
 * @returns {number}
 */
export function scalarCount(text) {
    let count = 0;
    for (const _ of text) {
        count += 1;
    }
    return count;
}

/**
 * The text as the node keeps it: one line feed ends a line, and other controls but the tab are left out. Half a
 * character, which JSON cannot carry, becomes a replacement character.
 *
 * @param {string} text
 * @returns {string}
 */
export function cleanNotes(text) {
    return text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '').replace(/\p{Cs}/gu, '\uFFFD');
}

/**
 * What a host types, between the field and the node. The node's text comes into the field when the page has nothing of
 * its own: at the first sight of a session, and after another window of the console had it.
 *
 * ```text
 * field ── edit ──▶ unsent ── takeUnsent ──▶ sent ── adopt (the node's snapshot has it) ──▶ one with the node
 *                     ▲                       │
 *                     └────── handleLost ─────┘
 * ```
 */
export class NotesDraft {
    #session = '';
    #text = '';
    #isUnsent = false;
    /** The highest number that was sent or seen. */
    #revision = 0;
    /** The number of what was sent and is not yet in a snapshot; 0 for nothing. */
    #sent = 0;

    /** Whether the field has what the node is not known to have. */
    get isAhead() {
        return this.#isUnsent || this.#sent > 0;
    }

    /** How many scalars may still be typed; negative when there are too many. */
    get remaining() {
        return NOTES_MAXIMUM - scalarCount(cleanNotes(this.#text));
    }

    /** Whether the end of the room is near, so that it is worth saying. */
    get isNearlyFull() {
        return this.remaining < NOTES_NEARLY;
    }

    /**
     * Takes what the node has.
     *
     * @param {HostNotes} notes
     * @returns {string | null} what the field is to show instead; `null` to leave it alone
     */
    adopt(notes) {
        if (notes.session !== this.#session) {
            this.#session = notes.session;
            this.#revision = notes.revision;
            this.#sent = 0;
            this.#isUnsent = false;
            this.#text = notes.text;
            return notes.text;
        }
        this.#revision = Math.max(this.#revision, notes.revision);
        if (notes.revision >= this.#sent) {
            this.#sent = 0;
        }
        if (this.isAhead || notes.text === cleanNotes(this.#text)) {
            return null;
        }
        this.#text = notes.text;
        return notes.text;
    }

    /** @param {string} text what the field holds now */
    edit(text) {
        this.#text = text;
        this.#isUnsent = true;
    }

    /**
     * The command that tells the node of what was typed; once.
     *
     * @returns {NotesCommand | null} `null` when it knows, or when there is too much
     */
    takeUnsent() {
        if (!this.#isUnsent || this.remaining < 0) {
            return null;
        }
        this.#isUnsent = false;
        this.#revision += 1;
        this.#sent = this.#revision;
        return { type: 'writeNotes', session: this.#session, text: cleanNotes(this.#text), revision: this.#revision };
    }

    /**
     * The command behind *Save*, which goes after `takeUnsent`.
     *
     * @returns {NotesCommand}
     */
    makeSave() {
        return { type: 'saveNotes', session: this.#session };
    }

    /** The node is away: what was sent last may not have arrived. */
    handleLost() {
        this.#isUnsent ||= this.#sent > 0;
        this.#sent = 0;
    }

    /** Another window has the console: what it does there counts. */
    handleTakenOver() {
        this.#isUnsent = false;
        this.#sent = 0;
    }
}
