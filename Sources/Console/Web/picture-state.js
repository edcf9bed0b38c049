import { element } from './dom.js';
import { icon } from './icons.js';
import { variant } from './variant.js';

/** @typedef {import('./snapshots.js').HostSession} HostSession */
/** @typedef {import('./snapshots.js').HostCommand} HostCommand */
/** @typedef {import('./snapshots.js').PictureProblem} PictureProblem */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/**
 * What the page itself knows of a picture that is to come.
 *
 * @typedef {{canDecode: boolean, isSlow: boolean, needsKeyFrame: boolean}} PictureFacts `needsKeyFrame` where frames
 *     came that cannot be shown without one
 */

/**
 * Why a live picture is not seen; `null` while it is simply on its way.
 *
 * @param {HostSession} session
 * @param {PictureFacts} facts
 * @returns {PictureProblem | null}
 */
export function pictureReason({ customer, pictureProblem }, { isSlow, needsKeyFrame }) {
    if (customer?.isReachable === false || pictureProblem === 'noPath') {
        return 'noPath';
    }
    if (needsKeyFrame) {
        return 'waitingForKeyFrame';
    }
    return pictureProblem ?? (isSlow ? 'nothingCaptured' : null);
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

/** @type {HostCommand} */
const ASK_FOR_DESKTOP = Object.freeze({ type: 'requestShare', scope: 'viewDesktop' });

/** What stands where the picture would be. Fires `command`, a `CustomEvent` whose `detail` is a `HostCommand`. */
export class PictureStateView extends EventTarget {
    element = element('div', { class: 'picture-state' });
    #texts;
    /** What is shown now, so that it is not drawn and spoken again. */
    #drawn = '';

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
    }

    /**
     * @param {HostSession} session
     * @param {PictureFacts} facts
     */
    draw(session, facts) {
        const [share] = variant(session.share);
        const { name = '', software } = session.customer ?? {};
        const reason = share === 'live' ? pictureReason(session, facts) : null;
        const drawn = JSON.stringify([
            share, reason, facts.canDecode, canShare(session), name, software, this.#texts.language,
        ]);
        if (drawn === this.#drawn) {
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
            if (!facts.canDecode) {
                this.#show('console.pictureNoDecoder', 'console.pictureNoDecoderDetail', { name });
            } else if (reason === null) {
                this.#show('console.pictureWaiting', 'console.pictureWaitingDetail', { name });
            } else {
                this.#show(`console.pictureReason.${reason}`, `console.pictureReasonDetail.${reason}`, { name });
            }
        }
    }

    /** Empties it while the picture is there. */
    clear() {
        this.#drawn = '';
        this.element.replaceChildren();
    }

    /** @param {HostSession} session */
    #showRequest(session) {
        const name = session.customer?.name ?? '';
        const button = this.#makeButton('console.viewRequest', 'button button-primary', ASK_FOR_DESKTOP);
        button.disabled = !canShare(session);
        this.element.replaceChildren(
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
        this.element.replaceChildren(
            element('div', { class: 'spinner', 'aria-hidden': 'true' }),
            element('div', { class: 'picture-state-text', role: 'status' },
                this.#texts.bind(element('h2'), title, values),
                this.#texts.bind(element('p', { class: 'lead' }), detail, values)),
            ...actions);
    }

    /**
     * @param {TextKey} key
     * @param {string} style
     * @param {HostCommand} command
     */
    #makeButton(key, style, command) {
        const button = this.#texts.bind(element('button', { type: 'button', class: style }), key);
        button.addEventListener('click', () => {
            this.dispatchEvent(new CustomEvent('command', { detail: command }));
        });
        return button;
    }
}
