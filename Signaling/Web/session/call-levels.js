/** @typedef {import('./browser-call.js').Meter} Meter */

/** Levels are told this often. */
const LEVEL_MILLISECONDS = 100;

/** How loud this person and the host are, while there is anything to hear of either. */
export class CallLevels {
    #measure;
    #tell;
    /** @type {Map<MediaStreamTrack, Meter>} */
    #meters = new Map();
    /** @type {ReturnType<typeof setInterval> | undefined} */
    #timer;

    /**
     * @param {(track: MediaStreamTrack) => Meter} measure
     * @param {(own: number, host: number) => void} tell ten times a second
     */
    constructor(measure, tell) {
        this.#measure = measure;
        this.#tell = tell;
    }

    /**
     * Measures these from now on, and nothing else; without either nothing is told.
     *
     * @param {MediaStreamTrack | null} own
     * @param {MediaStreamTrack | null} host
     */
    follow(own, host) {
        for (const [track, meter] of this.#meters) {
            if (track !== own && track !== host) {
                meter.close();
                this.#meters.delete(track);
            }
        }
        for (const track of [own, host]) {
            if (track !== null && !this.#meters.has(track)) {
                this.#meters.set(track, this.#measure(track));
            }
        }
        clearInterval(this.#timer);
        if (this.#meters.size > 0) {
            this.#timer = setInterval(() => this.#tell(this.#level(own), this.#level(host)), LEVEL_MILLISECONDS);
        }
    }

    /** @param {MediaStreamTrack | null} track */
    #level(track) {
        return track === null ? 0 : this.#meters.get(track)?.level() ?? 0;
    }
}
