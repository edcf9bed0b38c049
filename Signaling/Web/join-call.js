import { Camera } from './camera.js';
import { element } from './dom.js';

/** @typedef {import('./call-view.js').CallPress} CallPress */
/** @typedef {import('./session/browser-call.js').BrowserCall} BrowserCall */

/** Draws the call of a session in the customer's page, and passes its presses on. */
export class JoinCall {
    #view;
    #session;
    /** @type {BrowserCall | null} */
    #call = null;
    #noCamera = new Camera(null);
    /** @type {Map<string, {track: MediaStreamTrack, video: HTMLVideoElement}>} The cameras shown, by person. */
    #shown = new Map();

    /**
     * @param {import('./call-view.js').CallView} view
     * @param {import('./session/customer-session.js').CustomerSession} session
     */
    constructor(view, session) {
        this.#view = view;
        this.#session = session;
        view.addEventListener('command', (event) => {
            session.call?.handle(/** @type {CustomEvent<CallPress>} */ (event).detail);
        });
    }

    draw() {
        const { call, snapshot } = this.#session;
        if (call !== this.#call) {
            this.#call = call;
            call?.addEventListener('levels', (event) => {
                const { own, others } =
                    /** @type {CustomEvent<{own: number, others: ReadonlyMap<string, number>}>} */ (event).detail;
                this.#view.setLevels(own, others);
            });
        }
        this.#drawCameras(snapshot.call === undefined || call === null ? new Map() : call.cameras);
        this.#view.draw(snapshot.call, call?.camera ?? this.#noCamera);
    }

    /** @param {ReadonlyMap<string, MediaStreamTrack | null>} cameras by person */
    #drawCameras(cameras) {
        for (const [id, { track, video }] of this.#shown) {
            if (cameras.get(id) !== track) {
                this.#shown.delete(id);
                video.srcObject = null;
                this.#view.tiles.setPicture(id, null);
            }
        }
        for (const [id, track] of cameras) {
            if (track !== null && !this.#shown.has(id)) {
                const video = element('video', { autoplay: true, playsinline: true });
                // The voice is played by itself.
                video.muted = true;
                video.srcObject = new MediaStream([track]);
                this.#shown.set(id, { track, video });
                this.#view.tiles.setPicture(id, video);
                video.play().catch(() => {});
            }
        }
    }
}
