/** @typedef {import('./browser-call.js').Meter} Meter */

/** Levels are told this often. */
const LEVEL_MILLISECONDS = 100;

/** How loud this person and the others are, while there is anything to hear of any. */
export class CallLevels {
    #measure;
    #tell;
    /** @type {Map<MediaStreamTrack, Meter>} */
    #meters = new Map();
    /** @type {ReturnType<typeof setInterval> | undefined} */
    #timer;

    /**
     * @param {(track: MediaStreamTrack) => Meter} measure
     * @param {(own: number, others: ReadonlyMap<string, number>) => void} tell ten times a second
     */
    constructor(measure, tell) {
        this.#measure = measure;
        this.#tell = tell;
    }

    /**
     * Measures these from now on, and nothing else; without any nothing is told.
     *
     * @param {MediaStreamTrack | null} own
     * @param {ReadonlyMap<string, MediaStreamTrack>} others
     */
    follow(own, others) {
        const tracks = new Set(own === null ? others.values() : [own, ...others.values()]);
        for (const [track, meter] of this.#meters) {
            if (!tracks.has(track)) {
                meter.close();
                this.#meters.delete(track);
            }
        }
        for (const track of tracks) {
            if (!this.#meters.has(track)) {
                this.#meters.set(track, this.#measure(track));
            }
        }
        clearInterval(this.#timer);
        if (this.#meters.size > 0) {
            this.#timer = setInterval(() => {
                const levels = [...others].map(([id, track]) => /** @type {const} */ ([id, this.#level(track)]));
                this.#tell(own === null ? 0 : this.#level(own), new Map(levels));
            }, LEVEL_MILLISECONDS);
        }
    }

    /** @param {MediaStreamTrack} track */
    #level(track) {
        return this.#meters.get(track)?.level() ?? 0;
    }
}
