import { variantName } from '../variant.js';
import { Admission } from './admission.js';
import { cleanName } from './claims.js';
import { Conversation } from './conversation.js';
import { KeptParts } from './download-part.js';

/** @typedef {import('../snapshots.js').CustomerCommand} CustomerCommand */
/** @typedef {import('../snapshots.js').CustomerEndReason} CustomerEndReason */
/** @typedef {import('../snapshots.js').CustomerSnapshot} CustomerSnapshot */
/** @typedef {import('../snapshots.js').CustomerStage} CustomerStage */
/** @typedef {import('../snapshots.js').JoinProblem} JoinProblem */
/** @typedef {import('../snapshots.js').Notice} Notice */
/** @typedef {import('./admission.js').AdmissionEnvironment} AdmissionEnvironment */
/** @typedef {import('./conversation.js').ConversationEnvironment} ConversationEnvironment */

/** @typedef {AdmissionEnvironment & Omit<ConversationEnvironment, 'parts'>} SessionEnvironment */

/**
 * An opened link: which invitation, its secret, and who invites as the service says.
 *
 * @typedef {{invitation: string, secret: Uint8Array, hostDisplayName: string | null}} Invitation
 */

/** Progress is drawn this often at most. */
const PROGRESS_MILLISECONDS = 100;

/** More notices than a page shows at once are forgotten. */
const MAXIMUM_NOTICES = 20;

/**
 * The customer's whole session in a browser, without any DOM: commands go in by `handle`, `snapshot` comes out.
 *
 * It starts with the question for a number or a name, and ends in the stage `ended` or `declined`; `startOver` begins
 * again. Fires `snapshot` after each change.
 */
export class CustomerSession extends EventTarget {
    #environment;
    #site;
    /** @type {Invitation | null} */
    #invitation;
    /** @type {CustomerStage} */
    #stage;
    /** @type {Admission | null} */
    #admission = null;
    /** @type {Conversation | null} */
    #conversation = null;
    #parts = new KeptParts();
    /** @type {Notice[]} */
    #notices = [];
    #noticeCount = 0;
    /** @type {ReturnType<typeof setTimeout> | null} */
    #progressTimer = null;

    /**
     * @param {SessionEnvironment} environment
     * @param {{name: string, address: string}} site
     * @param {Invitation | null} invitation `null` where the person types a number
     * @param {JoinProblem | null} problem what is already known to be wrong
     */
    constructor(environment, site, invitation, problem) {
        super();
        this.#environment = environment;
        this.#site = site;
        this.#invitation = invitation;
        this.#stage = this.#questionStage(problem);
    }

    /** @returns {CustomerSnapshot} everything that the page draws */
    get snapshot() {
        const conversation = this.#conversation;
        const host = conversation?.hostName ?? this.#hostDisplayName;
        const prompt = conversation?.share.prompt ?? null;
        const isConnected = variantName(this.#stage) === 'connected';
        return {
            siteName: this.#site.name,
            siteAddress: this.#site.address,
            ...(host === null || host === '' ? {} : { hostDisplayName: host }),
            stage: this.#stage,
            chat: conversation?.chat ?? [],
            files: conversation?.files.entries ?? [],
            ...(prompt === null ? {} : { prompt }),
            share: conversation?.share.share ?? { none: {} },
            ...(conversation?.call !== null && conversation?.call !== undefined && isConnected
                ? { call: conversation.call.snapshot(conversation.hostName) } : {}),
            isHostReachable: conversation?.isHostReachable ?? true,
            notices: this.#notices,
        };
    }

    /**
     * Carries out what the person pressed; it has to be called inside the press.
     *
     * @param {CustomerCommand} command
     */
    handle(command) {
        const conversation = this.#conversation;
        switch (command.type) {
        case 'joinByNumber':
            this.#join({ number: command.number }, command.name);
            break;
        case 'joinByLink':
            if (this.#invitation !== null) {
                this.#join(this.#invitation, command.name);
            }
            break;
        case 'confirmDigits':
            this.#admission?.confirmDigits(command.digits);
            break;
        case 'leave':
            this.#leave();
            break;
        case 'startOver':
            this.startOver();
            break;
        case 'sendChat':
            conversation?.sendChat(command.text);
            break;
        case 'answerPrompt':
            conversation?.share.answer(command.request, command.isAllowed);
            break;
        case 'stopShare':
            conversation?.share.stop('byCustomer');
            break;
        case 'downloadFile':
            void conversation?.files.download(command.file);
            break;
        case 'pauseDownload':
            conversation?.files.pause(command.file);
            break;
        case 'cancelDownload':
            conversation?.files.cancel(command.file);
            break;
        case 'confirmSite':
        case 'needKeyFrame':
        case 'pageCaptureStarted':
        case 'pageCaptureFailed':
        case 'pageCaptureEnded':
        case 'chooseWindows':
        case 'stopControl':
            // A native node's alone.
            break;
        default:
            conversation?.call?.handle(command);
        }
    }

    /** The host's question whether the person goes on in Support Manager; `null` without a session. */
    get programSwitch() {
        return variantName(this.#stage) === 'connected' ? this.#conversation?.programSwitch ?? null : null;
    }

    /** Voice and camera of the running session. */
    get call() {
        return this.#conversation?.call ?? null;
    }

    /** Begins again after the end: with the link while its secret is unused, else with the question for a number. */
    startOver() {
        this.#closeAll();
        this.#conversation = null;
        this.#setStage(this.#questionStage(null));
    }

    /** The page goes away: the host is told, as far as there is time for it. */
    abandon() {
        if (variantName(this.#stage) === 'connected') {
            this.#conversation?.leave();
        }
        this.#admission?.close();
    }

    get #hostDisplayName() {
        return this.#admission?.hostDisplayName ?? this.#invitation?.hostDisplayName ?? null;
    }

    /**
     * @param {JoinProblem | null} problem
     * @returns {CustomerStage}
     */
    #questionStage(problem) {
        const payload = problem === null ? {} : { problem };
        return this.#invitation === null ? { enterNumber: payload } : { enterName: payload };
    }

    /**
     * @param {import('./admission.js').Way} way
     * @param {string} typedName
     */
    #join(way, typedName) {
        const name = cleanName(typedName);
        if (name === '') {
            this.#setStage(this.#questionStage('nameMissing'));
            return;
        }
        this.#closeAll();
        const admission = new Admission(this.#environment, way, name);
        const conversation = new Conversation(
            { ...this.#environment, parts: this.#parts }, name, this.#invitation?.hostDisplayName ?? '');
        this.#admission = admission;
        this.#conversation = conversation;
        this.#listen(admission, conversation);
        this.#setStage(admission.stage);
        admission.start();
    }

    /**
     * @param {Admission} admission
     * @param {Conversation} conversation
     */
    #listen(admission, conversation) {
        admission.addEventListener('change', () => {
            conversation.hostName = admission.hostDisplayName ?? conversation.hostName;
            this.#setStage(admission.stage);
        });
        admission.addEventListener('channel', (event) => {
            conversation.attach(/** @type {CustomEvent<RTCDataChannel>} */ (event).detail);
        });
        admission.addEventListener('path', () => {
            if (admission.peer !== null) {
                conversation.setPath(admission.peer.isPathOpen);
            }
        });
        admission.addEventListener('verified', () => {
            if (admission.peer !== null) {
                // The host burns a link's secret at the same moment.
                this.#invitation = null;
                conversation.verify(admission.peer, () => admission.meetingPlace);
            }
        });
        admission.addEventListener('servers', () => {
            conversation.introductions.useServers(admission.meetingPlace.iceServers);
        });
        admission.addEventListener('declined', () => this.#setStage({ declined: {} }));
        admission.addEventListener('refused', (event) => {
            const problem = /** @type {CustomEvent<JoinProblem>} */ (event).detail;
            if (problem === 'invitationDoesNotWork' || problem === 'linkNotGenuine') {
                this.#invitation = null;
            }
            this.#setStage(this.#questionStage(problem));
        });
        admission.addEventListener('failed', (event) => {
            // Where the host has ended the session, the connection that breaks next says nothing new.
            if (variantName(this.#stage) !== 'ended') {
                conversation.close();
                const reason = /** @type {CustomEvent<CustomerEndReason>} */ (event).detail;
                this.#setStage({ ended: { reason: conversation.endReason(reason) } });
            }
        });
        conversation.addEventListener('open', () => this.#setStage({ connected: {} }));
        conversation.addEventListener('change', () => {
            if (variantName(conversation.share.share) === 'live') {
                // What kept the picture away before is over.
                this.#notices = this.#notices.filter(({ key }) => !key.startsWith('notice.share'));
            }
            this.#publish();
        });
        conversation.addEventListener('progress', () => this.#publishSoon());
        conversation.addEventListener('notice', (event) => {
            this.#notify(/** @type {CustomEvent<Omit<Notice, 'id'>>} */ (event).detail);
        });
        conversation.addEventListener('hostLost', () => void conversation.flush().then(() => admission.close()));
        conversation.addEventListener('ended', (event) => {
            this.#setStage({ ended: { reason: /** @type {CustomEvent<CustomerEndReason>} */ (event).detail } });
            void conversation.flush().then(() => admission.close());
        });
    }

    #leave() {
        if (variantName(this.#stage) === 'connected') {
            this.#conversation?.leave();
            return;
        }
        this.#closeAll();
        this.#setStage(this.#questionStage(null));
    }

    #closeAll() {
        this.#conversation?.close();
        this.#admission?.close();
        this.#admission = null;
    }

    /** @param {Omit<Notice, 'id'>} notice */
    #notify(notice) {
        this.#noticeCount += 1;
        this.#notices = [...this.#notices, { ...notice, id: this.#noticeCount }].slice(-MAXIMUM_NOTICES);
        this.#publish();
    }

    /** @param {CustomerStage} stage */
    #setStage(stage) {
        this.#stage = stage;
        if (variantName(stage) === 'ended') {
            // The page says that all is over, and why.
            this.#notices = [];
        }
        this.#publish();
    }

    #publishSoon() {
        this.#progressTimer ??= setTimeout(() => this.#publish(), PROGRESS_MILLISECONDS);
    }

    #publish() {
        if (this.#progressTimer !== null) {
            clearTimeout(this.#progressTimer);
            this.#progressTimer = null;
        }
        this.dispatchEvent(new Event('snapshot'));
    }
}
