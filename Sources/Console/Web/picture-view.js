import { element, setText } from './dom.js';
import { icon } from './icons.js';
import { variant } from './variant.js';
import { VideoFeed } from './video-feed.js';
import { parseVideoMessage } from './video-message.js';

/** @typedef {import('./snapshots.js').HostSession} HostSession */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/** After this long without a first frame the page says that it still waits, and for what. */
const PATIENCE = 4_000;

/**
 * The customer's screen, or why there is none yet. Fires `command`, a `CustomEvent` whose `detail` is a `HostCommand`.
 */
export class PictureView extends EventTarget {
    element = element('section', { class: 'picture' });
    #texts;
    #canvas = element('canvas', { class: 'picture-canvas', hidden: true, role: 'img' });
    #context = this.#canvas.getContext('2d', { alpha: false, desynchronized: true });
    #bar = element('div', { class: 'picture-bar', hidden: true });
    #barText = element('p', { class: 'picture-bar-text' });
    #size = element('span', { class: 'picture-size' });
    #state = element('div', { class: 'picture-state' });
    #interrupted = element('p', { class: 'picture-interrupted', role: 'status', hidden: true });
    #frame = element('div', { class: 'picture-frame' });
    #feed;
    /** What `#state` shows now, so that it is not drawn and spoken again. */
    #drawn = '';
    #hasPicture = false;
    /** @type {number | null} */
    #liveSince = null;
    /** @type {HostSession | null} */
    #session = null;

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
        this.#feed = new VideoFeed({
            makeDecoder: (onError) => this.#makeDecoder(onError),
            askForKeyFrame: () => this.#send({ type: 'needKeyFrame' }),
            now: () => performance.now(),
        });
        texts.bind(this.#interrupted, 'console.pictureInterrupted');
        this.#frame.append(this.#canvas, this.#state, this.#interrupted);
        this.element.append(this.#makeBar(), this.#frame);
        texts.bindAttribute(this.element, 'aria-label', 'console.pictureLabel');
        texts.addEventListener('change', () => {
            this.#drawn = '';
            if (this.#session !== null) {
                this.draw(this.#session);
            }
        });
    }

    /** @param {HostSession} session with a customer */
    draw(session) {
        this.#session = session;
        const [name] = variant(session.share);
        const isLive = name === 'live';
        if (!isLive && this.#liveSince !== null) {
            this.#endPicture();
        }
        if (isLive) {
            this.#liveSince ??= performance.now();
        }
        this.#bar.hidden = !isLive;
        this.#canvas.hidden = !this.#hasPicture;
        this.#state.hidden = this.#hasPicture;
        this.#frame.dataset.share = name;
        this.#interrupted.hidden = !(isLive && this.#hasPicture && session.customer?.isReachable === false);
        this.#drawBarText(session);
        this.#drawState(session);
    }

    /** Called each second: tells what the page waits for when a picture is slow to come. */
    tick() {
        if (this.#session !== null && this.#liveSince !== null && !this.#hasPicture) {
            this.#drawState(this.#session);
        }
    }

    /** @param {ArrayBuffer} message a binary message of the node's */
    push(message) {
        const video = parseVideoMessage(message);
        if (video !== null && this.#liveSince !== null && canDecode()) {
            this.#feed.push(video);
        }
    }

    #makeBar() {
        const texts = this.#texts;
        const full = element('button', { type: 'button', class: 'button button-small button-quiet' }, icon('expand'));
        full.append(texts.bind(element('span'), 'console.pictureFullScreen'));
        full.addEventListener('click', () => void this.#toggleFullScreen());
        const stop = element('button', { type: 'button', class: 'button button-small' }, icon('stop'));
        stop.append(texts.bind(element('span'), 'console.viewStop'));
        stop.addEventListener('click', () => this.#send({ type: 'stopView' }));
        this.#bar.append(element('span', { class: 'live-dot live-dot-accent', 'aria-hidden': 'true' }), this.#barText,
            this.#size, full, stop);
        return this.#bar;
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
        setText(this.#barText, this.#texts.text(`console.pictureOf.${payload.surface}`, { name: customer }));
        this.#canvas.setAttribute('aria-label', this.#barText.textContent ?? '');
    }

    /** @param {HostSession} session */
    #drawState(session) {
        const [share] = variant(session.share);
        const isSlow = this.#liveSince !== null && performance.now() - this.#liveSince > PATIENCE;
        const { name = '', software } = session.customer ?? {};
        const drawn = JSON.stringify([share, isSlow, canShare(session), name, software]);
        if (this.#hasPicture || drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        switch (share) {
        case 'none':
            this.#showRequest(session);
            break;
        case 'asked':
            this.#show('console.pictureAsked', 'console.pictureAskedDetail', { name },
                this.#makeButton('console.viewWithdraw', 'button', { type: 'withdrawRequest' }));
            break;
        case 'starting':
            this.#show('console.pictureStarting', 'console.pictureStartingDetail', { name },
                this.#makeButton('console.viewStop', 'button', { type: 'stopView' }));
            break;
        case 'live':
            if (!canDecode()) {
                this.#show('console.pictureNoDecoder', 'console.pictureNoDecoderDetail', { name });
            } else {
                this.#show('console.pictureWaiting',
                    isSlow ? 'console.pictureWaitingLong' : 'console.pictureWaitingDetail', { name });
            }
        }
    }

    /** @param {HostSession} session */
    #showRequest(session) {
        const name = session.customer?.name ?? '';
        const button = this.#makeButton('console.viewRequest', 'button button-primary', { type: 'requestView' });
        button.disabled = !canShare(session);
        this.#state.replaceChildren(
            element('div', { class: 'emblem emblem-quiet' }, icon('screen')),
            this.#texts.bind(element('h2'), 'console.pictureNone', { name }),
            this.#texts.bind(element('p', { class: 'lead' }),
                canShare(session) ? 'console.pictureNoneDetail'
                    : session.customer?.software === 'supportManager' ? 'console.viewUnableNode' : 'console.viewUnable',
                { name }),
            button);
    }

    /**
     * @param {TextKey} title
     * @param {TextKey} detail
     * @param {import('./i18n.js').TextValues} values
     * @param {...HTMLElement} actions
     */
    #show(title, detail, values, ...actions) {
        this.#state.replaceChildren(
            element('div', { class: 'spinner', 'aria-hidden': 'true' }),
            element('div', { class: 'picture-state-text', role: 'status' },
                this.#texts.bind(element('h2'), title, values),
                this.#texts.bind(element('p', { class: 'lead' }), detail, values)),
            ...actions);
    }

    /**
     * @param {TextKey} key
     * @param {string} style
     * @param {import('./snapshots.js').HostCommand} command
     */
    #makeButton(key, style, command) {
        const button = this.#texts.bind(element('button', { type: 'button', class: style }), key);
        button.addEventListener('click', () => this.#send(command));
        return button;
    }

    /**
     * @param {() => void} onError
     * @returns {import('./video-feed.js').Decoder}
     */
    #makeDecoder(onError) {
        const decoder = new VideoDecoder({ output: (frame) => this.#drawFrame(frame), error: onError });
        return {
            get decodeQueueSize() {
                return decoder.decodeQueueSize;
            },
            get state() {
                return decoder.state;
            },
            configure: (configuration) => decoder.configure(configuration),
            decode: ({ isKeyFrame, timestamp, data }) => decoder.decode(
                new EncodedVideoChunk({ type: isKeyFrame ? 'key' : 'delta', timestamp, data })),
            close: () => decoder.close(),
        };
    }

    /** @param {VideoFrame} frame */
    #drawFrame(frame) {
        const { displayWidth: width, displayHeight: height } = frame;
        if (this.#liveSince === null || this.#context === null) {
            frame.close();
            return;
        }
        if (this.#canvas.width !== width || this.#canvas.height !== height) {
            this.#canvas.width = width;
            this.#canvas.height = height;
        }
        this.#context.drawImage(frame, 0, 0);
        frame.close();
        if (!this.#hasPicture) {
            this.#hasPicture = true;
            this.#canvas.hidden = false;
            this.#state.hidden = true;
            this.#state.replaceChildren();
            this.#drawn = '';
        }
        setText(this.#size, `${width} × ${height}`);
    }

    #endPicture() {
        this.#liveSince = null;
        this.#hasPicture = false;
        this.#feed.reset();
        this.#context?.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
        setText(this.#size, '');
        if (document.fullscreenElement === this.#frame) {
            void document.exitFullscreen();
        }
    }

    /** @param {import('./snapshots.js').HostCommand} command */
    #send(command) {
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
}

/**
 * Whether the customer's side can show its screen at all.
 *
 * @param {HostSession} session
 * @returns {boolean}
 */
export function canShare(session) {
    return session.customer?.abilities.includes('shareDesktop') ?? false;
}

function canDecode() {
    return typeof VideoDecoder === 'function';
}
