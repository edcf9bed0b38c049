import { parseControlMessage } from '../control.js';
import { AnsweringPairing } from '../introduction-pairing.js';
import { drain } from './greeting.js';
import { Peer } from './peer.js';

/** @typedef {import('../control.js').ControlMessage} ControlMessage */
/** @typedef {import('../pairing-messages.js').PairingOutput} PairingOutput */

/**
 * What a link is made of: the certificate was made for this pair alone.
 *
 * @typedef {object} LinkParts
 * @property {string} session of this side's own admission
 * @property {RTCIceServer[]} iceServers
 * @property {RTCCertificate} certificate
 * @property {Uint8Array} fingerprint the certificate's
 * @property {import('../introduction-pairing.js').IntroductionTerms} terms
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} makePeerConnection
 * @property {() => number} now milliseconds on a monotonic clock
 */

/** What came before the verification is kept unread, up to this many messages. */
const MAXIMUM_HELD = 64;

/** How often another path is asked for while there is none. */
const RESTART_MILLISECONDS = 5_000;

/**
 * The connection to one of those whom the primary host introduced, from the side that answers.
 *
 * Nothing is sent on its channels, and nothing that came is read, before the pairing says that the other side is the
 * one who was introduced. Fires `relay` (`detail`: a payload for the primary to carry), once `open`, then `message`
 * (`detail`: a `ControlMessage`, or `null` for what is none), and at most once `ended`, after which nothing follows.
 */
export class IntroducedLink extends EventTarget {
    #peer;
    #pairing;
    #now;
    /** @type {RTCDataChannel | null} */
    #control = null;
    #hasChat = false;
    #isVerified = false;
    #isOpen = false;
    #isOver = false;
    /** @type {(ControlMessage | null)[]} */
    #held = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #restartTimer;

    /** @param {LinkParts} parts */
    constructor({ session, iceServers, certificate, fingerprint, terms, makePeerConnection, now }) {
        super();
        this.#now = now;
        this.#peer = new Peer({ iceServers, certificates: [certificate] }, makePeerConnection);
        this.#pairing = new AnsweringPairing({
            session, fingerprint, terms, output: (output) => this.#handleOutput(output),
        });
        this.#listen();
    }

    /** Voice and camera; may be used once the link is open. */
    get media() {
        return this.#peer.media;
    }

    start() {
        void this.#pairing.start();
    }

    /** @param {string} payload as the primary brought it */
    handleRelayed(payload) {
        void this.#pairing.handle(payload);
    }

    /** @param {RTCIceServer[]} iceServers for the next path */
    useServers(iceServers) {
        this.#peer.useServers(iceServers);
    }

    /** @param {ControlMessage} message left out before the verification and after the end */
    send(message) {
        if (this.#isOpen && this.#control?.readyState === 'open') {
            this.#control.send(JSON.stringify(message));
        }
    }

    /** Nothing comes of it any more; it is closed when what was sent before has left. */
    async close() {
        if (this.#isOver) {
            return;
        }
        this.#isOver = true;
        clearTimeout(this.#restartTimer);
        if (this.#isOpen) {
            await drain(this.#control, this.#now);
        }
        this.#peer.close();
    }

    #listen() {
        const peer = this.#peer;
        peer.addEventListener('candidate', (event) => {
            const { candidate, mid } = /** @type {CustomEvent<import('./peer.js').Candidate>} */ (event).detail;
            void this.#pairing.addCandidate(candidate, mid);
        });
        peer.addEventListener('endOfCandidates', () => void this.#pairing.endCandidates());
        peer.addEventListener('certificate', (event) => {
            void this.#pairing.handleCertificate(/** @type {CustomEvent<Uint8Array>} */ (event).detail);
        });
        peer.addEventListener('channel', (event) => {
            this.#attach(/** @type {CustomEvent<RTCDataChannel>} */ (event).detail);
        });
        peer.addEventListener('lost', () => this.#askForPath());
        peer.addEventListener('failed', () => this.#end());
    }

    /** @param {RTCDataChannel} channel */
    #attach(channel) {
        if (channel.label === 'control' && this.#control === null) {
            this.#control = channel;
            channel.addEventListener('message', (event) => {
                this.#take(parseControlMessage(/** @type {unknown} */ (event.data)));
            });
            channel.addEventListener('open', () => this.#open());
            channel.addEventListener('close', () => this.#end());
            this.#open();
        } else if (channel.label === 'chat' && !this.#hasChat) {
            this.#hasChat = true;
            // No text comes from those who were introduced.
            channel.addEventListener('message', () => this.#take(null));
            this.#open();
        } else {
            channel.close();
            if (channel.label === 'file') {
                this.#take(null);
            }
        }
    }

    #open() {
        if (this.#isOpen || this.#isOver || !this.#isVerified || !this.#hasChat
            || this.#control?.readyState !== 'open') {
            return;
        }
        this.#isOpen = true;
        this.dispatchEvent(new Event('open'));
        for (const message of this.#held.splice(0)) {
            this.#take(message);
        }
    }

    /** @param {ControlMessage | null} message */
    #take(message) {
        if (this.#isOver) {
            return;
        }
        if (this.#isOpen) {
            this.dispatchEvent(new CustomEvent('message', { detail: message }));
        } else if (this.#held.length < MAXIMUM_HELD) {
            this.#held.push(message);
        }
    }

    /** @param {PairingOutput} output */
    #handleOutput(output) {
        if (this.#isOver) {
            return;
        }
        switch (output.type) {
        case 'relay':
            this.dispatchEvent(new CustomEvent('relay', { detail: output.payload }));
            break;
        case 'description':
            void this.#answer(output.sdp);
            break;
        case 'candidate':
            this.#peer.addCandidate(output);
            break;
        case 'verified':
            this.#isVerified = true;
            this.#open();
            break;
        case 'failed':
            this.#end();
            break;
        default:
            break;
        }
    }

    /** @param {string} offer */
    async #answer(offer) {
        try {
            await this.#pairing.answer(await this.#peer.answer(offer));
        } catch {
            // The connection that is verified stands without it.
            if (!this.#isVerified) {
                this.#end();
            }
        }
    }

    /** Asks for an offer that restarts ICE, now and again until a path is there. */
    #askForPath() {
        clearTimeout(this.#restartTimer);
        if (!this.#isOver && !this.#peer.isPathOpen) {
            void this.#pairing.requestRestart();
            this.#restartTimer = setTimeout(() => this.#askForPath(), RESTART_MILLISECONDS);
        }
    }

    #end() {
        if (!this.#isOver) {
            this.#isOver = true;
            clearTimeout(this.#restartTimer);
            this.#peer.close();
            this.dispatchEvent(new Event('ended'));
        }
    }
}
