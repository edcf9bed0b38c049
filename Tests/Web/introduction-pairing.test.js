import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import {
    AnsweringPairing, deriveIntroductionKeys, introductionTranscript,
} from '../../Sources/WebAssets/Web/introduction-pairing.js';
import * as derive from '../../Sources/WebAssets/Web/pairing-cryptography.js';
import { descriptionWith, messageOf, payloadOf, TestHost } from './pairing-host.js';
import { bytes, greetIntroduced } from './support/introducing.js';

const vectors = JSON.parse(readFileSync(new URL('../Vectors/pairing.json', import.meta.url), 'utf8'));
const { session, introduction } = vectors;
const OFFERING = bytes(vectors.fingerprints.host);
const ANSWERING = bytes(vectors.fingerprints.customer);
const TERMS = { pair: introduction.pair, secret: bytes(introduction.secret), remoteFingerprint: OFFERING };

/** A pairing that has begun, and the side that offers to it. */
async function begin(terms = TERMS) {
    const outputs = [];
    const pairing = new AnsweringPairing({
        session, fingerprint: ANSWERING, terms, output: (output) => outputs.push(output),
    });
    await pairing.start();
    const offering = new TestHost(session, OFFERING);
    const relayed = () => outputs.filter(({ type }) => type === 'relay').at(-1).payload;
    return { pairing, outputs, offering, relayed, last: () => outputs.at(-1) };
}

/** One whose two sides have the same keys. */
async function greeted() {
    const made = await begin();
    await made.pairing.handle(await greetIntroduced(made.offering, made.relayed(), TERMS, ANSWERING));
    return made;
}

test('an introduction gives the transcript, keys and tags of other code', async () => {
    const transcript = await introductionTranscript(
        session, introduction.pair, { nonce: bytes(introduction.offeringNonce), fingerprint: OFFERING },
        { nonce: bytes(introduction.answeringNonce), fingerprint: ANSWERING },
    );
    assert.deepEqual(transcript, bytes(introduction.transcript));
    const keys = await deriveIntroductionKeys(TERMS.secret, transcript);
    for (const role of ['host', 'customer']) {
        const key = role === 'host' ? keys.macHost : keys.macCustomer;
        const input = derive.fingerprintTagInput(session, role, OFFERING, ANSWERING);
        assert.deepEqual(await derive.makeTag(key, input), bytes(introduction.tags[role]));
    }
    for (const [name, sender] of [['sealHostToCustomer', 'host'], ['sealCustomerToHost', 'customer']]) {
        const other = await crypto.subtle.importKey('raw', bytes(introduction.keys[name]), 'AES-GCM', false, ['encrypt']);
        const box = await derive.seal(other, 3, session, sender, bytes('00ff'));
        assert.deepEqual(await derive.open(keys[name], 3, session, sender, box), bytes('00ff'));
    }
});

test('two who were introduced are verified, in either order of certificate and tag', async () => {
    for (const isCertificateFirst of [true, false]) {
        const { pairing, offering, relayed, last } = await greeted();
        await pairing.handle(await offering.offer());
        assert.equal(last().type, 'description');
        await pairing.answer(descriptionWith(ANSWERING));
        const answer = await offering.open(relayed());
        assert.equal(answer.kind, 'answer');
        const input = derive.fingerprintTagInput(session, 'customer', OFFERING, ANSWERING);
        assert.ok(await derive.isValidTag(offering.keys.macCustomer, derive.parseBase64URL(answer.tag), input));
        const steps = [
            async () => pairing.handleCertificate(OFFERING),
            async () => pairing.handle(await offering.confirm(ANSWERING)),
        ];
        for (const step of isCertificateFirst ? steps : steps.reverse()) {
            assert.equal(pairing.isVerified, false);
            await step();
        }
        assert.equal(pairing.isVerified, true);
    }
});

test('only the promised certificate may be described', async () => {
    const { pairing, offering, last } = await greeted();
    // The keys are the right ones: this is one who knows the secret, as the primary does.
    const sdp = descriptionWith(new Uint8Array(32).fill(0x66));
    await pairing.handle(await offering.seal({ type: 'description', kind: 'offer', sdp }));
    assert.deepEqual(last(), { type: 'failed', reason: 'notGenuine' });
});

test('only the promised certificate may be shown', async () => {
    const { pairing, offering, last } = await greeted();
    await pairing.handle(await offering.offer());
    await pairing.answer(descriptionWith(ANSWERING));
    await pairing.handle(await offering.confirm(ANSWERING));
    await pairing.handleCertificate(new Uint8Array(32).fill(0x66));
    assert.deepEqual(last(), { type: 'failed', reason: 'notGenuine' });
});

test('another secret, another pair and another session have other keys', async () => {
    for (const terms of [
        { ...TERMS, secret: new Uint8Array(32).fill(1) }, { ...TERMS, pair: 'h-4' },
        { ...TERMS, remoteFingerprint: new Uint8Array(32).fill(2) },
    ]) {
        const { pairing, offering, relayed, last } = await begin(terms);
        await pairing.handle(await greetIntroduced(offering, relayed(), TERMS, ANSWERING));
        await pairing.handle(await offering.offer());
        assert.deepEqual(last(), { type: 'failed', reason: 'notGenuine' });
    }
});

test('nothing of a link passes in an introduction, and no greeting of one’s own', async () => {
    const nonce = derive.serializeBase64URL(new Uint8Array(16).fill(3));
    for (const message of [
        { type: 'linkHello', nonce }, { type: 'mismatch' }, { type: 'introductionHello', nonce: nonce.slice(0, 20) },
        { type: 'introductionHello' }, { type: 'sealed', counter: 0, box: 'AAAA' },
    ]) {
        const { pairing, last } = await begin();
        await pairing.handle(payloadOf(message));
        assert.deepEqual(last(), { type: 'failed', reason: 'notGenuine' }, JSON.stringify(message));
    }
    const { pairing, relayed, last } = await begin();
    assert.equal(messageOf(relayed()).type, 'introductionHello');
    await pairing.handle(relayed());
    assert.deepEqual(last(), { type: 'failed', reason: 'notGenuine' });
});

test('a second greeting ends what is not verified', async () => {
    const { pairing, last } = await greeted();
    await pairing.handle(payloadOf({
        type: 'introductionHello', nonce: derive.serializeBase64URL(new Uint8Array(16).fill(9)),
    }));
    assert.deepEqual(last(), { type: 'failed', reason: 'notGenuine' });
});
