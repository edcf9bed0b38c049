/**
 * The host's side of pairing for tests of the customer's modules, written a second time and as plainly as possible.
 * The product's host is `Sources/Pairing`.
 */

import * as derive from '../../Sources/WebAssets/Web/pairing-cryptography.js';

/** @typedef {import("../../Sources/WebAssets/Web/pairing-messages.js").PairingMessage} PairingMessage */

/**
 * @param {PairingMessage} message
 * @returns {string}
 */
export function payloadOf(message) {
    return derive.serializeBase64URL(new TextEncoder().encode(JSON.stringify(message)));
}

/**
 * @param {string} payload
 * @returns {PairingMessage}
 */
export function messageOf(payload) {
    return JSON.parse(new TextDecoder().decode(requireBytes(payload)));
}

/**
 * @param {unknown} text
 * @returns {Uint8Array}
 */
export function requireBytes(text) {
    const bytes = derive.parseBase64URL(text);
    if (bytes === null) throw new Error('not base64url');
    return bytes;
}

/**
 * @param {Uint8Array} fingerprint
 * @returns {string} A description that names it.
 */
export function descriptionWith(fingerprint) {
    const pairs = [...fingerprint].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase());
    return `v=0\r\na=fingerprint:sha-256 ${pairs.join(':')}\r\n`;
}

/** Seals and opens as the host, and makes its tag. */
export class TestHost {
    #sentCount = 0;
    #receivedCount = 0;
    /** @type {derive.PairingKeys | null} */
    keys = null;

    /**
     * @param {string} session
     * @param {Uint8Array} fingerprint
     */
    constructor(session, fingerprint) {
        this.session = session;
        this.fingerprint = fingerprint;
    }

    get openKeys() {
        if (this.keys === null) throw new Error('no keys yet');
        return this.keys;
    }

    /**
     * Answers a `linkHello`.
     * @param {string} payload
     * @param {Uint8Array} secret
     */
    async greet(payload, secret) {
        const customerNonce = requireBytes(messageOf(payload).nonce);
        const nonce = crypto.getRandomValues(new Uint8Array(16));
        this.keys = await derive.deriveKeys(secret, derive.linkSalt(this.session, nonce, customerNonce));
        return payloadOf({ type: 'linkHello', nonce: derive.serializeBase64URL(nonce) });
    }

    /** Makes the share and the `commit` of the number way. */
    async commit() {
        this.keyPair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
        this.share = {
            nonce: crypto.getRandomValues(new Uint8Array(32)),
            publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', this.keyPair.publicKey)),
            fingerprint: this.fingerprint,
        };
        const commitment = await derive.commitment(this.session, this.share);
        return payloadOf({ type: 'commit', commitment: derive.serializeBase64URL(commitment) });
    }

    /**
     * Answers a `numberHello` with the `reveal`, and computes the digits.
     * @param {string} payload
     */
    async reveal(payload) {
        if (this.share === undefined || this.keyPair === undefined) throw new Error('commit comes first');
        const hello = messageOf(payload);
        const customer = {
            nonce: requireBytes(hello.nonce),
            publicKey: requireBytes(hello.publicKey),
            fingerprint: requireBytes(hello.fingerprint),
        };
        const salt = await derive.transcript(this.session, this.share, customer);
        const publicKey = await crypto.subtle.importKey(
            'raw', customer.publicKey, { name: 'ECDH', namedCurve: 'P-256' }, false, [],
        );
        const bits = await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, this.keyPair.privateKey, 256);
        this.keys = await derive.deriveKeys(new Uint8Array(bits), salt);
        this.digits = await derive.deriveDigits(new Uint8Array(bits), salt);
        return payloadOf({
            type: 'reveal',
            nonce: derive.serializeBase64URL(this.share.nonce),
            publicKey: derive.serializeBase64URL(this.share.publicKey),
            fingerprint: derive.serializeBase64URL(this.share.fingerprint),
        });
    }

    /** @param {PairingMessage} message */
    async seal(message) {
        const counter = this.#sentCount;
        this.#sentCount += 1;
        const plaintext = new TextEncoder().encode(JSON.stringify(message));
        const box = await derive.seal(this.openKeys.sealHostToCustomer, counter, this.session, 'host', plaintext);
        return payloadOf({ type: 'sealed', counter, box: derive.serializeBase64URL(box) });
    }

    /** The relay lost a message of the customer's. */
    skip() {
        this.#receivedCount += 1;
    }

    /** @param {string} payload */
    async open(payload) {
        const counter = this.#receivedCount;
        this.#receivedCount += 1;
        const box = requireBytes(messageOf(payload).box);
        const plaintext = await derive.open(this.openKeys.sealCustomerToHost, counter, this.session, 'customer', box);
        if (plaintext === null) throw new Error('does not open');
        return /** @type {PairingMessage} */ (JSON.parse(new TextDecoder().decode(plaintext)));
    }

    offer() {
        return this.seal({ type: 'description', kind: 'offer', sdp: descriptionWith(this.fingerprint) });
    }

    /** @param {Uint8Array} customerFingerprint */
    async confirm(customerFingerprint) {
        const input = derive.fingerprintTagInput(this.session, 'host', this.fingerprint, customerFingerprint);
        const tag = await derive.makeTag(this.openKeys.macHost, input);
        return this.seal({ type: 'confirm', tag: derive.serializeBase64URL(tag) });
    }
}
