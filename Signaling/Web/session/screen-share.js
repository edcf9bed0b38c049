import { isWholeScreen } from '../surface.js';

/** @typedef {import('../control.js').ControlMessage} ControlMessage */
/** @typedef {import('../control.js').ShareAnswer} ShareAnswer */
/** @typedef {import('../control.js').DisplayMode} DisplayMode */
/** @typedef {import('../control.js').ShareScope} ShareScope */
/** @typedef {import('../control.js').StopReason} StopReason */
/** @typedef {import('../snapshots.js').CustomerShare} CustomerShare */
/** @typedef {import('../snapshots.js').SharePrompt} SharePrompt */

/** A prompt that nobody answers denies after this time. */
export const PROMPT_MILLISECONDS = 60_000;

/**
 * What the screen share needs of the session around it.
 *
 * @typedef {object} ScreenShareSurroundings
 * @property {(() => Promise<MediaStream>) | null} captureScreen opens the browser's picker; `null` where there is none
 * @property {(message: ControlMessage) => void} send to the host
 * @property {(track: MediaStreamTrack, mode: DisplayMode) => Promise<void>} show
 * @property {(mode: DisplayMode) => void} setMode makes what is shown in another way
 * @property {() => void} hide
 * @property {() => number} now milliseconds on a monotonic clock
 * @property {() => string} asker the host's name, a claim
 * @property {(key: string, isError?: boolean) => void} notify
 */

/**
 * ```text
 * idle ─request→ asking ─allow→ capturing ─track→ live ─stop→ idle
 *                   └─deny, time-out, withdrawal→ idle
 * ```
 *
 * @typedef {{name: 'idle'} | {name: 'asking', request: string, scope: ShareScope, deadline: number}
 *     | {name: 'capturing', request: string, scope: ShareScope}
 *     | {name: 'live', request: string, track: MediaStreamTrack}} ShareState
 */

/**
 * The customer's consent to show the screen, and the capture that follows it. Only here a capture begins, and only
 * out of `answer(…, true)`. Fires `change`.
 */
export class ScreenShare extends EventTarget {
    #around;
    /** @type {ShareState} */
    #state = { name: 'idle' };
    #promptCount = 0;
    /** @type {DisplayMode} */
    #mode = 'standard';
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;

    /** @param {ScreenShareSurroundings} surroundings */
    constructor(surroundings) {
        super();
        this.#around = surroundings;
    }

    /** @returns {SharePrompt | null} the open prompt, with the seconds it has left now */
    get prompt() {
        if (this.#state.name !== 'asking') {
            return null;
        }
        const { request, scope, deadline } = this.#state;
        const secondsLeft = Math.max(0, Math.ceil((deadline - this.#around.now()) / 1000));
        return {
            request, scope, asker: this.#around.asker(), secondsLeft, isFirst: this.#promptCount === 1,
        };
    }

    /** @returns {CustomerShare} */
    get share() {
        switch (this.#state.name) {
        case 'capturing':
            return { starting: { request: this.#state.request } };
        case 'live':
            return { live: { request: this.#state.request } };
        default:
            return { none: {} };
        }
    }

    /**
     * The host asks. A second request while one is open or granted is denied.
     *
     * @param {string} request
     * @param {ShareScope} [scope]
     */
    ask(request, scope = 'viewDesktop') {
        if (this.#around.captureScreen === null || scope === 'controlDesktop' || scope === 'controlApplication') {
            this.#around.notify('notice.shareUnable', true);
            this.#sendAnswer(request, 'unable');
            return;
        }
        if (this.#state.name !== 'idle') {
            this.#sendAnswer(request, 'denied');
            return;
        }
        this.#promptCount += 1;
        this.#timer = setTimeout(() => {
            this.#around.notify('notice.promptTimedOut');
            this.#refuse('timedOut');
        }, PROMPT_MILLISECONDS);
        this.#change({ name: 'asking', request, scope, deadline: this.#around.now() + PROMPT_MILLISECONDS });
    }

    /**
     * The host takes the request back, or no longer wants the picture.
     *
     * @param {string} request
     */
    withdraw(request) {
        if (this.#state.name === 'idle' || this.#state.request !== request) {
            return;
        }
        if (this.#state.name === 'live') {
            this.stop('byHost');
            return;
        }
        this.#around.notify('notice.promptWithdrawn');
        this.#change({ name: 'idle' });
    }

    /**
     * The person answered. It has to be called inside the press, because the browser opens its picker for no other.
     *
     * @param {string} request
     * @param {boolean} isAllowed
     */
    answer(request, isAllowed) {
        if (this.#state.name !== 'asking' || this.#state.request !== request) {
            return;
        }
        const { captureScreen } = this.#around;
        if (!isAllowed || captureScreen === null) {
            this.#refuse('denied');
            return;
        }
        const picked = captureScreen();
        this.#change({ name: 'capturing', request, scope: this.#state.scope });
        picked.then((stream) => this.#begin(request, stream), (error) => this.#handlePickerError(request, error));
    }

    /**
     * Stops the picture; at once, whatever the network does.
     *
     * @param {StopReason} reason
     */
    stop(reason) {
        if (this.#state.name !== 'live') {
            return;
        }
        const { request, track } = this.#state;
        this.#around.hide();
        track.stop();
        this.#around.send({ type: 'shareStopped', request, reason });
        if (reason !== 'ended') {
            this.#around.notify(reason === 'byHost' ? 'notice.shareStoppedByHost' : 'notice.shareStopped');
        }
        this.#change({ name: 'idle' });
    }

    /**
     * The host wants the picture made in this way, now and when another one begins.
     *
     * @param {DisplayMode} mode
     */
    setMode(mode) {
        this.#mode = mode;
        if (this.#state.name === 'live') {
            this.#around.setMode(mode);
        }
    }

    /** The session is over: nothing is asked, nothing is shown. */
    end() {
        this.stop('ended');
        this.#change({ name: 'idle' });
    }

    /**
     * @param {string} request
     * @param {MediaStream} stream
     */
    async #begin(request, stream) {
        const [track, ...others] = stream.getVideoTracks();
        for (const other of [...others, ...stream.getAudioTracks()]) {
            other.stop();
        }
        if (track === undefined) {
            this.#handlePickerError(request, null);
            return;
        }
        if (!this.#isCapturing(request)) {
            track.stop();
            return;
        }
        if (this.#state.name === 'capturing' && this.#state.scope === 'viewApplication' && isWholeScreen(track)) {
            track.stop();
            this.#around.notify('notice.shareWholeScreen', true);
            this.#sendAnswer(request, 'wholeScreen');
            this.#change({ name: 'idle' });
            return;
        }
        try {
            await this.#around.show(track, this.#mode);
        } catch (error) {
            track.stop();
            this.#handlePickerError(request, error);
            return;
        }
        if (!this.#isCapturing(request) || track.readyState === 'ended') {
            this.#around.hide();
            track.stop();
            this.#handlePickerError(request, null);
            return;
        }
        track.addEventListener('ended', () => this.#handleTrackEnd(track));
        this.#sendAnswer(request, 'allowed');
        const surface = track.getSettings().displaySurface ?? 'monitor';
        this.#around.send({ type: 'shareStarted', request, surface });
        this.#change({ name: 'live', request, track });
    }

    /**
     * The browser's own *Stop sharing* was pressed, or the captured window is gone.
     *
     * @param {MediaStreamTrack} track
     */
    #handleTrackEnd(track) {
        if (this.#state.name === 'live' && this.#state.track === track) {
            this.stop('byCustomer');
        }
    }

    /**
     * @param {string} request
     * @param {unknown} error
     */
    #handlePickerError(request, error) {
        if (!this.#isCapturing(request)) {
            return;
        }
        const isRefusal = error instanceof DOMException && error.name === 'NotAllowedError'
            && !error.message.includes('system');
        this.#around.notify(isRefusal ? 'notice.shareNothingChosen' : 'notice.shareFailed', !isRefusal);
        this.#sendAnswer(request, isRefusal ? 'notShared' : 'unable');
        this.#change({ name: 'idle' });
    }

    /**
     * @param {string} request
     * @returns {boolean} whether this request's capture is still wanted
     */
    #isCapturing(request) {
        return this.#state.name === 'capturing' && this.#state.request === request;
    }

    /** @param {'denied' | 'timedOut'} answer */
    #refuse(answer) {
        if (this.#state.name === 'asking') {
            this.#sendAnswer(this.#state.request, answer);
            this.#change({ name: 'idle' });
        }
    }

    /**
     * @param {string} request
     * @param {ShareAnswer} answer
     */
    #sendAnswer(request, answer) {
        this.#around.send({ type: 'answerShare', request, answer });
    }

    /** @param {ShareState} state */
    #change(state) {
        if (state.name !== 'asking') {
            clearTimeout(this.#timer);
        }
        this.#state = state;
        this.dispatchEvent(new Event('change'));
    }
}
