import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import * as derive from '../../Sources/WebAssets/Web/pairing-cryptography.js';

const vectors = JSON.parse(readFileSync(new URL('../Vectors/pairing.json', import.meta.url), 'utf8'));

/**
 * @param {string} hexadecimal
 * @returns {Uint8Array}
 */
function bytes(hexadecimal) {
    return Uint8Array.from(Buffer.from(hexadecimal, 'hex'));
}

/**
 * @param {Record<'nonce' | 'publicKey' | 'fingerprint', string>} share
 * @returns {import('../../Sources/WebAssets/Web/pairing-cryptography.js').NumberShare}
 */
function numberShare(share) {
    return { nonce: bytes(share.nonce), publicKey: bytes(share.publicKey), fingerprint: bytes(share.fingerprint) };
}

/**
 * The tags of both roles are what the derived keys give.
 * @param {{keys: Record<string, string>, tags: Record<string, string>}} way
 * @param {derive.PairingKeys} keys
 */
async function assertTags(way, keys) {
    const { host, customer } = vectors.fingerprints;
    for (const role of /** @type {const} */ (['host', 'customer'])) {
        const input = derive.fingerprintTagInput(vectors.session, role, bytes(host), bytes(customer));
        const key = role === 'host' ? keys.macHost : keys.macCustomer;
        assert.deepEqual(await derive.makeTag(key, input), bytes(way.tags[role]));
        assert.ok(await derive.isValidTag(key, bytes(way.tags[role]), input));
    }
}

test('the link gives the keys, tags and boxes of other code', async () => {
    const { link, session } = vectors;
    const salt = derive.linkSalt(session, bytes(link.hostNonce), bytes(link.customerNonce));
    assert.deepEqual(salt, bytes(link.salt));
    const keys = await derive.deriveKeys(bytes(link.secret), salt);
    await assertTags(link, keys);
    for (const example of link.sealed) {
        const key = example.sender === 'host' ? keys.sealHostToCustomer : keys.sealCustomerToHost;
        const plaintext = new TextEncoder().encode(example.plaintext);
        const { counter, sender } = example;
        assert.deepEqual(await derive.seal(key, counter, session, sender, plaintext), bytes(example.box));
        assert.deepEqual(await derive.open(key, counter, session, sender, bytes(example.box)), plaintext);
        assert.equal(await derive.open(key, counter + 1, session, sender, bytes(example.box)), null);
    }
});

test('the number gives the commitment, transcript, keys and digits of other code', async () => {
    const { number, session } = vectors;
    const host = numberShare(number.host);
    const customer = numberShare(number.customer);
    assert.deepEqual(await derive.commitment(session, host), bytes(number.commitment));
    const salt = await derive.transcript(session, host, customer);
    assert.deepEqual(salt, bytes(number.transcript));
    const secret = bytes(number.sharedSecret);
    await assertTags(number, await derive.deriveKeys(secret, salt));
    assert.deepEqual(await derive.deriveDigits(secret, salt), number.digits);
});

test('keys of either way are the ones of the labels', async () => {
    for (const [way, secret, salt] of [
        [vectors.link, vectors.link.secret, vectors.link.salt],
        [vectors.number, vectors.number.sharedSecret, vectors.number.transcript],
    ]) {
        const labels = {
            sealHostToCustomer: 'nearhand/1 seal host to customer',
            sealCustomerToHost: 'nearhand/1 seal customer to host',
            macHost: 'nearhand/1 mac host',
            macCustomer: 'nearhand/1 mac customer',
        };
        for (const [name, label] of Object.entries(labels)) {
            assert.deepEqual(await derive.hkdf(bytes(secret), bytes(salt), label, 32), bytes(way.keys[name]));
        }
    }
});

test('digits favour no value', () => {
    for (const example of vectors.digits) {
        assert.deepEqual(derive.digitsOf(bytes(example.bytes)), example.digits);
    }
});

test('base64url round trips every length and refuses what is none', () => {
    for (let length = 0; length < 70; length += 1) {
        const random = crypto.getRandomValues(new Uint8Array(length));
        assert.deepEqual(derive.parseBase64URL(derive.serializeBase64URL(random)), random);
    }
    for (const text of ['A', 'AB=', 'AB', 'A+', 'A/', 'é', ' AA', 7, null, undefined, {}]) {
        assert.equal(derive.parseBase64URL(text), null);
    }
});
