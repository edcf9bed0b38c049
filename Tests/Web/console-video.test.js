import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { makeVideoMessage, parseCameraMessage, parseVideoMessage } = await load('video-message.js');
const { listDecodable, VideoFeed } = await load('video-feed.js');

/** @param {string} hexadecimal */
function bytes(hexadecimal) {
    return Uint8Array.from(hexadecimal.match(/../g) ?? [], (pair) => parseInt(pair, 16)).buffer;
}

test('a frame’s header is read as the node writes it', () => {
    // The same bytes as in `PageQueueTests.layout`.
    const message = parseVideoMessage(bytes('0101050003200102030405060708aabb'));
    assert.deepEqual({ ...message, data: [...message.data] }, {
        isKeyFrame: true, codec: 'vp8', width: 1280, height: 800, timestamp: 0x0102030405060708, data: [0xaa, 0xbb],
    });
    assert.equal(parseVideoMessage(bytes('0100000000000000000000000001aa')).isKeyFrame, false);
});

test('a message that is no frame is passed over', () => {
    for (const text of ['', '01', '0101050003200102030405060708', '0201050003200102030405060708aa',
        '0107050003200102030405060708aa']) {
        assert.equal(parseVideoMessage(bytes(text)), null, text);
    }
});

test('the codec stands in the flags', () => {
    for (const [flags, codec] of [['00', 'vp8'], ['03', 'vp9'], ['04', 'vp9Profile1']]) {
        assert.equal(parseVideoMessage(bytes(`01${flags}050003200102030405060708aa`)).codec, codec);
    }
});

test('a camera’s frame names whose it is', () => {
    const frame = parseCameraMessage(bytes('0201028001680000000000000009026331ddee'));
    assert.deepEqual({ ...frame, data: [...frame.data] }, {
        isKeyFrame: true, codec: 'vp8', width: 640, height: 360, timestamp: 9, person: 'c1', data: [0xdd, 0xee],
    });
    for (const text of ['', '02', '0201028001680000000000000009', '020102800168000000000000000902',
        '0201028001680000000000000009026331',
        '0201028001680000000000000009ff6331ddee', '0101028001680000000000000009026331ddee']) {
        assert.equal(parseCameraMessage(bytes(text)), null, text);
    }
});

test('a frame of the page’s own is read as it was written', () => {
    const frame = {
        isKeyFrame: true, codec: 'vp9', width: 640, height: 360, timestamp: 123_456_789, data: new Uint8Array([1, 2]),
    };
    const message = makeVideoMessage('screen', frame);
    assert.deepEqual(parseVideoMessage(message.buffer), { ...frame, data: new Uint8Array([1, 2]) });
    assert.equal(Buffer.from(makeVideoMessage('camera', { ...frame, isKeyFrame: false, codec: 'vp8' })).toString('hex'),
        '02000000000000000000075bcd150102');
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
                configure: ({ codec, codedWidth }) => {
                    if (made.refuses) {
                        throw new TypeError('a codec that is not known');
                    }
                    log.push(`${codec} ${codedWidth}`);
                },
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
 * @param {string} codec
 */
function frame(timestamp, isKeyFrame = false, codec = 'vp8') {
    const size = isKeyFrame ? { width: 640, height: 480 } : { width: 0, height: 0 };
    return { isKeyFrame, codec, ...size, timestamp, data: new Uint8Array(1) };
}

test('the codecs that the browser decodes are listed, and none where it cannot say', async () => {
    const asked = [];
    const decoder = {
        async isConfigSupported({ codec }) {
            asked.push(codec);
            if (codec === 'vp8') {
                throw new TypeError('not a codec string');
            }
            return { supported: codec === 'vp09.00.10.08', config: { codec } };
        },
    };
    assert.deepEqual(await listDecodable(decoder), ['vp9']);
    assert.deepEqual(asked, ['vp8', 'vp09.00.10.08', 'vp09.01.10.08.03']);
    assert.deepEqual(await listDecodable(undefined), []);
});

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

test('a key frame of another codec gets a decoder of its own', () => {
    const made = makeFeed();
    made.feed.push(frame(1, true));
    made.feed.push(frame(2, true));
    made.feed.push(frame(3, true, 'vp9'));
    made.feed.push(frame(4, false, 'vp9'));
    made.feed.push(frame(5, true, 'vp9Profile1'));
    assert.deepEqual(made.log, [
        'vp8 640', 1, 2, 'close', 'vp09.00.10.08 640', 3, 4, 'close', 'vp09.01.10.08.03 640', 5,
    ]);
});

test('a decoder that cannot be configured ends the picture, and the page goes on', () => {
    const made = makeFeed();
    made.refuses = true;
    made.feed.push(frame(1, true));
    assert.equal(made.feed.needsKeyFrame, true);
    made.refuses = false;
    made.feed.push(frame(2, true));
    assert.deepEqual(made.log, ['ask', 'vp8 640', 2]);
});
