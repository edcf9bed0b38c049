/** So many seconds count; older progress says nothing of the rate now. */
const WINDOW_SECONDS = 5;

/** With less than this to go by, no rate is told. */
const LEAST_SECONDS = 1;

/** How fast a transfer moves, by what has arrived lately. */
export class TransferRate {
    /** @type {{time: number, received: number}[]} */
    #marks = [];

    /**
     * Takes what has arrived.
     *
     * @param {number} received bytes
     * @param {number} time seconds on a monotonic clock
     */
    note(received, time) {
        const last = this.#marks.at(-1);
        if (last !== undefined && received < last.received) {
            this.#marks = [];
        }
        this.#marks.push({ time, received });
        // The oldest mark that is kept lies at or before the window's beginning.
        while ((this.#marks[1]?.time ?? Infinity) <= time - WINDOW_SECONDS) {
            this.#marks.shift();
        }
    }

    /**
     * Bytes a second; `null` while too little is known, and when nothing has moved.
     *
     * @param {number} time
     * @returns {number | null}
     */
    rate(time) {
        const [first] = this.#marks;
        const last = this.#marks.at(-1);
        if (first === undefined || last === undefined || time - first.time < LEAST_SECONDS) {
            return null;
        }
        const rate = (last.received - first.received) / (time - first.time);
        return rate > 0 ? rate : null;
    }
}
