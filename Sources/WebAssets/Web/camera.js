/** @typedef {import('./snapshots.js').Device} Device */

/**
 * Why there is no picture of the camera; each is a text of the catalogue.
 *
 * @typedef {'noCamera' | 'cameraRefused' | 'cameraBusy' | 'cameraLost' | 'cameraUnsupported'} CameraProblem
 */

/**
 * The part of `navigator.mediaDevices` that is used here.
 *
 * @typedef {Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'>} MediaSource
 */

/** A face in a tile needs no more, and a narrow line takes no more. */
const WISH = Object.freeze({ width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } });

/**
 * The person's own camera. It is opened by `start`, which belongs into a press, and by nothing else; `stop` releases
 * it, so that its light goes off.
 *
 * Fires `change` after each change, and `track` when `track` becomes another one or none.
 */
export class Camera extends EventTarget {
    #source;
    /** @type {'off' | 'starting' | 'on'} */
    #state = 'off';
    /** @type {MediaStream | null} */
    #stream = null;
    /** @type {CameraProblem | null} */
    #problem = null;
    /** @type {readonly Device[]} */
    #cameras = [];
    /** @type {string | null} */
    #chosen = null;
    /** Counts the starts, so that one that was overtaken releases what it gets. */
    #turn = 0;

    /** @param {MediaSource | null} source `null` where the browser has none */
    constructor(source) {
        super();
        this.#source = source;
    }

    get state() {
        return this.#state;
    }

    get stream() {
        return this.#stream;
    }

    /** @returns {MediaStreamTrack | null} */
    get track() {
        return this.#stream?.getVideoTracks()[0] ?? null;
    }

    get problem() {
        return this.#problem;
    }

    /** What can be chosen; known once a camera has been opened. */
    get cameras() {
        return this.#cameras;
    }

    /** The chosen camera's identifier; `null` for the browser's own choice. */
    get chosen() {
        return this.#chosen;
    }

    /**
     * Opens the camera; has to be called inside the press.
     *
     * @returns {Promise<boolean>} whether there is a picture now
     */
    async start() {
        if (this.#state !== 'off') {
            return this.#state === 'on';
        }
        return this.#open();
    }

    /** Releases the camera at once. */
    stop() {
        this.#turn += 1;
        this.#problem = null;
        this.#release();
    }

    /**
     * Releases the camera and says why.
     *
     * @param {CameraProblem} problem
     */
    fail(problem) {
        this.#turn += 1;
        this.#problem = problem;
        this.#release();
    }

    /**
     * Takes another camera, at once where one is open.
     *
     * @param {string | null} device
     */
    async choose(device) {
        this.#chosen = device;
        if (this.#state === 'off') {
            this.#emit();
        } else {
            // Some systems give a camera to one reader alone.
            this.#stopTracks();
            await this.#open();
        }
    }

    async #open() {
        this.#turn += 1;
        const turn = this.#turn;
        this.#state = 'starting';
        this.#problem = null;
        this.#emit();
        /** @type {MediaStream} */
        let stream;
        try {
            if (this.#source === null) {
                throw new DOMException('', 'NotSupportedError');
            }
            const device = this.#chosen === null ? {} : { deviceId: { exact: this.#chosen } };
            stream = await this.#source.getUserMedia({ video: { ...WISH, ...device }, audio: false });
        } catch (error) {
            if (turn === this.#turn) {
                this.#problem = cameraProblem(error);
                this.#release();
            }
            return false;
        }
        const track = stream.getVideoTracks()[0];
        if (turn !== this.#turn || track === undefined) {
            stopAll(stream);
            return false;
        }
        track.addEventListener('ended', () => {
            if (this.#stream === stream) {
                this.fail('cameraLost');
            }
        });
        this.#stream = stream;
        this.#state = 'on';
        this.dispatchEvent(new Event('track'));
        this.#emit();
        await this.#list();
        return true;
    }

    /** Names are told to a page only once a camera was opened. */
    async #list() {
        const found = await this.#source?.enumerateDevices().catch(() => []) ?? [];
        this.#cameras = found.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '')
            .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
        this.#emit();
    }

    #release() {
        this.#stopTracks();
        this.#state = 'off';
        this.#emit();
    }

    #stopTracks() {
        const stream = this.#stream;
        if (stream !== null) {
            this.#stream = null;
            stopAll(stream);
            this.dispatchEvent(new Event('track'));
        }
    }

    #emit() {
        this.dispatchEvent(new Event('change'));
    }
}

/**
 * What an error of `getUserMedia` means to a person.
 *
 * @param {unknown} error
 * @returns {CameraProblem}
 */
export function cameraProblem(error) {
    switch (error instanceof DOMException ? error.name : '') {
    case 'NotFoundError':
    case 'OverconstrainedError':
        return 'noCamera';
    case 'NotAllowedError':
    case 'SecurityError':
        return 'cameraRefused';
    case 'NotReadableError':
    case 'AbortError':
        return 'cameraBusy';
    default:
        return 'cameraUnsupported';
    }
}

/** @param {MediaStream} stream */
export function stopAll(stream) {
    for (const track of stream.getTracks()) {
        track.stop();
    }
}
