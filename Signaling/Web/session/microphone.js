import { stopAll } from '../camera.js';

/** @typedef {import('../snapshots.js').VoiceProblem} VoiceProblem */
/** @typedef {import('../camera.js').MediaSource} MediaSource */

/**
 * The person's own microphone. It is opened by `open`, which belongs into a press; `close` releases it, so that its
 * mark in the browser goes out. Fires `lost` when it is taken away.
 */
export class Microphone extends EventTarget {
    #source;
    /** @type {MediaStream | null} */
    #stream = null;
    #turn = 0;
    /** @type {string | null} */
    chosen = null;

    /** @param {MediaSource} source */
    constructor(source) {
        super();
        this.#source = source;
    }

    /** @returns {MediaStreamTrack | null} */
    get track() {
        return this.#stream?.getAudioTracks()[0] ?? null;
    }

    /**
     * Opens the chosen microphone in place of the one that is open.
     *
     * @returns {Promise<VoiceProblem | null>} what is wrong; `null` also where `close` came first
     */
    async open() {
        this.#turn += 1;
        const turn = this.#turn;
        const device = this.chosen === null ? {} : { deviceId: { exact: this.chosen } };
        /** @type {MediaStream} */
        let stream;
        try {
            stream = await this.#source.getUserMedia({
                audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device },
                video: false,
            });
        } catch (error) {
            return turn === this.#turn ? microphoneProblem(error) : null;
        }
        const track = stream.getAudioTracks()[0];
        if (turn !== this.#turn || track === undefined) {
            stopAll(stream);
            return null;
        }
        this.#release();
        this.#stream = stream;
        track.addEventListener('ended', () => {
            if (this.#stream === stream) {
                this.#release();
                this.dispatchEvent(new Event('lost'));
            }
        });
        return null;
    }

    /** Releases it at once. */
    close() {
        this.#turn += 1;
        this.#release();
    }

    #release() {
        const stream = this.#stream;
        this.#stream = null;
        if (stream !== null) {
            stopAll(stream);
        }
    }
}

/**
 * What an error of `getUserMedia` means to a person.
 *
 * @param {unknown} error
 * @returns {VoiceProblem}
 */
export function microphoneProblem(error) {
    switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
        return 'microphoneRefused';
    case 'NotReadableError':
    case 'AbortError':
        return 'microphoneBusy';
    default:
        return 'noMicrophone';
    }
}
