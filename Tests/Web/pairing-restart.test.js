import assert from 'node:assert/strict';
import test from 'node:test';

import { LinkPairing } from '../../Sources/WebAssets/Web/pairing.js';
import { descriptionWith, TestHost } from './pairing-host.js';

/** @typedef {import("../../Sources/WebAssets/Web/pairing.js").PairingOutput} PairingOutput */

const session = 'c2Vzc2lvbi1vbmU';
const hostFingerprint = new Uint8Array(32).fill(0xa1);
const customerFingerprint = new Uint8Array(32).fill(0xc2);
const malloryFingerprint = new Uint8Array(32).fill(0x66);
const secret = new Uint8Array(32).fill(7);

/** A link pairing that is verified, and the host it is verified with. */
async function verified() {
    /** @type {PairingOutput[]} */
    const outputs = [];
    const relay = () => {
        const index = outputs.findIndex((output) => output.type === 'relay');
        const [output] = outputs.splice(index, index < 0 ? 0 : 1);
        if (output?.type !== 'relay') throw new Error('nothing to relay');
        return output.payload;
    };
    const host = new TestHost(session, hostFingerprint);
    const pairing = new LinkPairing({
        session, secret, fingerprint: customerFingerprint, output: (output) => outputs.push(output),
    });
    await pairing.start();
    await pairing.handle(await host.greet(relay(), secret));
    await pairing.handle(await host.offer());
    await pairing.answer(descriptionWith(customerFingerprint));
    await host.open(relay());
    await pairing.handle(await host.confirm(customerFingerprint));
    await pairing.handleCertificate(hostFingerprint);
    assert.ok(pairing.isVerified);
    outputs.splice(0);
    return { outputs, relay, host, pairing };
}

/**
 * @param {number} restart
 * @param {Uint8Array} [fingerprint]
 */
function offer(restart, fingerprint = hostFingerprint) {
    return { type: 'description', kind: 'offer', sdp: descriptionWith(fingerprint), restart };
}

test('an offer after the verification is answered with its number', async () => {
    const { outputs, relay, host, pairing } = await verified();
    for (const restart of [1, 2]) {
        await pairing.handle(await host.seal(offer(restart)));
        assert.equal(outputs.shift()?.type, 'description');
        await pairing.answer(descriptionWith(customerFingerprint));
        const answer = await host.open(relay());
        assert.equal(answer.kind, 'answer');
        assert.equal(answer.restart, restart);
    }
    assert.equal(pairing.ignoredCount, 0);
});

test('the customer asks for a restart, but not before the verification', async () => {
    const { relay, host, pairing } = await verified();
    await pairing.requestRestart();
    assert.equal((await host.open(relay())).type, 'restart');

    /** @type {PairingOutput[]} */
    const outputs = [];
    const early = new LinkPairing({
        session, secret, fingerprint: customerFingerprint, output: (output) => outputs.push(output),
    });
    await early.requestRestart();
    assert.deepEqual(outputs, []);
});

test('what the relay lost meanwhile does not end the exchange, and what it repeats is ignored', async () => {
    const { outputs, host, pairing } = await verified();
    const lost = await host.seal(offer(1));
    const second = await host.seal(offer(2));
    await pairing.handle(second);
    assert.equal(outputs.shift()?.type, 'description');
    await pairing.handle(lost);
    await pairing.handle(second);
    assert.equal(pairing.ignoredCount, 2);
    assert.deepEqual(outputs, []);
});

test('an offer with another certificate, an old number or none is ignored', async () => {
    const { outputs, host, pairing } = await verified();
    const { restart: _, ...unnumbered } = offer(1);
    for (const message of [offer(1, malloryFingerprint), offer(0), unnumbered, { ...offer(1), restart: '1' }]) {
        await pairing.handle(await host.seal(message));
    }
    assert.equal(pairing.ignoredCount, 4);
    assert.deepEqual(outputs, []);
    assert.ok(pairing.isVerified);
});

test('each restart counts candidates anew', async () => {
    const { outputs, host, pairing } = await verified();
    for (const restart of [1, 2, 3]) {
        await pairing.handle(await host.seal(offer(restart)));
        for (let number = 0; number < 80; number += 1) {
            await pairing.handle(await host.seal({ type: 'candidate', candidate: `candidate:${number}`, mid: '0' }));
        }
    }
    assert.equal(outputs.filter(({ type }) => type === 'candidate').length, 240);
    assert.equal(pairing.ignoredCount, 0);
});
