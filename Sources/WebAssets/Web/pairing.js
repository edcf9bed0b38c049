/**
 * The customer's side of both ways of joining, for the browser. Everything comes in by methods and goes out by
 * `output`; `handle` takes what the service relays. No DOM, so that it runs in Node.js tests too.
 */

import { CustomerPairing } from './customer-pairing.js';
import * as derive from './pairing-cryptography.js';
import { PairingError } from './pairing-messages.js';

export { fingerprintOfDescription } from './pairing-cryptography.js';
export { PairingError } from './pairing-messages.js';

/** @typedef {import("./customer-pairing.js").PairingConfiguration} PairingConfiguration */
/** @typedef {import("./pairing-messages.js").PairingMessage} PairingMessage */
/** @typedef {import("./pairing-messages.js").PairingOutput} PairingOutput */
/** @typedef {import("./pairing-messages.js").PairingFailure} PairingFailure */
/** @typedef {import("./pairing-cryptography.js").NumberShare} NumberShare */

const LINK_SECRET_BYTE_COUNT = 32;
const LINK_NONCE_BYTE_COUNT = 16;
const NUMBER_NONCE_BYTE_COUNT = 32;
const PUBLIC_KEY_BYTE_COUNT = 65;

/**
 * Parses a link's secret; `null` when mail or a person damaged it.
 * @param {string} fragment What follows the `#`, with or without it.
 * @returns {Uint8Array | null} 32 bytes.
 */
export function parseLinkSecret(fragment) {
    const bytes = derive.parseBase64URL(fragment.replace(/^#/, ''));
    return bytes !== null && bytes.length === LINK_SECRET_BYTE_COUNT ? bytes : null;
}

/** Joins by a link, whose secret is shared with the host and with nobody else. */
export class LinkPairing extends CustomerPairing {
    #secret;
    #nonce = crypto.getRandomValues(new Uint8Array(LINK_NONCE_BYTE_COUNT));
    /** @type {"idle" | "greeted" | "open"} */
    #step = 'idle';

    /**
     * @param {PairingConfiguration & {secret: Uint8Array}} configuration `secret`: 32 bytes, see `parseLinkSecret`.
     */
    constructor(configuration) {
        super(configuration);
        this.#secret = configuration.secret;
    }

    /**
     * Greets the host; call it once, after `admitted`.
     * @returns {Promise<void>}
     */
    start() {
        return this.enqueue(async () => {
            if (this.#step !== 'idle') throw new Error('a pairing starts once');
            this.#step = 'greeted';
            this.send({ type: 'linkHello', nonce: derive.serializeBase64URL(this.#nonce) });
        });
    }

    /**
     * @protected
     * @override
     * @param {PairingMessage} message
     */
    async handlePlain(message) {
        if (message.type !== 'linkHello' || this.#step !== 'greeted') throw new PairingError('notGenuine');
        const hostNonce = requireBytes(message.nonce, LINK_NONCE_BYTE_COUNT);
        // An own greeting that comes back is a reflection.
        if (derive.areEqual(hostNonce, this.#nonce)) throw new PairingError('notGenuine');
        this.#step = 'open';
        const salt = derive.linkSalt(this.session, hostNonce, this.#nonce);
        this.beginExchange(await derive.deriveKeys(this.#secret, salt), null);
    }

    /**
     * @protected
     * @override
     * @returns {import("./pairing-messages.js").PairingFailure}
     */
    get mismatchReason() {
        return 'secretDiffers';
    }

    /**
     * The link was damaged, or the service has put somebody in the host's place. The host is told; their link stays
     * good.
     * @protected
     * @override
     * @returns {import("./pairing-messages.js").PairingFailure}
     */
    refuseFirstBox() {
        this.send({ type: 'mismatch' });
        return 'secretDiffers';
    }
}

/** Joins by a number; two people compare digits that cover both certificates. */
export class NumberPairing extends CustomerPairing {
    /** @type {Uint8Array | null} */
    #commitment = null;
    /** @type {{keyPair: CryptoKeyPair, share: NumberShare} | null} */
    #own = null;
    /** @type {Agreement | null} */
    #agreement = null;
    /** @type {"awaitingCommit" | "awaitingReveal" | "typing" | "typed"} */
    #step = 'awaitingCommit';

    /**
     * Checks the digits that the person typed; there is one try. Spaces and hyphens do not count, full-width digits do.
     * @param {string} typed
     * @returns {Promise<boolean>} `false` when it is not six digits, which uses nothing up.
     */
    async confirmDigits(typed) {
        const digits = normalizeDigits(typed);
        if (digits === null || digits.length !== 6) return false;
        await this.enqueue(async () => {
            const agreement = this.#agreement;
            if (this.#step !== 'typing' || agreement === null) return;
            this.#step = 'typed';
            if (digits !== agreement.digits.readOut) {
                this.send({ type: 'mismatch' });
                throw new PairingError('mismatch');
            }
            this.beginExchange(agreement.keys, agreement.hostFingerprint);
            await this.seal({ type: 'digitsMatched' });
            this.emit({ type: 'readBack', digits: agreement.digits.readBack });
        });
        return true;
    }

    /**
     * @protected
     * @override
     * @param {PairingMessage} message
     */
    async handlePlain(message) {
        if (message.type === 'commit' && this.#step === 'awaitingCommit') return this.#handleCommit(message);
        if (message.type === 'reveal' && this.#step === 'awaitingReveal') return this.#handleReveal(message);
        throw new PairingError('notGenuine');
    }

    /** @param {PairingMessage} message */
    async #handleCommit(message) {
        this.#commitment = requireBytes(message.commitment, derive.HASH_BYTE_COUNT);
        this.#step = 'awaitingReveal';
        const keyPair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
        const share = {
            nonce: crypto.getRandomValues(new Uint8Array(NUMBER_NONCE_BYTE_COUNT)),
            publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', keyPair.publicKey)),
            fingerprint: this.fingerprint,
        };
        this.#own = { keyPair, share };
        this.send({
            type: 'numberHello',
            nonce: derive.serializeBase64URL(share.nonce),
            publicKey: derive.serializeBase64URL(share.publicKey),
            fingerprint: derive.serializeBase64URL(share.fingerprint),
        });
    }

    /** @param {PairingMessage} message */
    async #handleReveal(message) {
        const own = this.#own;
        const promised = this.#commitment;
        if (own === null || promised === null) throw new PairingError('notGenuine');
        const host = {
            nonce: requireBytes(message.nonce, NUMBER_NONCE_BYTE_COUNT),
            publicKey: requireBytes(message.publicKey, PUBLIC_KEY_BYTE_COUNT),
            fingerprint: requireBytes(message.fingerprint, derive.HASH_BYTE_COUNT),
        };
        const isKept = derive.areEqual(await derive.commitment(this.session, host), promised);
        if (!isKept) throw new PairingError('notGenuine');
        const salt = await derive.transcript(this.session, host, own.share);
        // A point that is not on the curve throws, and so ends the attempt.
        const publicKey = await crypto.subtle.importKey(
            'raw', host.publicKey, { name: 'ECDH', namedCurve: 'P-256' }, false, [],
        );
        const secret = new Uint8Array(
            await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, own.keyPair.privateKey, 256),
        );
        const digits = await derive.deriveDigits(secret, salt);
        if (digits === null) throw new PairingError('notGenuine');
        const keys = await derive.deriveKeys(secret, salt);
        this.#agreement = { digits, keys, hostFingerprint: host.fingerprint };
        this.#step = 'typing';
        this.emit({ type: 'typeDigits' });
    }
}

/**
 * What both sides of the number way computed.
 * @typedef {object} Agreement
 * @property {{readOut: string, readBack: string}} digits
 * @property {import("./pairing-cryptography.js").PairingKeys} keys
 * @property {Uint8Array} hostFingerprint
 */

/**
 * @param {unknown} text
 * @param {number} count
 * @returns {Uint8Array}
 */
function requireBytes(text, count) {
    const bytes = derive.parseBase64URL(text);
    if (bytes === null || bytes.length !== count) throw new PairingError('notGenuine');
    return bytes;
}

/**
 * @param {string} typed
 * @returns {string | null} The digits alone; `null` when something else was typed.
 */
function normalizeDigits(typed) {
    const digits = typed.normalize('NFKC').replaceAll(/[\s\u2010-\u2013-]/g, '');
    return /^[0-9]*$/.test(digits) ? digits : null;
}
