/** Each side sends a heartbeat this often. */
export const HEARTBEAT_MILLISECONDS = 1_000;

/** Three missed heartbeats: the other side cannot be reached now. */
export const UNREACHABLE_MILLISECONDS = 3_500;

/** After this silence the other side is lost; until then another path may be found for the same connection. */
export const LOST_MILLISECONDS = 120_000;

/**
 * Heartbeats to the other side, and what their absence means.
 *
 * Fires `beat` (send a heartbeat, `sequence` says which), `change` (when `isReachable` changes) and, once, `lost`.
 */
export class Lifeline extends EventTarget {
    #now;
    #heardAt;
    #isReachable = true;
    #sequence = -1;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    #timer;

    /** @param {() => number} now milliseconds on a monotonic clock */
    constructor(now) {
        super();
        this.#now = now;
        this.#heardAt = now();
    }

    get isReachable() {
        return this.#isReachable;
    }

    /** The number of the last heartbeat. */
    get sequence() {
        return this.#sequence;
    }

    start() {
        this.#heardAt = this.#now();
        this.#timer = setInterval(() => this.#tick(), HEARTBEAT_MILLISECONDS);
    }

    /** Anything came from the other side. */
    hear() {
        this.#heardAt = this.#now();
        this.#setReachable(true);
    }

    stop() {
        clearInterval(this.#timer);
    }

    #tick() {
        this.#sequence += 1;
        this.dispatchEvent(new Event('beat'));
        const silence = this.#now() - this.#heardAt;
        if (silence >= LOST_MILLISECONDS) {
            this.stop();
            this.dispatchEvent(new Event('lost'));
        } else if (silence >= UNREACHABLE_MILLISECONDS) {
            this.#setReachable(false);
        }
    }

    /** @param {boolean} isReachable */
    #setReachable(isReachable) {
        if (isReachable !== this.#isReachable) {
            this.#isReachable = isReachable;
            this.dispatchEvent(new Event('change'));
        }
    }
}
