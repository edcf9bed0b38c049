/**
 * Two people whom the primary host introduces, for the browser. The secret and each other's fingerprint came over
 * channels that are verified, so both certificates are pinned before the first word. `Sources/Pairing` draws the
 * messages at its `IntroductionPairing`.
 */

import { CustomerPairing } from './customer-pairing.js';
import * as derive from './pairing-cryptography.js';
import { PairingError } from './pairing-messages.js';

/** @typedef {import("./pairing-messages.js").PairingMessage} PairingMessage */

/**
 * What the primary told both sides of a pair.
 *
 * @typedef {object} IntroductionTerms
 * @property {string} pair names the pair, so that nothing of one pair passes in another
 * @property {Uint8Array} secret made for this pair alone, 32 bytes
 * @property {Uint8Array} remoteFingerprint of the certificate that the other side made for this pair alone
 */

/**
 * What one side of an introduced pair puts into the keys.
 *
 * @typedef {{nonce: Uint8Array, fingerprint: Uint8Array}} IntroductionShare
 */

const NONCE_BYTE_COUNT = 16;

/** Labels of their own: nothing that was sealed for a link opens with these keys. Whoever offers counts as the host. */
const LABELS = Object.freeze({
    sealHostToCustomer: 'nearhand/1 introduction seal offering to answering',
    sealCustomerToHost: 'nearhand/1 introduction seal answering to offering',
    macHost: 'nearhand/1 introduction mac offering',
    macCustomer: 'nearhand/1 introduction mac answering',
});

/**
 * Everything that an introduced pair agrees on; the salt of its keys.
 *
 * @param {string} session
 * @param {string} pair
 * @param {IntroductionShare} offering
 * @param {IntroductionShare} answering
 * @returns {Promise<Uint8Array>} 32 bytes
 */
export function introductionTranscript(session, pair, offering, answering) {
    return derive.sha256(
        derive.lengthPrefixed(
            'nearhand/1 introduction', session, pair, offering.nonce, offering.fingerprint, answering.nonce,
            answering.fingerprint,
        ),
    );
}

/**
 * The four keys of an introduced pair.
 *
 * @param {Uint8Array} secret
 * @param {Uint8Array} transcript
 * @returns {Promise<import("./pairing-cryptography.js").PairingKeys>}
 */
export function deriveIntroductionKeys(secret, transcript) {
    return derive.deriveKeys(secret, transcript, LABELS);
}

/** The side that answers: it speaks first, and takes the customer's place in the second half. */
export class AnsweringPairing extends CustomerPairing {
    #terms;
    #nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTE_COUNT));
    /** @type {"idle" | "greeted" | "open"} */
    #step = 'idle';

    /** @param {import("./customer-pairing.js").PairingConfiguration & {terms: IntroductionTerms}} configuration */
    constructor(configuration) {
        super(configuration);
        this.#terms = configuration.terms;
    }

    /**
     * Greets the other side; call it once.
     *
     * @returns {Promise<void>}
     */
    start() {
        return this.enqueue(async () => {
            if (this.#step !== 'idle') throw new Error('a pairing starts once');
            this.#step = 'greeted';
            this.send({ type: 'introductionHello', nonce: derive.serializeBase64URL(this.#nonce) });
        });
    }

    /**
     * @protected
     * @override
     * @param {PairingMessage} message
     */
    async handlePlain(message) {
        const nonce = derive.parseBase64URL(message.nonce);
        const isHello = message.type === 'introductionHello' && nonce?.length === NONCE_BYTE_COUNT;
        // An own greeting that comes back is a reflection.
        if (!isHello || nonce === null || this.#step !== 'greeted' || derive.areEqual(nonce, this.#nonce)) {
            throw new PairingError('notGenuine');
        }
        this.#step = 'open';
        const { pair, secret, remoteFingerprint } = this.#terms;
        const transcript = await introductionTranscript(
            this.session, pair, { nonce, fingerprint: remoteFingerprint },
            { nonce: this.#nonce, fingerprint: this.fingerprint },
        );
        this.beginExchange(await deriveIntroductionKeys(secret, transcript), remoteFingerprint);
    }

    /**
     * Nobody compares digits, and no person is told of a secret that differs.
     *
     * @protected
     * @override
     * @returns {import("./pairing-messages.js").PairingFailure}
     */
    get mismatchReason() {
        return 'notGenuine';
    }
}
