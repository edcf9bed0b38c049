import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { CAMERA_RULES, FrameEncoder, SCREEN_RULES } = await load('frame-encoder.js');

/** An encoder that writes down what it is given. */
function makeEncoder(rules = CAMERA_RULES) {
    const made = { log: [], sent: [], queue: 0, failed: 0, throws: false, closed: 0, kept: 0, now: 0 };
    made.encoder = new FrameEncoder(rules, {
        makeEncoder: (onFrame, onError) => {
            made.give = onFrame;
            made.break = onError;
            return {
                get encodeQueueSize() {
                    return made.queue;
                },
                configure: ({ width, height, bitrate }) => made.log.push(`${width}x${height} ${bitrate}`),
                encode: ({ timestamp }, { keyFrame }) => {
                    if (made.throws) {
                        throw new DOMException('', 'EncodingError');
                    }
                    made.log.push(keyFrame ? `key ${timestamp}` : timestamp);
                },
                close: () => {
                    made.closed += 1;
                },
            };
        },
        send: (frame) => made.sent.push(frame),
        copy: (frame, timestamp) => {
            made.kept += 1;
            return { ...frame, timestamp, close: () => {
                made.kept -= 1;
            } };
        },
        now: () => made.now,
        fail: () => {
            made.failed += 1;
        },
    });
    made.push = (timestamp, width = 640, height = 360) => {
        const frame = { timestamp, displayWidth: width, displayHeight: height, isClosed: false, close: () => {
            frame.isClosed = true;
        } };
        made.encoder.push(frame);
        assert.equal(frame.isClosed, true, 'a frame that is kept stops the camera');
    };
    return made;
}

const STEP = 50_000;

test('the first frame is a key frame, the next are not until one is wanted', () => {
    const made = makeEncoder();
    made.push(0);
    made.push(STEP);
    made.encoder.makeKeyFrame();
    made.push(2 * STEP);
    made.push(3 * STEP);
    assert.deepEqual(made.log, ['640x360 250000', 'key 0', STEP, `key ${2 * STEP}`, 3 * STEP]);
});

test('frames that come too fast, or while the encoder is behind, are left out', () => {
    const made = makeEncoder();
    made.push(0);
    made.push(10_000);
    made.queue = 3;
    made.push(STEP);
    made.queue = 0;
    made.push(2 * STEP);
    assert.deepEqual(made.log.slice(1), ['key 0', 2 * STEP]);
});

test('the bitrate is the node’s; a small change is none, and a narrow line gets a smaller picture', () => {
    const made = makeEncoder();
    made.push(0);
    made.encoder.setBitrate(255_000);
    made.push(STEP);
    made.encoder.setBitrate(400_000);
    made.push(2 * STEP);
    made.encoder.setBitrate(100_000);
    made.push(3 * STEP);
    assert.deepEqual(made.log, [
        '640x360 250000', 'key 0', STEP, '640x360 400000', 2 * STEP, '320x180 100000', `key ${3 * STEP}`,
    ]);
});

test('without room on the line nothing is encoded, and what follows begins anew', () => {
    const made = makeEncoder();
    made.push(0);
    made.encoder.setBitrate(0);
    made.push(STEP);
    made.encoder.setBitrate(250_000);
    made.push(2 * STEP);
    assert.deepEqual(made.log, ['640x360 250000', 'key 0', `key ${2 * STEP}`]);
});

test('a desktop is never scaled, and its size is made even', () => {
    const made = makeEncoder(SCREEN_RULES);
    made.encoder.setBitrate(60_000);
    made.push(0, 1921, 1079);
    assert.deepEqual(made.log, ['1922x1080 60000', 'key 0']);
});

test('what is encoded goes out with its size', () => {
    const made = makeEncoder();
    made.push(0);
    made.give({ isKeyFrame: true, timestamp: 0, data: new Uint8Array(1) });
    assert.deepEqual(made.sent, [
        { isKeyFrame: true, timestamp: 0, data: new Uint8Array(1), codec: 'vp8', width: 640, height: 360 },
    ]);
});

test('an encoder that breaks is made anew with a key frame; one that only breaks is given up', () => {
    const made = makeEncoder();
    made.push(0);
    made.break();
    made.push(STEP);
    assert.deepEqual(made.log.slice(2), ['640x360 250000', `key ${STEP}`]);
    made.give({ isKeyFrame: true, timestamp: 0, data: new Uint8Array(1) });
    assert.equal(made.failed, 0);
    made.throws = true;
    made.push(2 * STEP);
    made.push(3 * STEP);
    assert.equal(made.failed, 0);
    made.push(4 * STEP);
    assert.equal(made.failed, 1);
    made.throws = false;
    made.push(5 * STEP);
    assert.equal(made.failed, 1);
});

test('after the end nothing leaves', () => {
    const made = makeEncoder();
    made.push(0);
    made.encoder.close();
    made.give({ isKeyFrame: true, timestamp: 0, data: new Uint8Array(1) });
    made.push(STEP);
    assert.deepEqual(made.sent, []);
    assert.equal(made.closed, 1);
});

test('a desktop that stands still gets sharper a few times, and gives a key frame when one is wanted', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const made = makeEncoder(SCREEN_RULES);
    made.push(0);
    const rest = (milliseconds) => {
        made.now += milliseconds;
        context.mock.timers.tick(milliseconds);
    };
    for (let round = 0; round < 8; round += 1) {
        rest(300);
    }
    assert.deepEqual(made.log.slice(1), ['key 0', 300_000, 600_000, 900_000, 1_200_000]);
    made.encoder.makeKeyFrame();
    rest(1);
    assert.equal(made.log.at(-1), 'key 2401000');
    assert.equal(made.kept, 1);
    made.encoder.close();
    assert.equal(made.kept, 0);
    rest(1_000);
    assert.equal(made.log.length, 7);
});

test('the last picture of a movement is not missed', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const made = makeEncoder(SCREEN_RULES);
    made.push(0);
    made.push(10_000);
    made.now = 300;
    context.mock.timers.tick(300);
    assert.deepEqual(made.log.slice(1), ['key 0', 310_000]);
    made.encoder.close();
});
