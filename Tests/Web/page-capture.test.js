import assert from 'node:assert/strict';
import test from 'node:test';

import { FakeTrack, settle } from './support/fakes.js';
import { load } from './support/load.js';

/** The frames of a track, which this test gives. */
globalThis.MediaStreamTrackProcessor = class {
    constructor() {
        this.readable = new ReadableStream({
            cancel: () => {
                globalThis.cancelledCount = (globalThis.cancelledCount ?? 0) + 1;
            },
        });
    }
};

const { PageCapture } = await load('page-capture.js');

/** A capture whose picker waits for `give` or `refuse`. */
function makeCapture() {
    const world = { sent: [], pickers: 0 };
    const capture = new PageCapture({
        send: (command) => world.sent.push(command),
        sendVideo: () => undefined,
        pick: () => {
            world.pickers += 1;
            return new Promise((resolve, reject) => {
                world.give = (track = new FakeTrack()) => {
                    world.track = track;
                    resolve({ getVideoTracks: () => [track], getTracks: () => [track] });
                };
                world.refuse = (name) => reject(new DOMException('', name));
            });
        },
    });
    return { capture, world };
}

/** One that captures. */
async function makeLive() {
    const made = makeCapture();
    made.capture.begin();
    made.world.give();
    await settle();
    made.capture.draw({ live: { request: 'r' } });
    return made;
}

test('the picker opens in the press alone, and what is picked is told to the node', async () => {
    const { capture, world } = makeCapture();
    capture.draw({ none: {} });
    capture.draw({ live: { request: 'r' } });
    assert.equal(world.pickers, 0);
    capture.begin();
    assert.equal(world.pickers, 1);
    world.give();
    await settle();
    assert.deepEqual(world.sent, [{ type: 'pageCaptureStarted', surface: 'window' }]);
    capture.stop();
});

test('nothing picked is a refusal; a browser that fails is none', async () => {
    for (const [name, isRefusal] of [['NotAllowedError', true], ['NotReadableError', false]]) {
        const { capture, world } = makeCapture();
        capture.begin();
        world.refuse(name);
        await settle();
        assert.deepEqual(world.sent, [{ type: 'pageCaptureFailed', isRefusal }]);
    }
    const sent = [];
    new PageCapture({ send: (command) => sent.push(command), sendVideo: () => undefined, pick: null }).begin();
    await settle();
    assert.deepEqual(sent, [{ type: 'pageCaptureFailed', isRefusal: false }]);
});

test('Stop ends the capture before it returns', async () => {
    const { capture, world } = await makeLive();
    capture.stop();
    assert.equal(world.track.readyState, 'ended');
});

test('the end of the share ends the capture; a snapshot from before its beginning does not', async () => {
    const { capture, world } = makeCapture();
    capture.begin();
    capture.draw({ none: {} });
    world.give();
    await settle();
    assert.equal(world.track.readyState, 'live');
    capture.draw({ starting: { request: 'r' } });
    capture.draw({ none: {} });
    assert.equal(world.track.readyState, 'ended');
    assert.deepEqual(world.sent.map(({ type }) => type), ['pageCaptureStarted']);
});

test('a share that is over while the person picks captures nothing', async () => {
    const { capture, world } = makeCapture();
    capture.begin();
    capture.draw({ starting: { request: 'r' } });
    capture.draw({ none: {} });
    world.give();
    await settle();
    assert.equal(world.track.readyState, 'ended');
    assert.deepEqual(world.sent, []);
});

test('the browser’s own Stop is told to the node', async () => {
    const { world } = await makeLive();
    world.track.dispatchEvent(new Event('ended'));
    assert.deepEqual(world.sent.at(-1), { type: 'pageCaptureEnded' });
});
