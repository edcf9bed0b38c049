import { Camera } from './camera.js';
import { element } from './dom.js';

/** @typedef {import('./call-view.js').CallPress} CallPress */
/** @typedef {import('./session/browser-call.js').BrowserCall} BrowserCall */

/** How the host is named in the snapshot of a browser's page. */
const HOST = 'host';

/** Draws the call of a session in the customer's page, and passes its presses on. */
export class JoinCall {
    #view;
    #session;
    #video = element('video', { autoplay: true, playsinline: true });
    /** @type {BrowserCall | null} */
    #call = null;
    #noCamera = new Camera(null);
    /** @type {MediaStreamTrack | null} */
    #shown = null;

    /**
     * @param {import('./call-view.js').CallView} view
     * @param {import('./session/customer-session.js').CustomerSession} session
     */
    constructor(view, session) {
        this.#view = view;
        this.#session = session;
        // The voice is played by itself.
        this.#video.muted = true;
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
        this.#drawHost(snapshot.call === undefined ? null : call?.hostCamera ?? null);
        this.#view.draw(snapshot.call, call?.camera ?? this.#noCamera);
    }

    /** @param {MediaStreamTrack | null} track of the host's camera */
    #drawHost(track) {
        if (track !== this.#shown) {
            this.#shown = track;
            this.#video.srcObject = track === null ? null : new MediaStream([track]);
            this.#view.tiles.setPicture(HOST, track === null ? null : this.#video);
            if (track !== null) {
                this.#video.play().catch(() => {});
            }
        }
    }
}
