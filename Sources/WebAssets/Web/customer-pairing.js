/** What both ways of joining share at the customer's side, once the keys are there. No DOM. */

import * as derive from './pairing-cryptography.js';
import { PairingError, parseMessage } from './pairing-messages.js';

/** @typedef {import("./pairing-cryptography.js").PairingKeys} PairingKeys */
/** @typedef {import("./pairing-messages.js").PairingFailure} PairingFailure */
/** @typedef {import("./pairing-messages.js").PairingMessage} PairingMessage */
/** @typedef {import("./pairing-messages.js").PairingOutput} PairingOutput */

/**
 * @typedef {object} PairingConfiguration
 * @property {string} session The session's identifier, from `waiting`.
 * @property {Uint8Array} fingerprint SHA-256 of the own DTLS certificate, 32 bytes.
 * @property {(output: PairingOutput) => void} output Called in order, never during a call of a method.
 */

/** The most candidates that a host may send. */
const MAXIMUM_CANDIDATE_COUNT = 100;

/**
 * ```text
 * opening ─keys→ awaitingOffer ─offer→ offered ─answer()→ answered ─confirm→ confirmed ─certificate→ verified
 *                                                            └─certificate→ certified ─confirm──────→ verified
 * ```
 * Anything else before `verified` ends in `failed`; after it, what does not fit is counted and ignored, because the
 * service must not be able to end a session that no longer needs it. After `verified` an offer with the same
 * certificate restarts ICE; the newest alone is answered.
 */
export class CustomerPairing {
    /**
     * @type {"opening" | "awaitingOffer" | "offered" | "answered" | "confirmed" | "certified" | "verified" | "failed"}
     */
    #state = 'opening';
    /** @type {PairingKeys | null} */
    #keys = null;
    /**
     * The fingerprint that the host's certificate must have.
     * @type {Uint8Array | null}
     */
    #remoteFingerprint = null;
    #sentCount = 0;
    #receivedCount = 0;
    #candidateCount = 0;
    /** The number of the newest offer that restarts ICE. */
    #restartNumber = 0;
    #isRestartOpen = false;
    /**
     * Own candidates that wait until the answer is on its way.
     * @type {PairingMessage[]}
     */
    #heldCandidates = [];
    /** @type {Promise<void>} */
    #queue = Promise.resolve();
    /** Messages that were refused after the verification. */
    ignoredCount = 0;

    /** @param {PairingConfiguration} configuration */
    constructor(configuration) {
        if (configuration.fingerprint.length !== derive.HASH_BYTE_COUNT) {
            throw new RangeError('a fingerprint has 32 bytes');
        }
        /** @protected */
        this.session = configuration.session;
        /** @protected */
        this.fingerprint = configuration.fingerprint;
        /** @private */
        this.output = configuration.output;
    }

    /** Whether the host proved to be the one who invited. */
    get isVerified() {
        return this.#state === 'verified';
    }

    /** The fingerprint that the host's DTLS certificate must have, once known. */
    get remoteFingerprint() {
        return this.#remoteFingerprint;
    }

    /**
     * Takes the payload of a `relay` message.
     * @param {string} payload
     * @returns {Promise<void>} Settles when it is dealt with; never rejects.
     */
    handle(payload) {
        return this.enqueue(async () => {
            const message = parseMessage(derive.parseBase64URL(payload));
            if (message.type === 'sealed') await this.#handleSealed(message);
            else if (message.type === 'mismatch') throw new PairingError(this.mismatchReason);
            else await this.handlePlain(message);
        });
    }

    /**
     * Sends the answer to the host's offer, with the tag that authenticates it.
     * @param {string} sdp
     * @returns {Promise<void>}
     */
    answer(sdp) {
        return this.enqueue(async () => {
            if (this.#state === 'verified' && this.#isRestartOpen) {
                this.#isRestartOpen = false;
                await this.seal({ type: 'description', kind: 'answer', sdp, restart: this.#restartNumber });
                return;
            }
            if (this.#state !== 'offered') throw new Error('an answer follows an offer');
            const tag = await derive.makeTag(this.#openKeys.macCustomer, this.#tagInput('customer'));
            this.#state = 'answered';
            await this.seal({ type: 'description', kind: 'answer', sdp, tag: derive.serializeBase64URL(tag) });
            for (const candidate of this.#heldCandidates.splice(0)) await this.seal(candidate);
        });
    }

    /**
     * Asks the host for an offer that restarts ICE, because the path is lost. Does nothing before the verification.
     * @returns {Promise<void>}
     */
    requestRestart() {
        return this.enqueue(async () => {
            if (this.#state === 'verified') await this.seal({ type: 'restart' });
        });
    }

    /**
     * Sends an own candidate; one that is found before the answer waits for it.
     * @param {string} candidate The candidate line, without `a=`.
     * @param {string} mid
     * @returns {Promise<void>}
     */
    addCandidate(candidate, mid) {
        return this.enqueue(() => this.#sendCandidate({ type: 'candidate', candidate, mid }));
    }

    /**
     * Tells the host that no more candidates follow.
     * @returns {Promise<void>}
     */
    endCandidates() {
        return this.enqueue(() => this.#sendCandidate({ type: 'endOfCandidates' }));
    }

    /**
     * Resolves when all that came so far is dealt with.
     * @returns {Promise<void>}
     */
    settle() {
        return this.enqueue(async () => {});
    }

    /**
     * Takes the fingerprint of the certificate that the DTLS handshake showed: SHA-256 of
     * `RTCDtlsTransport.getRemoteCertificates()[0]`, or, where a browser has no such method, the fingerprint of the
     * applied remote description, which the browser enforces.
     * @param {Uint8Array} fingerprint
     * @returns {Promise<void>}
     */
    handleCertificate(fingerprint) {
        return this.enqueue(async () => {
            if (this.#remoteFingerprint === null || !derive.areEqual(this.#remoteFingerprint, fingerprint)) {
                throw new PairingError('notGenuine');
            }
            if (this.#state === 'answered') this.#state = 'certified';
            else if (this.#state === 'confirmed') this.#verify();
        });
    }

    /**
     * Deals with a message that is not sealed.
     * @protected
     * @param {PairingMessage} _message
     * @returns {Promise<void>}
     */
    async handlePlain(_message) {
        throw new PairingError('notGenuine');
    }

    /**
     * What the other side's `mismatch` says.
     * @protected
     * @returns {PairingFailure}
     */
    get mismatchReason() {
        return 'mismatch';
    }

    /**
     * The host's first box does not open.
     * @protected
     * @returns {PairingFailure} what that means
     */
    refuseFirstBox() {
        return 'notGenuine';
    }

    /**
     * Runs work after all that was begun earlier, and turns what it throws into the end of the attempt.
     * @protected
     * @param {() => Promise<void>} work
     * @returns {Promise<void>}
     */
    enqueue(work) {
        this.#queue = this.#queue.then(async () => {
            if (this.#state === 'failed') return;
            try {
                await work();
            } catch (error) {
                this.#fail(error instanceof PairingError ? error.reason : 'notGenuine');
            }
        });
        return this.#queue;
    }

    /**
     * Keys are agreed and, in the number way, the digits fit: the host's offer may come.
     * @protected
     * @param {PairingKeys} keys
     * @param {Uint8Array | null} remoteFingerprint The one of the transcript, where there is one.
     */
    beginExchange(keys, remoteFingerprint) {
        this.#keys = keys;
        this.#remoteFingerprint = remoteFingerprint;
        this.#state = 'awaitingOffer';
    }

    /**
     * @protected
     * @param {PairingOutput} output
     */
    emit(output) {
        this.output(output);
    }

    /**
     * Relays a message as it is.
     * @protected
     * @param {PairingMessage} message
     */
    send(message) {
        const bytes = new TextEncoder().encode(JSON.stringify(message));
        this.emit({ type: 'relay', payload: derive.serializeBase64URL(bytes) });
    }

    /**
     * Seals a message and relays it.
     * @protected
     * @param {PairingMessage} message
     */
    async seal(message) {
        const counter = this.#sentCount;
        this.#sentCount += 1;
        const plaintext = new TextEncoder().encode(JSON.stringify(message));
        const box = await derive.seal(
            this.#openKeys.sealCustomerToHost, counter, this.session, 'customer', plaintext,
        );
        this.send({ type: 'sealed', counter, box: derive.serializeBase64URL(box) });
    }

    /** @param {PairingMessage} message */
    async #sendCandidate(message) {
        const isAnswerSent = ['answered', 'certified', 'confirmed', 'verified'].includes(this.#state);
        if (isAnswerSent) await this.seal(message);
        else this.#heldCandidates.push(message);
    }

    /** @param {PairingMessage} message */
    async #handleSealed(message) {
        const box = derive.parseBase64URL(message.box);
        const { counter } = message;
        if (this.#keys === null || box === null || !this.#isNext(counter)) throw new PairingError('notGenuine');
        const plaintext = await derive.open(this.#keys.sealHostToCustomer, counter, this.session, 'host', box);
        if (plaintext === null) {
            throw new PairingError(this.#receivedCount === 0 ? this.refuseFirstBox() : 'notGenuine');
        }
        this.#receivedCount = counter + 1;
        await this.#handleOpened(parseMessage(plaintext));
    }

    /**
     * Whether a counter may come now. After the verification a gap is what the relay lost while one of the two was
     * without a network; a repeat is refused at all times.
     *
     * @param {unknown} counter
     * @returns {counter is number}
     */
    #isNext(counter) {
        if (typeof counter !== 'number' || !Number.isSafeInteger(counter)) return false;
        return counter === this.#receivedCount || (this.#state === 'verified' && counter > this.#receivedCount);
    }

    /** @param {PairingMessage} message */
    async #handleOpened(message) {
        switch (message.type) {
            case 'description': return this.#handleOffer(message);
            case 'confirm': return this.#handleConfirm(message);
            case 'candidate':
            case 'endOfCandidates': return this.#handleCandidate(message);
            default: throw new PairingError('notGenuine');
        }
    }

    /** @param {PairingMessage} message */
    #handleOffer(message) {
        const { kind, sdp } = message;
        if (this.#state === 'verified') {
            this.#handleRestart(message);
            return;
        }
        if (this.#state !== 'awaitingOffer' || kind !== 'offer' || typeof sdp !== 'string') {
            throw new PairingError('notGenuine');
        }
        const claimed = derive.fingerprintOfDescription(sdp);
        const promised = this.#remoteFingerprint ?? claimed;
        if (claimed === null || promised === null || !derive.areEqual(promised, claimed)) {
            throw new PairingError('notGenuine');
        }
        this.#remoteFingerprint = claimed;
        this.#state = 'offered';
        this.emit({ type: 'description', kind: 'offer', sdp });
    }

    /** @param {PairingMessage} message */
    #handleRestart({ kind, sdp, restart }) {
        const isNewer = typeof restart === 'number' && Number.isSafeInteger(restart) && restart > this.#restartNumber;
        if (kind !== 'offer' || typeof sdp !== 'string' || !isNewer) throw new PairingError('notGenuine');
        const claimed = derive.fingerprintOfDescription(sdp);
        if (claimed === null || this.#remoteFingerprint === null
            || !derive.areEqual(this.#remoteFingerprint, claimed)) {
            throw new PairingError('notGenuine');
        }
        this.#restartNumber = restart;
        this.#isRestartOpen = true;
        this.#candidateCount = 0;
        this.emit({ type: 'description', kind: 'offer', sdp });
    }

    /** @param {PairingMessage} message */
    #handleCandidate(message) {
        if (this.#state === 'awaitingOffer') throw new PairingError('notGenuine');
        this.#candidateCount += 1;
        if (this.#candidateCount > MAXIMUM_CANDIDATE_COUNT) throw new PairingError('notGenuine');
        if (message.type === 'endOfCandidates') return this.emit({ type: 'endOfCandidates' });
        const { candidate, mid } = message;
        if (typeof candidate !== 'string' || typeof mid !== 'string') throw new PairingError('notGenuine');
        this.emit({ type: 'candidate', candidate, mid });
    }

    /** @param {PairingMessage} message */
    async #handleConfirm(message) {
        const tag = derive.parseBase64URL(message.tag);
        const isAwaited = this.#state === 'answered' || this.#state === 'certified';
        if (!isAwaited || tag === null || tag.length !== derive.HASH_BYTE_COUNT) throw new PairingError('notGenuine');
        const isValid = await derive.isValidTag(this.#openKeys.macHost, tag, this.#tagInput('host'));
        if (!isValid) throw new PairingError('notGenuine');
        if (this.#state === 'certified') this.#verify();
        else this.#state = 'confirmed';
    }

    /** @param {import("./pairing-cryptography.js").Role} sender */
    #tagInput(sender) {
        if (this.#remoteFingerprint === null) throw new PairingError('notGenuine');
        return derive.fingerprintTagInput(this.session, sender, this.#remoteFingerprint, this.fingerprint);
    }

    get #openKeys() {
        if (this.#keys === null) throw new PairingError('notGenuine');
        return this.#keys;
    }

    #verify() {
        this.#state = 'verified';
        this.emit({ type: 'verified' });
    }

    /** @param {PairingFailure} reason */
    #fail(reason) {
        if (this.#state === 'verified') {
            this.ignoredCount += 1;
            return;
        }
        this.#state = 'failed';
        this.#keys = null;
        this.emit({ type: 'failed', reason });
    }
}
