import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import test from 'node:test';

import { FakeChannel, settle } from './support/fakes.js';
import { load } from './support/load.js';

const { KeptParts } = await load('session/download-part.js');
const { PublishedFiles } = await load('session/published-files.js');

const content = randomBytes(40_000);
const sha256 = createHash('sha256').update(content).digest('hex');

/** @param {Buffer} bytes */
function pieces(bytes) {
    const list = [];
    for (let offset = 0; offset < bytes.length; offset += 16_384) {
        const piece = bytes.subarray(offset, offset + 16_384);
        list.push(piece.buffer.slice(piece.byteOffset, piece.byteOffset + piece.length));
    }
    return list;
}

/** Files of a host, with one published. */
function makeFiles(options = {}) {
    const world = { sent: [], notices: [], written: [], committed: 0, discarded: 0 };
    const sink = {
        write: async (bytes) => {
            world.written.push(bytes);
        },
        commit: async () => {
            world.committed += 1;
        },
        discard: async () => {
            world.discarded += 1;
        },
        ...options.sink,
    };
    const files = new PublishedFiles({
        openSink: options.openSink ?? (async () => sink),
        parts: options.parts ?? new KeptParts(),
        send: (message) => world.sent.push(message),
        notify: (key) => world.notices.push(key),
    });
    files.publish({ type: 'filePublished', file: 'f1', name: '../x.bin', size: content.length, sha256, ...options.file });
    return { files, world };
}

/** A download whose channel the host has opened. */
async function makeTransfer(options) {
    const { files, world } = makeFiles(options);
    await files.download('f1');
    const { transfer } = world.sent[0];
    const channel = new FakeChannel('file', transfer);
    files.attach(channel);
    return { files, world, channel, transfer };
}

test('a published file is offered under a safe name', () => {
    const { files } = makeFiles();
    assert.deepEqual(files.entries, [{
        id: 'f1', name: 'x.bin', size: content.length, sha256, progress: { offered: {} },
    }]);
});

test('a file without a proper hash is not offered', () => {
    assert.deepEqual(makeFiles({ file: { sha256: 'ABC' } }).files.entries, []);
});

test('a download asks, receives in order, checks and says so', async () => {
    const { files, world, channel, transfer } = await makeTransfer();
    assert.deepEqual(world.sent, [{ type: 'fileWanted', file: 'f1', transfer, offset: 0 }]);
    const [first, ...rest] = pieces(content);
    channel.receive(first);
    assert.deepEqual(files.entries[0].progress, { transferring: { received: 16_384 } });
    rest.forEach((piece) => channel.receive(piece));
    await settle();
    assert.deepEqual(files.entries[0].progress, { complete: {} });
    assert.deepEqual(Buffer.concat(world.written), content);
    assert.equal(world.committed, 1);
    assert.deepEqual(world.sent.at(-1), { type: 'fileReceived', transfer });
    channel.close();
    await settle();
    assert.deepEqual(files.entries[0].progress, { complete: {} });
});

test('an empty file arrives as soon as its channel is open', async () => {
    const empty = createHash('sha256').digest('hex');
    const { files, world } = await makeTransfer({ file: { size: 0, sha256: empty } });
    await settle();
    assert.deepEqual(files.entries[0].progress, { complete: {} });
    assert.equal(world.committed, 1);
});

test('one changed byte is found, and nothing is kept', async () => {
    const { files, world, channel, transfer } = await makeTransfer();
    const changed = Buffer.from(content);
    changed[20_000] ^= 1;
    pieces(changed).forEach((piece) => channel.receive(piece));
    await settle();
    assert.deepEqual(files.entries[0].progress, { failed: { reason: 'hashMismatch' } });
    assert.equal(world.committed, 0);
    assert.equal(world.discarded, 1);
    assert.deepEqual(world.sent.at(-1), { type: 'fileFailed', transfer, reason: 'hashMismatch' });
});

test('more bytes than promised, and text, end the transfer', async () => {
    for (const piece of [new ArrayBuffer(content.length + 1), 'text']) {
        const { files, world, channel } = await makeTransfer();
        channel.receive(piece);
        await settle();
        assert.deepEqual(files.entries[0].progress, { failed: { reason: 'hashMismatch' } });
        assert.equal(channel.readyState, 'closed');
        assert.equal(world.committed, 0);
    }
});

test('a channel that closes early fails the download, which goes on where it broke off', async () => {
    const { files, world, channel } = await makeTransfer();
    const [first, ...rest] = pieces(content);
    channel.receive(first);
    channel.close();
    await settle();
    assert.deepEqual(files.entries[0].progress, { failed: { reason: 'connectionLost' } });
    await files.download('f1');
    const wanted = world.sent.filter(({ type }) => type === 'fileWanted');
    assert.deepEqual(wanted.map(({ offset }) => offset), [0, 16_384]);
    assert.deepEqual(files.entries[0].progress, { transferring: { received: 16_384 } });
    const second = new FakeChannel('file', wanted[1].transfer);
    files.attach(second);
    channel.receive(first);
    rest.forEach((piece) => second.receive(piece));
    await settle();
    assert.deepEqual(files.entries[0].progress, { complete: {} });
    assert.deepEqual(Buffer.concat(world.written), content);
    assert.equal(world.committed, 1);
    assert.equal(world.discarded, 0);
});

test('a part outlives its session, and the hash covers what came in both', async () => {
    for (const isHonest of [true, false]) {
        const parts = new KeptParts();
        const before = await makeTransfer({ parts });
        const [first, ...rest] = pieces(content);
        const changed = first.slice(0);
        new Uint8Array(changed)[7] ^= 1;
        before.channel.receive(isHonest ? first : changed);
        before.files.end();
        const after = await makeTransfer({ parts });
        assert.equal(after.world.sent[0].offset, 16_384);
        rest.forEach((piece) => after.channel.receive(piece));
        await settle();
        assert.deepEqual(after.files.entries[0].progress,
            isHonest ? { complete: {} } : { failed: { reason: 'hashMismatch' } });
        assert.equal(before.world.committed, isHonest ? 1 : 0);
        assert.equal(before.world.discarded, isHonest ? 0 : 1);
        assert.equal(after.world.written.length, 0);
    }
});

test('four parts are kept, and the fifth takes the place of the oldest', () => {
    const parts = new KeptParts();
    const discarded = [];
    for (let index = 0; index < 5; index += 1) {
        parts.keep({ name: 'x', sha256: String(index) }, { received: 1, discard: () => discarded.push(index) });
    }
    assert.deepEqual(discarded, [0]);
    assert.equal(parts.take({ name: 'x', sha256: '0', size: 9 }), null);
    assert.equal(parts.take({ name: 'y', sha256: '1', size: 9 }), null);
    assert.equal(parts.take({ name: 'x', sha256: '1', size: 9 }).received, 1);
    assert.equal(parts.take({ name: 'x', sha256: '1', size: 9 }), null);
    assert.equal(parts.take({ name: 'x', sha256: '2', size: 1 }), null);
    assert.deepEqual(discarded, [0, 2]);
});

test('Cancel stops the transfer and tells the host', async () => {
    const { files, world, channel, transfer } = await makeTransfer();
    channel.receive(pieces(content)[0]);
    files.cancel('f1');
    await settle();
    assert.deepEqual(world.sent.at(-1), { type: 'fileFailed', transfer, reason: 'cancelled' });
    assert.equal(world.discarded, 1);
    assert.equal(channel.readyState, 'closed');
});

test('a publisher that never opens the channel, and one that gives up, fail the download', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const silent = makeFiles();
    await silent.files.download('f1');
    context.mock.timers.tick(30_000);
    assert.deepEqual(silent.files.entries[0].progress, { failed: { reason: 'connectionLost' } });

    const refusing = makeFiles();
    await refusing.files.download('f1');
    refusing.files.handleFailure('another', 'changed');
    assert.deepEqual(refusing.files.entries[0].progress, { transferring: { received: 0 } });
    refusing.files.handleFailure(refusing.world.sent[0].transfer, 'changed');
    assert.deepEqual(refusing.files.entries[0].progress, { failed: { reason: 'changed' } });
});

test('a full disk is said to be full', async () => {
    const { files, world, channel } = await makeTransfer({
        sink: {
            write: async () => {
                throw new DOMException('', 'QuotaExceededError');
            },
        },
    });
    channel.receive(pieces(content)[0]);
    await settle();
    assert.deepEqual(files.entries[0].progress, { failed: { reason: 'diskFull' } });
    assert.equal(world.discarded, 1);
});

test('a person who picks no place has changed nothing', async () => {
    const { files, world } = makeFiles({
        openSink: async () => {
            throw new DOMException('', 'AbortError');
        },
    });
    await files.download('f1');
    assert.deepEqual(files.entries[0].progress, { offered: {} });
    assert.deepEqual(world.sent, []);
});

test('a channel that nobody asked for is closed', () => {
    const { files } = makeFiles();
    const channel = new FakeChannel('file', 'nothing');
    files.attach(channel);
    assert.equal(channel.readyState, 'closed');
});

test('a withdrawn file goes, and its download with it', async () => {
    const { files, world } = await makeTransfer();
    files.withdraw('f1');
    await settle();
    assert.deepEqual(files.entries, []);
    assert.equal(world.discarded, 1);
});
