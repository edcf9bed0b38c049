import { element, setText } from './dom.js';
import { icon } from './icons.js';
import { parsePointerMessage } from './node-message.js';
import { PictureCanvas } from './picture-canvas.js';
import { pictureReason, PictureStateView } from './picture-state.js';
import { PictureToolsView } from './picture-tools.js';
import { RemoteInput } from './remote-input.js';
import { variant } from './variant.js';
import { VideoFeed } from './video-feed.js';
import { parseVideoMessage } from './video-message.js';
import { canDecode, makeWebDecoder } from './web-decoder.js';

/** @typedef {import('./snapshots.js').HostSession} HostSession */
/** @typedef {import('./snapshots.js').HostCommand} HostCommand */
/** @typedef {import('./picture-canvas.js').PictureScale} PictureScale */
/** @typedef {import('./remote-input.js').InputEvent} InputEvent */

/** After this long without a first frame the page says what it waits for. */
const PATIENCE = 4_000;

/**
 * The customer's screen, or why there is none yet. Fires `command`, a `CustomEvent` whose `detail` is a `HostCommand`.
 */
export class PictureView extends EventTarget {
    element = element('section', { class: 'picture' });
    #texts;
    #picture = new PictureCanvas();
    #input = new RemoteInput(this.#picture.canvas);
    #bar = element('div', { class: 'picture-bar', hidden: true });
    #barText = element('p', { class: 'picture-bar-text' });
    /** Shown where the desktop was asked for and something else was picked. */
    #askAgain = element('button', { type: 'button', class: 'button button-small', hidden: true });
    #size = element('span', { class: 'picture-size' });
    #tools;
    #state;
    #note = element('p', { class: 'picture-note', role: 'status', hidden: true });
    #paused = element('p', { class: 'picture-note', role: 'status', hidden: true });
    #frame = element('div', { class: 'picture-frame' });
    #feed;
    /** Whether a frame has come since the picture began. */
    #hasFrames = false;
    /** Whether a frame has come while none was to be shown. */
    #hasMissed = false;
    /** @type {number | null} */
    #liveSince = null;
    /** @type {HostSession | null} */
    #session = null;

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
        this.#tools = new PictureToolsView(texts);
        this.#state = new PictureStateView(texts);
        this.#feed = new VideoFeed({
            makeDecoder: (onError) => makeWebDecoder((frame) => this.#drawFrame(frame), onError),
            askForKeyFrame: () => this.#send({ type: 'needKeyFrame' }),
            now: () => performance.now(),
        });
        this.#frame.append(this.#picture.element, this.#state.element, this.#input.field);
        texts.bindAttribute(this.#input.field, 'aria-label', 'console.controlField');
        this.element.append(this.#makeBar(), this.#tools.details, this.#tools.element, this.#note, this.#paused,
            this.#frame);
        texts.bindAttribute(this.element, 'aria-label', 'console.pictureLabel');
        this.#listen();
    }

    /** @param {HostSession} session with a customer */
    draw(session) {
        this.#session = session;
        const [name] = variant(session.share);
        const isLive = name === 'live';
        if (!isLive && this.#liveSince !== null) {
            this.#endPicture();
        }
        if (isLive && this.#liveSince === null) {
            this.#liveSince = performance.now();
            // A picture may overtake the snapshot that says what it is; of a desktop that stands still none follows.
            if (this.#hasMissed) {
                this.#send({ type: 'needKeyFrame' });
            }
            this.#hasMissed = false;
        }
        this.#bar.hidden = !isLive;
        this.#tools.element.hidden = !isLive;
        this.#tools.details.classList.toggle('quality-closed', !isLive);
        this.#tools.draw(session);
        this.#frame.dataset.share = name;
        this.#drawBarText(session);
        this.#drawState(session);
        this.#drawControl(session);
    }

    /** Called each second: tells what the page waits for when a picture is slow to come. */
    tick() {
        if (this.#session !== null && this.#liveSince !== null) {
            this.#drawState(this.#session);
        }
    }

    /** @param {ArrayBuffer} message of the node's; what is neither picture nor pointer is passed over */
    push(message) {
        if (this.#liveSince === null) {
            this.#hasMissed ||= parseVideoMessage(message) !== null;
            return;
        }
        const pointer = parsePointerMessage(message);
        if (pointer !== null) {
            this.#picture.setPointer(pointer);
            return;
        }
        const video = parseVideoMessage(message);
        if (video !== null && canDecode()) {
            this.#hasFrames = true;
            this.#feed.push(video);
        }
    }

    #makeBar() {
        const texts = this.#texts;
        const stop = element('button', { type: 'button', class: 'button button-small' }, icon('stop'));
        stop.append(texts.bind(element('span'), 'console.viewStop'));
        stop.addEventListener('click', () => this.#send({ type: 'stopView' }));
        texts.bind(this.#askAgain, 'console.askAgain');
        texts.bindAttribute(this.#askAgain, 'title', 'console.askAgainHint');
        this.#askAgain.addEventListener('click', () => {
            this.#send({ type: 'stopView' });
            this.#send({ type: 'requestShare', scope: 'viewDesktop' });
        });
        this.#bar.append(element('span', { class: 'live-dot live-dot-accent', 'aria-hidden': 'true' }), this.#barText,
            this.#askAgain, this.#size, this.#tools.line, this.#tools.stopControl, stop);
        return this.#bar;
    }

    #listen() {
        for (const view of [this.#state, this.#tools]) {
            view.addEventListener('command', (event) => {
                this.#send(/** @type {CustomEvent<HostCommand>} */ (event).detail);
            });
        }
        this.#input.addEventListener('input', (event) => {
            this.#send({ type: 'input', event: /** @type {CustomEvent<InputEvent>} */ (event).detail });
        });
        this.#tools.addEventListener('scale', (event) => {
            this.#picture.scale = /** @type {CustomEvent<PictureScale>} */ (event).detail;
        });
        this.#tools.addEventListener('fullScreen', () => void this.#toggleFullScreen());
        this.#picture.addEventListener('picture', () => {
            const { width, height } = this.#picture.canvas;
            setText(this.#size, `${width} × ${height}`);
            if (this.#session !== null) {
                this.#drawState(this.#session);
            }
        });
        this.#texts.addEventListener('change', () => {
            if (this.#session !== null) {
                this.draw(this.#session);
            }
        });
    }

    async #toggleFullScreen() {
        if (document.fullscreenElement === null) {
            await this.#frame.requestFullscreen();
        } else {
            await document.exitFullscreen();
        }
    }

    /** @param {HostSession} session */
    #drawBarText(session) {
        const [name, payload] = variant(session.share);
        if (name !== 'live') {
            return;
        }
        const customer = session.customer?.name ?? '';
        this.#askAgain.hidden = payload.scope !== 'viewDesktop' || payload.surface === 'monitor';
        setText(this.#barText, this.#texts.text(`console.pictureOf.${payload.surface}`, { name: customer }));
        this.#picture.canvas.setAttribute('aria-label', this.#barText.textContent ?? '');
        this.#texts.bindAttribute(this.#picture.element, 'aria-label', 'console.pictureLabel');
    }

    /** @param {HostSession} session */
    #drawControl(session) {
        const [name, payload] = variant(session.control ?? { none: {} });
        const isPaused = name === 'held' && payload.isPaused;
        this.#input.isActive = name === 'held' && this.#liveSince !== null;
        this.#paused.hidden = !isPaused;
        if (isPaused) {
            setText(this.#paused, this.#texts.text('console.controlPaused', { name: session.customer?.name ?? '' }));
        }
    }

    /** @param {HostSession} session */
    #drawState(session) {
        const { hasPicture } = this.#picture;
        const needsKeyFrame = this.#hasFrames && this.#feed.needsKeyFrame;
        const isSlow = !hasPicture && this.#liveSince !== null && performance.now() - this.#liveSince > PATIENCE;
        const facts = { canDecode: canDecode(), isSlow, needsKeyFrame };
        this.#state.element.hidden = hasPicture;
        if (hasPicture) {
            this.#state.clear();
        } else {
            this.#state.draw(session, facts);
        }
        // An idle desktop sends nothing: a picture that is there is not told to lack anything but path and key frame.
        const reason = hasPicture ? pictureReason({ ...session, pictureProblem: undefined }, facts) : null;
        this.#note.hidden = reason === null;
        setText(this.#note, reason === null ? ''
            : this.#texts.text(reason === 'noPath' ? 'console.pictureInterrupted' : 'console.pictureStalled'));
    }

    /** @param {VideoFrame} frame */
    #drawFrame(frame) {
        if (this.#liveSince === null) {
            frame.close();
        } else {
            this.#picture.draw(frame);
        }
    }

    #endPicture() {
        this.#liveSince = null;
        this.#hasFrames = false;
        this.#feed.reset();
        this.#picture.clear();
        setText(this.#size, '');
        if (document.fullscreenElement === this.#frame) {
            void document.exitFullscreen();
        }
    }

    /** @param {HostCommand} command */
    #send(command) {
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
}
