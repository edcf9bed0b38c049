import { fingerprintOfRemote } from './certificate.js';
import { PeerMedia } from './peer-media.js';

/** @typedef {{candidate: string, mid: string}} Candidate */

/**
 * The peer connection to the host's node, seen from the side that answers.
 *
 * Fires `candidate` (`detail`: a `Candidate`), `endOfCandidates`, `channel` (`detail`: an `RTCDataChannel`),
 * `certificate` (`detail`: the fingerprint that the host's certificate has, 32 bytes), `path` (when `isPathOpen`
 * changes), `lost` (the browser has lost the path, or found none after a restart) and `failed` (there never was one).
 */
export class Peer extends EventTarget {
    #connection;
    #media = new PeerMedia();
    /** The host's candidates wait for the host's offer. */
    #queue = Promise.resolve();
    #isPathOpen = false;
    #wasConnected = false;
    #hasRelayedCandidate = false;
    #isClosed = false;

    /**
     * @param {RTCConfiguration} configuration
     * @param {(configuration: RTCConfiguration) => RTCPeerConnection} makePeerConnection
     */
    constructor(configuration, makePeerConnection) {
        super();
        const connection = makePeerConnection(configuration);
        this.#connection = connection;
        connection.addEventListener('icecandidate', ({ candidate }) => {
            if (candidate === null || candidate.candidate === '') {
                this.#emit('endOfCandidates');
            } else {
                this.#hasRelayedCandidate ||= / typ relay( |$)/.test(candidate.candidate);
                this.#emit('candidate', { candidate: candidate.candidate, mid: candidate.sdpMid ?? '0' });
            }
        });
        connection.addEventListener('datachannel', ({ channel }) => {
            channel.binaryType = 'arraybuffer';
            this.#emit('channel', channel);
        });
        connection.addEventListener('connectionstatechange', () => this.#handleState());
    }

    /** Whether packets can reach the host now, as far as the browser knows. */
    get isPathOpen() {
        return this.#isPathOpen;
    }

    /** Whether a way through the networks was found, even if nothing is secured over it yet. */
    get hasPath() {
        const { iceConnectionState } = this.#connection;
        return iceConnectionState === 'connected' || iceConnectionState === 'completed';
    }

    /** Whether a relay gave us an address. */
    get hasRelayedCandidate() {
        return this.#hasRelayedCandidate;
    }

    /**
     * Applies the host's offer and makes the answer. A later offer restarts ICE, and changes nothing else.
     *
     * @param {string} offer
     * @returns {Promise<string>} the answer
     */
    answer(offer) {
        const answer = this.#queue.then(async () => {
            const connection = this.#connection;
            await connection.setRemoteDescription({ type: 'offer', sdp: offer });
            this.#media.take(connection.getTransceivers());
            await connection.setLocalDescription(await connection.createAnswer());
            return connection.localDescription?.sdp ?? '';
        });
        this.#queue = answer.then(() => {}, () => {});
        return answer;
    }

    /**
     * Has the next restart of ICE use these servers; the path in use keeps what it has.
     *
     * @param {RTCIceServer[]} iceServers
     */
    useServers(iceServers) {
        if (this.#isClosed) {
            return;
        }
        try {
            // A configuration that left the certificate out would be refused as another one (seen in Chromium).
            this.#connection.setConfiguration({ ...this.#connection.getConfiguration(), iceServers });
        } catch {
            // Servers that this browser does not take leave it with those it has.
        }
    }

    /** @param {Candidate} candidate one of the host's */
    addCandidate({ candidate, mid }) {
        this.#queue = this.#queue
            .then(() => this.#connection.addIceCandidate({ candidate, sdpMid: mid }))
            // A candidate that this browser cannot use is one way less, not the end.
            .catch(() => {});
    }

    /** Voice, camera and the picture of the screen. */
    get media() {
        return this.#media;
    }

    close() {
        this.#isClosed = true;
        this.#connection.close();
    }

    #handleState() {
        const state = this.#connection.connectionState;
        if (this.#isClosed) {
            return;
        }
        const isPathOpen = state === 'connected';
        if (isPathOpen !== this.#isPathOpen) {
            this.#isPathOpen = isPathOpen;
            this.#emit('path');
        }
        if (isPathOpen) {
            this.#wasConnected = true;
            void this.#showCertificate();
        } else if (this.#wasConnected && (state === 'disconnected' || state === 'failed')) {
            this.#emit('lost');
        } else if (state === 'failed') {
            this.#emit('failed');
        }
    }

    async #showCertificate() {
        const fingerprint = await fingerprintOfRemote(this.#connection);
        if (fingerprint !== null) {
            this.#emit('certificate', fingerprint);
        }
    }

    /**
     * @param {string} type
     * @param {unknown} [detail]
     */
    #emit(type, detail) {
        if (!this.#isClosed) {
            this.dispatchEvent(new CustomEvent(type, { detail }));
        }
    }
}
