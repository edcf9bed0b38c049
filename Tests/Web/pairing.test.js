import assert from 'node:assert/strict';
import test from 'node:test';

import * as derive from '../../Sources/WebAssets/Web/pairing-cryptography.js';
import { fingerprintOfDescription, LinkPairing, NumberPairing, parseLinkSecret } from '../../Sources/WebAssets/Web/pairing.js';
import { descriptionWith, messageOf, payloadOf, TestHost } from './pairing-host.js';

/** @typedef {import("../../Sources/WebAssets/Web/pairing.js").PairingOutput} PairingOutput */

const session = 'c2Vzc2lvbi1vbmU';
const hostFingerprint = new Uint8Array(32).fill(0xa1);
const customerFingerprint = new Uint8Array(32).fill(0xc2);
const malloryFingerprint = new Uint8Array(32).fill(0x66);
const secret = new Uint8Array(32).fill(7);

/** Collects outputs and hands them out by type. */
class Outputs {
    /** @type {PairingOutput[]} */
    all = [];

    /** @param {PairingOutput} output */
    take = (output) => {
        this.all.push(output);
    };

    /** @returns {string} The next payload for the other side. */
    relay() {
        const index = this.all.findIndex((output) => output.type === 'relay');
        const [output] = this.all.splice(index, index < 0 ? 0 : 1);
        if (output?.type !== 'relay') throw new Error('nothing to relay');
        return output.payload;
    }

    /** @returns {string[]} What else came out, by type. */
    types() {
        return this.all.map((output) => output.type);
    }

    /** @returns {string | undefined} */
    failure() {
        const last = this.all.at(-1);
        return last?.type === 'failed' ? last.reason : undefined;
    }
}

/** A link pairing that has greeted a host. */
async function greeted(hostSecret = secret) {
    const outputs = new Outputs();
    const host = new TestHost(session, hostFingerprint);
    const pairing = new LinkPairing({ session, fingerprint: customerFingerprint, output: outputs.take, secret });
    await pairing.start();
    await pairing.handle(await host.greet(outputs.relay(), hostSecret));
    return { outputs, host, pairing };
}

/** A number pairing at which the digits are asked for. */
async function revealed(fingerprint = hostFingerprint) {
    const outputs = new Outputs();
    const host = new TestHost(session, fingerprint);
    const pairing = new NumberPairing({ session, fingerprint: customerFingerprint, output: outputs.take });
    await pairing.handle(await host.commit());
    await pairing.handle(await host.reveal(outputs.relay()));
    assert.deepEqual(outputs.types(), ['typeDigits']);
    if (host.digits === null || host.digits === undefined) throw new Error('no digits');
    return { outputs, host, pairing, digits: host.digits };
}

/**
 * From the offer to the verified connection.
 * @param {{outputs: Outputs, host: TestHost, pairing: LinkPairing | NumberPairing}} pair
 */
async function complete({ outputs, host, pairing }) {
    await pairing.handle(await host.offer());
    await pairing.addCandidate('candidate:1 1 udp 1 192.0.2.1 9 typ host', '0');
    await pairing.answer(descriptionWith(customerFingerprint));
    await pairing.endCandidates();
    const answer = await host.open(outputs.relay());
    assert.equal(answer.kind, 'answer');
    const input = derive.fingerprintTagInput(session, 'customer', hostFingerprint, customerFingerprint);
    const tag = derive.parseBase64URL(answer.tag);
    assert.ok(tag !== null && (await derive.isValidTag(host.openKeys.macCustomer, tag, input)));
    assert.equal((await host.open(outputs.relay())).type, 'candidate');
    assert.equal((await host.open(outputs.relay())).type, 'endOfCandidates');
    await pairing.handle(await host.confirm(customerFingerprint));
    assert.equal(pairing.isVerified, false);
    await pairing.handleCertificate(hostFingerprint);
}

test('a link joins', async () => {
    const pair = await greeted();
    await complete(pair);
    assert.ok(pair.pairing.isVerified);
    assert.deepEqual(pair.outputs.types(), ['description', 'verified']);
});

test('a number joins, with six digits typed and four read back', async () => {
    const pair = await revealed();
    assert.equal(await pair.pairing.confirmDigits('12345'), false);
    const { readOut, readBack } = pair.digits;
    assert.equal(await pair.pairing.confirmDigits(`${readOut.slice(0, 3)} ${readOut.slice(3)}`), true);
    assert.equal((await pair.host.open(pair.outputs.relay())).type, 'digitsMatched');
    assert.deepEqual(pair.outputs.all.at(-1), { type: 'readBack', digits: readBack });
    await complete(pair);
    assert.ok(pair.pairing.isVerified);
});

test('wrong digits end the attempt, and the host is told', async () => {
    const { outputs, pairing, digits } = await revealed();
    await pairing.confirmDigits(digits.readOut === '000000' ? '000001' : '000000');
    assert.deepEqual(messageOf(outputs.relay()), { type: 'mismatch' });
    assert.equal(outputs.failure(), 'mismatch');
    const before = outputs.all.length;
    await pairing.confirmDigits(digits.readOut);
    assert.equal(outputs.all.length, before);
});

test('a reveal that differs from the commitment ends the attempt', async (context) => {
    for (const member of ['nonce', 'publicKey', 'fingerprint']) {
        await context.test(member, async () => {
            const outputs = new Outputs();
            const host = new TestHost(session, hostFingerprint);
            const pairing = new NumberPairing({ session, fingerprint: customerFingerprint, output: outputs.take });
            await pairing.handle(await host.commit());
            const reveal = messageOf(await host.reveal(outputs.relay()));
            const other = new TestHost(session, malloryFingerprint);
            await other.commit();
            if (other.share === undefined) throw new Error('no share');
            const swapped = { nonce: other.share.nonce, publicKey: other.share.publicKey, fingerprint: malloryFingerprint };
            const bytes = Reflect.get(swapped, member);
            await pairing.handle(payloadOf({ ...reveal, [member]: derive.serializeBase64URL(bytes) }));
            assert.equal(outputs.failure(), 'notGenuine');
        });
    }
});

test("a relay without the link's secret gets nowhere", async () => {
    const { outputs, host, pairing } = await greeted(new Uint8Array(32).fill(8));
    await pairing.handle(await host.offer());
    assert.deepEqual(outputs.types(), ['relay', 'failed']);
    assert.deepEqual(messageOf(outputs.relay()), { type: 'mismatch' });
    assert.equal(outputs.failure(), 'secretDiffers');
});

test('a greeting that comes back is refused', async () => {
    const outputs = new Outputs();
    const pairing = new LinkPairing({ session, fingerprint: customerFingerprint, output: outputs.take, secret });
    await pairing.start();
    await pairing.handle(outputs.relay());
    assert.equal(outputs.failure(), 'notGenuine');
});

test('somebody between the two people of a number never has the digits of both', async () => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
        const host = new TestHost(session, hostFingerprint);
        const towardsHost = new Outputs();
        const mallory = new NumberPairing({ session, fingerprint: malloryFingerprint, output: towardsHost.take });
        await mallory.handle(await host.commit());
        await mallory.handle(await host.reveal(towardsHost.relay()));
        const { pairing, outputs } = await revealed(malloryFingerprint);
        await pairing.confirmDigits(host.digits?.readOut ?? '');
        assert.deepEqual(messageOf(outputs.relay()), { type: 'mismatch' });
        assert.equal(outputs.failure(), 'mismatch');
    }
});

test('a replayed, skipped or reordered box ends the attempt', async (context) => {
    await context.test('replayed', async () => {
        const { outputs, host, pairing } = await greeted();
        const offer = await host.offer();
        await pairing.handle(offer);
        await pairing.handle(offer);
        assert.equal(outputs.failure(), 'notGenuine');
    });
    await context.test('skipped', async () => {
        const { outputs, host, pairing } = await greeted();
        await host.seal({ type: 'endOfCandidates' });
        await pairing.handle(await host.offer());
        assert.equal(outputs.failure(), 'notGenuine');
    });
});

test('a wrong, short or reflected tag ends the attempt', async (context) => {
    /** @type {Record<string, (host: TestHost, ownTag: string) => Promise<string>>} */
    const forgeries = {
        'of another certificate': (host) => host.confirm(malloryFingerprint),
        'reflected': (host, ownTag) => host.seal({ type: 'confirm', tag: ownTag }),
        'dropped': (host) => host.seal({ type: 'confirm' }),
        'short': (host) => host.seal({ type: 'confirm', tag: 'AAAA' }),
    };
    for (const [name, forge] of Object.entries(forgeries)) {
        await context.test(name, async () => {
            const { outputs, host, pairing } = await greeted();
            await pairing.handle(await host.offer());
            await pairing.answer(descriptionWith(customerFingerprint));
            const answer = await host.open(outputs.relay());
            await pairing.handleCertificate(hostFingerprint);
            await pairing.handle(await forge(host, String(answer.tag)));
            assert.equal(outputs.failure(), 'notGenuine');
        });
    }
});

test('a certificate other than the described one ends the attempt', async () => {
    const { outputs, host, pairing } = await greeted();
    await pairing.handle(await host.offer());
    await pairing.answer(descriptionWith(customerFingerprint));
    await pairing.handleCertificate(malloryFingerprint);
    assert.equal(outputs.failure(), 'notGenuine');
});

test('in the number way an offer with another fingerprint than the digits covered is refused', async () => {
    const { outputs, host, pairing, digits } = await revealed();
    await pairing.confirmDigits(digits.readOut);
    await pairing.handle(
        await host.seal({ type: 'description', kind: 'offer', sdp: descriptionWith(malloryFingerprint) }),
    );
    assert.equal(outputs.failure(), 'notGenuine');
});

test('after the verification the service can no longer end the attempt', async () => {
    const pair = await greeted();
    await complete(pair);
    await pair.pairing.handle(payloadOf({ type: 'mismatch' }));
    await pair.pairing.handle('%%%');
    assert.ok(pair.pairing.isVerified);
    assert.equal(pair.pairing.ignoredCount, 2);
});

test('garbage of every length ends an attempt and throws nothing', async () => {
    const whole = payloadOf({ type: 'linkHello', nonce: 'AAAAAAAAAAAAAAAAAAAAAA' });
    for (let length = 0; length < whole.length; length += 1) {
        const outputs = new Outputs();
        const pairing = new LinkPairing({ session, fingerprint: customerFingerprint, output: outputs.take, secret });
        await pairing.start();
        await pairing.handle(whole.slice(0, length));
        assert.equal(outputs.failure(), 'notGenuine');
    }
    for (const value of [null, 1, [], {}, { type: 1 }, { type: 'sealed' }, { type: 'commit', commitment: 4 }, { type: 'x' }]) {
        const outputs = new Outputs();
        const pairing = new NumberPairing({ session, fingerprint: customerFingerprint, output: outputs.take });
        await pairing.handle(derive.serializeBase64URL(new TextEncoder().encode(JSON.stringify(value))));
        assert.equal(outputs.failure(), 'notGenuine');
    }
});

test('a damaged secret is recognized', () => {
    const text = derive.serializeBase64URL(secret);
    assert.deepEqual(parseLinkSecret(`#${text}`), secret);
    for (let length = 0; length < text.length; length += 1) assert.equal(parseLinkSecret(text.slice(0, length)), null);
    assert.equal(parseLinkSecret(`${text}A`), null);
    assert.equal(parseLinkSecret(`${text.slice(0, -1)}=`), null);
});

test("a description's fingerprint is taken only when all lines agree", () => {
    const line = descriptionWith(hostFingerprint);
    assert.deepEqual(fingerprintOfDescription(line + line), hostFingerprint);
    assert.equal(fingerprintOfDescription(line + descriptionWith(malloryFingerprint)), null);
    assert.equal(fingerprintOfDescription(`${line}a=fingerprint:sha-1 AA:BB\r\n`), null);
    assert.equal(fingerprintOfDescription('v=0\r\n'), null);
});
