/** How long a prepared pair waits for the introduction. */
export const INTRODUCTION_MILLISECONDS = 20_000;

/** How long the two may take to find each other. */
export const CONNECTION_MILLISECONDS = 60_000;

/** The names that a primary may use in one session. */
export const MAXIMUM_NAMES = 256;

/** Everybody of a session but this side and the primary. */
export const MAXIMUM_PAIRS = 6;

/** Names that mean this side or the primary. */
const RESERVED = Object.freeze(['host', 'customer']);

/**
 * Whom the primary host has introduced to this side, by the names that it gave the pairs.
 *
 * ```text
 *  (unknown) ─prepareIntroduction─▶ prepared ─introduced─▶ introduced ─verified─▶ connected
 *                                       └───────┴─dismissed, or too late─┴──▶ spent ◀──┘
 * ```
 *
 * Only what came over the primary's own verified channel reaches it. A name is used once: after `spent` nothing of it
 * counts again, and nobody is met who was not introduced. Fires `late` (`detail`: the name) for a pair that took too
 * long; whoever listens dismisses it.
 */
export class Introduced extends EventTarget {
    /** @type {Map<string, 'prepared' | 'introduced' | 'connected' | 'spent'>} */
    #states = new Map();
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    #timers = new Map();

    /** The pairs that stand or are on their way. */
    get current() {
        return [...this.#states].filter(([, state]) => state !== 'spent').map(([id]) => id);
    }

    /**
     * Begins a pair.
     *
     * @param {string} id
     * @returns {boolean} `false` for a name that was used, is none, or is one too many
     */
    prepare(id) {
        if (!/^[A-Za-z0-9_-]{1,64}$/.test(id) || RESERVED.includes(id) || this.#states.has(id)
            || this.#states.size >= MAXIMUM_NAMES || this.current.length >= MAXIMUM_PAIRS) {
            return false;
        }
        this.#set(id, 'prepared', INTRODUCTION_MILLISECONDS);
        return true;
    }

    /**
     * @param {string} id
     * @returns {boolean} `false` for a pair that was not prepared, or was introduced before
     */
    introduce(id) {
        if (this.#states.get(id) !== 'prepared') {
            return false;
        }
        this.#set(id, 'introduced', CONNECTION_MILLISECONDS);
        return true;
    }

    /**
     * The pair's certificates are verified.
     *
     * @param {string} id
     * @returns {boolean} `false` for one that was not introduced
     */
    connect(id) {
        if (this.#states.get(id) !== 'introduced') {
            return false;
        }
        this.#set(id, 'connected', null);
        return true;
    }

    /**
     * Whether a certificate that was made for the pair is still waited for.
     *
     * @param {string} id
     */
    isPrepared(id) {
        return this.#states.get(id) === 'prepared';
    }

    /**
     * Whether a payload of the pair's may be read or sent.
     *
     * @param {string} id
     */
    relays(id) {
        return ['introduced', 'connected'].includes(this.#states.get(id) ?? '');
    }

    /**
     * Ends a pair for good.
     *
     * @param {string} id
     * @returns {boolean} `false` for one that does not stand
     */
    dismiss(id) {
        if (!this.current.includes(id)) {
            return false;
        }
        this.#set(id, 'spent', null);
        return true;
    }

    /**
     * The primary is gone: what is not connected never will be; those who are stay.
     *
     * @returns {string[]} the pairs that are over
     */
    losePrimary() {
        const lost = this.current.filter((id) => this.#states.get(id) !== 'connected');
        for (const id of lost) {
            this.dismiss(id);
        }
        return lost;
    }

    /**
     * @param {string} id
     * @param {'prepared' | 'introduced' | 'connected' | 'spent'} state
     * @param {number | null} patience milliseconds
     */
    #set(id, state, patience) {
        clearTimeout(this.#timers.get(id));
        this.#timers.delete(id);
        this.#states.set(id, state);
        if (patience !== null) {
            const late = () => this.dispatchEvent(new CustomEvent('late', { detail: id }));
            this.#timers.set(id, setTimeout(late, patience));
        }
    }
}
