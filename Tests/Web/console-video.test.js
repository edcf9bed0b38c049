import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { parseVideoMessage } = await load('video-message.js');
const { VideoFeed } = await load('video-feed.js');

/** @param {string} hexadecimal */
function bytes(hexadecimal) {
    return Uint8Array.from(hexadecimal.match(/../g) ?? [], (pair) => parseInt(pair, 16)).buffer;
}

test('a frame’s header is read as the node writes it', () => {
    // The same bytes as in `PageQueueTests.layout`.
    const message = parseVideoMessage(bytes('0101050003200102030405060708aabb'));
    assert.deepEqual({ ...message, data: [...message.data] }, {
        isKeyFrame: true, width: 1280, height: 800, timestamp: 0x0102030405060708, data: [0xaa, 0xbb],
    });
    assert.equal(parseVideoMessage(bytes('0100000000000000000000000001aa')).isKeyFrame, false);
});

test('a message that is no frame is passed over', () => {
    for (const text of ['', '01', '0101050003200102030405060708', '0201050003200102030405060708aa']) {
        assert.equal(parseVideoMessage(bytes(text)), null, text);
    }
});

/** A feed with a decoder that writes down what it is given. */
function makeFeed() {
    const log = [];
    const made = { log, now: 0, queue: 0, fail: () => undefined, throwsOnce: false };
    made.feed = new VideoFeed({
        now: () => made.now,
        askForKeyFrame: () => log.push('ask'),
        makeDecoder: (onError) => {
            made.fail = onError;
            return {
                state: 'configured',
                get decodeQueueSize() {
                    return made.queue;
                },
                configure: ({ codec, codedWidth }) => log.push(`${codec} ${codedWidth}`),
                decode: ({ timestamp }) => {
                    if (made.throwsOnce) {
                        made.throwsOnce = false;
                        throw new TypeError('a broken frame');
                    }
                    log.push(timestamp);
                },
                close: () => log.push('close'),
            };
        },
    });
    return made;
}

/**
 * @param {number} timestamp
 * @param {boolean} isKeyFrame
 */
function frame(timestamp, isKeyFrame = false) {
    const size = isKeyFrame ? { width: 640, height: 480 } : { width: 0, height: 0 };
    return { isKeyFrame, ...size, timestamp, data: new Uint8Array(1) };
}

test('nothing is decoded before a key frame, which is asked for once a second', () => {
    const made = makeFeed();
    made.feed.push(frame(1));
    made.feed.push(frame(2));
    made.now = 1_000;
    made.feed.push(frame(3));
    made.feed.push(frame(4, true));
    made.feed.push(frame(5));
    assert.deepEqual(made.log, ['ask', 'ask', 'vp8 640', 4, 5]);
    assert.equal(made.feed.needsKeyFrame, false);
});

test('a backlog ends the picture until the next key frame', () => {
    const made = makeFeed();
    made.feed.push(frame(1, true));
    made.queue = 100;
    made.feed.push(frame(2));
    made.queue = 0;
    made.feed.push(frame(3));
    made.feed.push(frame(4, true));
    assert.deepEqual(made.log, ['vp8 640', 1, 'close', 'ask', 'vp8 640', 4]);
});

test('an error of the decoder ends the picture and asks for a key frame', () => {
    const made = makeFeed();
    made.feed.push(frame(1, true));
    made.fail();
    made.feed.push(frame(2));
    made.feed.push(frame(3, true));
    assert.deepEqual(made.log, ['vp8 640', 1, 'close', 'ask', 'vp8 640', 3]);
});

test('an error of an earlier decoder changes nothing', () => {
    const made = makeFeed();
    made.feed.push(frame(1, true));
    const { fail } = made;
    made.feed.reset();
    made.feed.push(frame(2, true));
    fail();
    made.feed.push(frame(3));
    assert.deepEqual(made.log, ['vp8 640', 1, 'close', 'vp8 640', 2, 3]);
});

test('a frame that the decoder refuses ends the picture', () => {
    const made = makeFeed();
    made.throwsOnce = true;
    made.feed.push(frame(1, true));
    assert.deepEqual(made.log, ['vp8 640', 'close', 'ask']);
    assert.equal(made.feed.needsKeyFrame, true);
});
