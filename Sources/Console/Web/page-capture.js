import { SCREEN_RULES } from './frame-encoder.js';
import { PageVideo } from './page-video.js';
import { isWholeScreen } from './surface.js';
import { variantName } from './variant.js';

/** @typedef {import('./snapshots.js').CustomerShare} CustomerShare */
/** @typedef {import('./snapshots.js').CustomerCommand} CustomerCommand */

/**
 * @typedef {object} PageCaptureSurroundings
 * @property {(command: CustomerCommand) => void} send
 * @property {(message: Uint8Array) => void} sendVideo
 * @property {(() => Promise<MediaStream>) | null} pick opens the browser's picker; `null` where it cannot
 */

/**
 * The desktop as this page captures it for its node, where the node cannot read the screen itself (Wayland). Only
 * `begin` opens the browser's picker, and it belongs into the press of *Allow*.
 */
export class PageCapture {
    #around;
    /** @type {MediaStreamTrack | null} */
    #track = null;
    /** @type {PageVideo | null} */
    #video = null;
    /** Counts the attempts, so that one that was overtaken releases what it gets. */
    #turn = 0;
    /** Whether the node has said that the share begins. */
    #isExpected = false;

    /** @param {PageCaptureSurroundings} surroundings */
    constructor(surroundings) {
        this.#around = surroundings;
    }

    /**
     * Opens the picker; what is picked there goes to the node.
     *
     * @param {boolean} [isOfWindows] whether the whole screen is refused
     */
    begin(isOfWindows = false) {
        this.#turn += 1;
        const turn = this.#turn;
        this.#isExpected = false;
        const picked = this.#around.pick?.() ?? Promise.reject(new DOMException('', 'NotSupportedError'));
        picked.then((stream) => this.#take(stream, turn, isOfWindows), (error) => {
            if (turn === this.#turn) {
                const isRefusal = error instanceof DOMException && error.name === 'NotAllowedError'
                    && !error.message.includes('system');
                this.#around.send({ type: 'pageCaptureFailed', isRefusal });
            }
        });
    }

    /** @param {CustomerShare} share as the node's last snapshot has it; when it is over, so is the capture */
    draw(share) {
        if (variantName(share) !== 'none') {
            this.#isExpected = true;
        } else if (this.#isExpected) {
            this.stop();
        }
    }

    /** @param {import('./node-message.js').EncoderOrder} order */
    handle(order) {
        this.#video?.handle(order);
    }

    /** Captures and sends nothing more, from this moment. */
    stop() {
        this.#turn += 1;
        this.#isExpected = false;
        this.#video?.stop();
        this.#video = null;
        this.#track?.stop();
        this.#track = null;
    }

    /**
     * @param {MediaStream} stream
     * @param {number} turn
     * @param {boolean} isOfWindows
     */
    #take(stream, turn, isOfWindows) {
        const track = stream.getVideoTracks()[0];
        if (turn !== this.#turn || track === undefined) {
            for (const each of stream.getTracks()) {
                each.stop();
            }
            return;
        }
        if (isOfWindows && isWholeScreen(track)) {
            track.stop();
            this.#around.send({ type: 'pageCaptureFailed', isRefusal: true, isWholeScreen: true });
            return;
        }
        track.contentHint = 'detail';
        track.addEventListener('ended', () => {
            if (this.#track === track) {
                this.stop();
                this.#around.send({ type: 'pageCaptureEnded' });
            }
        });
        this.#track = track;
        this.#around.send({ type: 'pageCaptureStarted', surface: track.getSettings().displaySurface ?? 'monitor' });
        this.#video = new PageVideo('screen', track, SCREEN_RULES, this.#around.sendVideo);
        this.#video.addEventListener('failed', () => {
            this.stop();
            this.#around.send({ type: 'pageCaptureEnded' });
        });
    }
}

/**
 * Opens the browser's picker for what is on the screen, in its own size.
 *
 * @returns {Promise<MediaStream>}
 */
export function pickScreen() {
    const wish = {
        video: { frameRate: { max: 15 }, width: { max: 3840 }, height: { max: 2160 }, cursor: 'always' },
        audio: false,
        selfBrowserSurface: 'exclude',
        systemAudio: 'exclude',
    };
    return navigator.mediaDevices.getDisplayMedia(wish);
}
