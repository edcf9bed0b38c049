import { CHAT_MAXIMUM_CHARACTERS } from '../control.js';

/** @typedef {import('../control.js').ChatMessage} ChatMessage */
/** @typedef {import('../snapshots.js').ChatEntry} ChatEntry */

/** A conversation that a host fills beyond this is shown from its end. */
const MAXIMUM_CHAT = 5_000;

/** What was said in a session. */
export class ChatLog {
    /** @type {readonly ChatEntry[]} */
    #entries = [];

    get entries() {
        return this.#entries;
    }

    /**
     * Enters what the person typed.
     *
     * @param {string} typed
     * @param {string} from
     * @param {number} sentAt
     * @returns {ChatMessage | null} what to send; `null` where nothing was typed
     */
    write(typed, from, sentAt) {
        const text = [...typed].slice(0, CHAT_MAXIMUM_CHARACTERS).join('');
        if (text === '') {
            return null;
        }
        const message = { id: crypto.randomUUID(), text, sentAt };
        this.#append({ ...message, isOwn: true, from });
        return message;
    }

    /**
     * Enters what the host wrote.
     *
     * @param {ChatMessage} message
     * @param {string} from
     * @returns {boolean} `false` for one that was entered before
     */
    take(message, from) {
        const isNew = this.#entries.every(({ id }) => id !== message.id);
        if (isNew) {
            this.#append({ ...message, isOwn: false, from });
        }
        return isNew;
    }

    /** @param {ChatEntry} entry */
    #append(entry) {
        this.#entries = [...this.#entries, entry].slice(-MAXIMUM_CHAT);
    }
}
