import { LinkPairing, NumberPairing } from '../pairing.js';
import { fingerprintOfCertificate } from './certificate.js';
import { cleanName } from './claims.js';
import { Peer } from './peer.js';
import { SignalingConnection } from './signaling-connection.js';

/** @typedef {import('../pairing.js').PairingOutput} PairingOutput */
/** @typedef {import('../signaling.js').ServiceMessage} ServiceMessage */
/** @typedef {import('../signaling.js').RefusalCode} RefusalCode */
/** @typedef {import('../snapshots.js').CustomerEndReason} CustomerEndReason */
/** @typedef {import('../snapshots.js').CustomerStage} CustomerStage */
/** @typedef {import('../snapshots.js').JoinProblem} JoinProblem */

/**
 * What an admission needs of the browser.
 *
 * @typedef {object} AdmissionEnvironment
 * @property {string} signalingAddress `wss://…/api/signal`
 * @property {(address: string, subprotocol: string) => WebSocket} openSocket
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} makePeerConnection
 * @property {() => Promise<RTCCertificate>} makeCertificate
 */

/**
 * How a person knocks. The secret never leaves this page.
 *
 * @typedef {{number: string} | {invitation: string, secret: Uint8Array}} Way
 */

/** After the answer is made, a path to the host is found within this time or not at all. */
const PATH_MILLISECONDS = 9_500;

/** How long the connection may take from there, once there is a path. */
const SECURE_MILLISECONDS = 20_000;

/** How often the host is asked for another path while there is none. */
const RESTART_MILLISECONDS = 5_000;

/** How often a page that waits tries to reach a site that went away, and how long it waits between. */
const RETRY_MILLISECONDS = Object.freeze([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000, 8_000]);

/** What the host sends while this side still makes its certificate waits, up to this many messages. */
const MAXIMUM_EARLY = 64;

/** A site that was never reached is given up sooner. */
const FIRST_RETRIES = 2;

/**
 * The way into a session, from the knock to the verified connection.
 *
 * ```text
 * connectingToSite → waiting ⇄ hostAway → connecting (→ typeDigits → readBack → connecting) → verified
 * ```
 *
 * Fires `change` (`stage`, `hostDisplayName`), `channel` (`detail`: an `RTCDataChannel`), and at most one of
 * `verified`, `declined`, `refused` (`detail`: a `JoinProblem`), `failed` (`detail`: a `CustomerEndReason`). After
 * `verified` it fires `path`, and `servers` when there are other relays. When the path is
 * lost then, it asks the host for an offer that restarts ICE, and comes back to the service where that connection broke
 * too.
 */
export class Admission extends EventTarget {
    #environment;
    #way;
    #name;
    /** @type {SignalingConnection | null} */
    #connection = null;
    /** @type {CustomerStage} */
    #stage = { connectingToSite: {} };
    /** @type {string | null} */
    #hostDisplayName = null;
    /** The session that was knocked at; part of everything that pairing authenticates. */
    #session = '';
    /** @type {RTCIceServer[]} Those of the newest admission. */
    #servers = [];
    #attempt = '';
    /** @type {Promise<RTCCertificate> | null} */
    #certificate = null;
    /** @type {LinkPairing | NumberPairing | null} */
    #pairing = null;
    /** @type {string[]} Relayed before there was a pairing. */
    #early = [];
    /** @type {Peer | null} */
    #peer = null;
    #isOver = false;
    #isVerified = false;
    #retries = 0;
    #wasWelcome = false;
    #hasRelay = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #restartTimer;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #timer;

    /**
     * @param {AdmissionEnvironment} environment
     * @param {Way} way
     * @param {string} name what the person calls themselves
     */
    constructor(environment, way, name) {
        super();
        this.#environment = environment;
        this.#way = way;
        this.#name = name;
    }

    get stage() {
        return this.#stage;
    }

    /** The host's name as the service claims it, once known. */
    get hostDisplayName() {
        return this.#hostDisplayName;
    }

    /** The connection to the host; may be used only after `verified`. */
    get peer() {
        return this.#isVerified ? this.#peer : null;
    }

    /**
     * Where those whom the host introduces are met.
     *
     * @returns {import('./introductions.js').MeetingPlace}
     */
    get meetingPlace() {
        return { session: this.#session, iceServers: this.#servers };
    }

    start() {
        this.#certificate ??= this.#environment.makeCertificate();
        this.#certificate.catch(() => this.#fail('noPath'));
        this.#connect();
    }

    /** @param {string} digits the six that the host read out */
    confirmDigits(digits) {
        if (this.#pairing instanceof NumberPairing) {
            void this.#pairing.confirmDigits(digits);
        }
    }

    /** Gives everything up; nothing is fired any more. */
    close() {
        this.#isOver = true;
        clearTimeout(this.#timer);
        clearTimeout(this.#restartTimer);
        if (this.#attempt !== '') {
            this.#connection?.send({ type: 'leave', attempt: this.#attempt });
        }
        this.#connection?.close();
        this.#connection = null;
        this.#peer?.close();
    }

    #connect() {
        const { signalingAddress, openSocket } = this.#environment;
        const connection = new SignalingConnection(signalingAddress, openSocket);
        this.#connection = connection;
        connection.addEventListener('message', (event) => {
            this.#handle(/** @type {CustomEvent<ServiceMessage>} */ (event).detail);
        });
        connection.addEventListener('lost', () => this.#handleLost());
    }

    #handleLost() {
        this.#connection = null;
        if (this.#isOver) {
            return;
        }
        if (this.#isVerified) {
            // The two need no service while their path holds; for another one they do.
            const longest = RETRY_MILLISECONDS[RETRY_MILLISECONDS.length - 1];
            this.#timer = setTimeout(() => this.#connect(), RETRY_MILLISECONDS[this.#retries] ?? longest);
            this.#retries += 1;
            return;
        }
        if (this.#pairing !== null) {
            this.#fail('connectionLost');
            return;
        }
        const pause = RETRY_MILLISECONDS[this.#retries];
        if (pause === undefined || (!this.#wasWelcome && this.#retries >= FIRST_RETRIES)) {
            this.#refuse('siteUnreachable');
            return;
        }
        this.#retries += 1;
        this.#attempt = '';
        this.#early = [];
        this.#setStage({ connectingToSite: { problem: 'siteUnreachable' } });
        this.#timer = setTimeout(() => this.#connect(), pause);
    }

    /** @param {ServiceMessage} message */
    #handle(message) {
        if (this.#isVerified) {
            this.#handleOfVerified(message);
            return;
        }
        if (this.#isOver) {
            return;
        }
        switch (message.type) {
        case 'welcome':
            this.#wasWelcome = true;
            this.#knock();
            break;
        case 'waiting':
            this.#retries = 0;
            this.#attempt = message.attempt;
            this.#session = message.session;
            this.#hostDisplayName = cleanName(message.hostDisplayName);
            this.#setStage({ waiting: {} });
            break;
        case 'refused':
            this.#handleRefusal(message.code);
            break;
        case 'sessionEnded':
            this.#fail('byHost');
            break;
        case 'hostAway':
            this.#attempt = message.attempt;
            this.#setStage({ hostAway: {} });
            break;
        default:
            this.#handleOfAttempt(message);
        }
    }

    /**
     * A session that is verified no longer needs the service, so the service can no longer end it. It still carries
     * what a new path takes.
     *
     * @param {ServiceMessage} message
     */
    #handleOfVerified(message) {
        if (message.type === 'welcome') {
            this.#connection?.send({ type: 'rejoin', attempt: this.#attempt });
        } else if (message.type === 'admitted' && message.attempt === this.#attempt) {
            this.#retries = 0;
            this.#servers = message.iceServers;
            this.#peer?.useServers(message.iceServers);
            this.dispatchEvent(new Event('servers'));
            if (this.#peer?.isPathOpen === false) {
                this.#askForPath();
            }
        } else if (message.type === 'relayed' && message.attempt === this.#attempt) {
            void this.#pairing?.handle(message.payload);
        }
    }

    /** Asks the host for an offer that restarts ICE, now and again until a path is there. */
    #askForPath() {
        clearTimeout(this.#restartTimer);
        if (this.#isOver || !this.#isVerified || this.#peer === null || this.#peer.isPathOpen) {
            return;
        }
        void this.#pairing?.requestRestart();
        this.#restartTimer = setTimeout(() => this.#askForPath(), RESTART_MILLISECONDS);
    }

    /** Why there is no path, as far as this side knows. */
    #noPathReason() {
        if (!this.#hasRelay) {
            return 'noPathWithoutRelay';
        }
        return this.#peer?.hasRelayedCandidate === true ? 'noPath' : 'noPathRelaySilent';
    }

    /** @param {ServiceMessage} message */
    #handleOfAttempt(message) {
        if (!('attempt' in message) || message.attempt !== this.#attempt) {
            return;
        }
        if (message.type === 'admitted') {
            void this.#pair(message.iceServers);
        } else if (message.type === 'declined') {
            this.#finish(new Event('declined'));
        } else if (message.type === 'left') {
            void this.#handleLeft();
        } else if (message.type === 'relayed') {
            this.#takeRelayed(message.payload);
        }
    }

    /** The host gave the attempt up; what it sent before is read first, and may say why. */
    async #handleLeft() {
        await this.#pairing?.settle();
        if (!this.#isVerified) {
            this.#fail('connectionLost');
        }
    }

    /** @param {string} payload */
    #takeRelayed(payload) {
        if (this.#pairing !== null) {
            void this.#pairing.handle(payload);
        } else if (this.#early.length < MAXIMUM_EARLY) {
            this.#early.push(payload);
        }
    }

    #knock() {
        const way = this.#way;
        const name = this.#name;
        this.#connection?.send('number' in way
            ? { type: 'knock', number: way.number, name }
            : { type: 'knockByInvitation', invitation: way.invitation, name });
    }

    /** @param {RefusalCode} code */
    #handleRefusal(code) {
        if (this.#pairing !== null) {
            this.#fail('connectionLost');
        } else if (code === 'unsupportedVersion') {
            this.#refuse('versionDiffers');
        } else if (code === 'numberDoesNotWork' || code === 'invitationDoesNotWork' || code === 'tooManyTries') {
            this.#refuse(code);
        } else if (code === 'malformed' || code === 'unknownSession' || code === 'unknownAttempt') {
            this.#refuse('number' in this.#way ? 'numberDoesNotWork' : 'invitationDoesNotWork');
        } else {
            this.#refuse('siteUnavailable');
        }
    }

    /** @param {import('../signaling.js').ICEServer[]} iceServers */
    async #pair(iceServers) {
        if (this.#peer !== null || this.#certificate === null) {
            return;
        }
        this.#setStage({ connecting: {} });
        this.#servers = iceServers;
        this.#hasRelay = iceServers.some(({ urls }) => urls.some((url) => /^turns?:/i.test(url)));
        const { makePeerConnection } = this.#environment;
        const attempt = this.#attempt;
        try {
            const certificate = await this.#certificate;
            const fingerprint = await fingerprintOfCertificate(certificate, makePeerConnection);
            if (this.#isOver || this.#peer !== null || attempt !== this.#attempt) {
                return;
            }
            this.#peer = this.#makePeer(new Peer({ iceServers, certificates: [certificate] }, makePeerConnection));
            const way = this.#way;
            const configuration = {
                session: this.#session, fingerprint,
                output: (/** @type {PairingOutput} */ output) => this.#handleOutput(output),
            };
            if ('secret' in way) {
                const pairing = new LinkPairing({ ...configuration, secret: way.secret });
                this.#pairing = pairing;
                void pairing.start();
            } else {
                this.#pairing = new NumberPairing(configuration);
            }
            for (const payload of this.#early.splice(0)) {
                this.#takeRelayed(payload);
            }
        } catch {
            this.#fail('noPath');
        }
    }

    /**
     * @param {Peer} peer
     * @returns {Peer}
     */
    #makePeer(peer) {
        peer.addEventListener('candidate', (event) => {
            const { candidate, mid } = /** @type {CustomEvent<import('./peer.js').Candidate>} */ (event).detail;
            void this.#pairing?.addCandidate(candidate, mid);
        });
        peer.addEventListener('endOfCandidates', () => void this.#pairing?.endCandidates());
        peer.addEventListener('certificate', (event) => {
            void this.#pairing?.handleCertificate(/** @type {CustomEvent<Uint8Array>} */ (event).detail);
        });
        peer.addEventListener('channel', (event) => {
            const { detail } = /** @type {CustomEvent<RTCDataChannel>} */ (event);
            this.dispatchEvent(new CustomEvent('channel', { detail }));
        });
        peer.addEventListener('path', () => this.dispatchEvent(new Event('path')));
        peer.addEventListener('lost', () => this.#askForPath());
        peer.addEventListener('failed', () => this.#fail(this.#noPathReason()));
        return peer;
    }

    /** @param {PairingOutput} output */
    #handleOutput(output) {
        if (this.#isOver) {
            return;
        }
        switch (output.type) {
        case 'relay':
            this.#connection?.send({ type: 'relay', attempt: this.#attempt, payload: output.payload });
            break;
        case 'typeDigits':
            this.#setStage({ typeDigits: {} });
            break;
        case 'readBack':
            this.#setStage({ readBack: { digits: output.digits } });
            break;
        case 'description':
            void this.#answer(output.sdp);
            break;
        case 'candidate':
            this.#peer?.addCandidate(output);
            break;
        case 'endOfCandidates':
            break;
        case 'verified':
            clearTimeout(this.#timer);
            this.#retries = 0;
            this.#isVerified = true;
            this.dispatchEvent(new Event('verified'));
            break;
        case 'failed':
            if (output.reason === 'secretDiffers') {
                this.#refuse('linkNotGenuine');
            } else {
                this.#fail(output.reason);
            }
            break;
        }
    }

    /** @param {string} offer */
    async #answer(offer) {
        if (!this.#isVerified) {
            this.#setStage({ connecting: {} });
            this.#timer = setTimeout(() => this.#handleNoPath(), PATH_MILLISECONDS);
        }
        try {
            const answer = await this.#peer?.answer(offer);
            await this.#pairing?.answer(answer ?? '');
        } catch {
            // An offer that restarts ICE and cannot be answered leaves the connection as it is; the next may do better.
            if (!this.#isVerified) {
                this.#fail('noPath');
            }
        }
    }

    #handleNoPath() {
        if (this.#peer?.hasPath === true) {
            this.#timer = setTimeout(() => this.#fail('noPath'), SECURE_MILLISECONDS);
        } else {
            this.#fail(this.#noPathReason());
        }
    }

    /** @param {CustomerStage} stage */
    #setStage(stage) {
        this.#stage = stage;
        this.dispatchEvent(new Event('change'));
    }

    /** @param {JoinProblem} problem */
    #refuse(problem) {
        this.#finish(new CustomEvent('refused', { detail: problem }));
    }

    /** @param {CustomerEndReason} reason */
    #fail(reason) {
        this.#finish(new CustomEvent('failed', { detail: reason }));
    }

    /** @param {Event} event the last one */
    #finish(event) {
        if (!this.#isOver) {
            this.close();
            this.dispatchEvent(event);
        }
    }
}
