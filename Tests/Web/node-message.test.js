import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { parseEncoderOrder, parseLevelsMessage, parsePointerMessage } = await load('node-message.js');

/** @param {string} hexadecimal */
function bytes(hexadecimal) {
    return Uint8Array.from(hexadecimal.match(/../g) ?? [], (pair) => parseInt(pair, 16)).buffer;
}

test('the pointer has a shape, a place, or is hidden', () => {
    const shape = parsePointerMessage(bytes('0301' + '00020001' + '00010000' + '01020304' + '05060708'));
    assert.deepEqual({ ...shape, pixels: [...shape.pixels] }, {
        kind: 'shape', width: 2, height: 1, hotspotX: 1, hotspotY: 0, pixels: [1, 2, 3, 4, 5, 6, 7, 8],
    });
    assert.deepEqual(parsePointerMessage(bytes('0302fffe0010')), { kind: 'place', x: -2, y: 16 });
    assert.deepEqual(parsePointerMessage(bytes('0303')), { kind: 'hidden' });
});

test('what is no pointer is passed over: cut, too long, too large, of another kind', () => {
    const shape = '0301' + '00020001' + '00010000' + '01020304' + '05060708';
    for (let length = 0; length < shape.length; length += 2) {
        assert.equal(parsePointerMessage(bytes(shape.slice(0, length))), null, shape.slice(0, length));
    }
    for (const text of [`${shape}00`, '0302fffe00', '0302fffe001000', '030300', '0304', '0203', '030100000001' + '00000000',
        '0301ffffffff00000000']) {
        assert.equal(parsePointerMessage(bytes(text)), null, text);
    }
});

test('levels are read for everybody, and are never more than whole', () => {
    const levels = parseLevelsMessage(bytes('0564' + '02633132' + '0468' + '6f7374ff'));
    assert.equal(levels.own, 100);
    assert.deepEqual([...levels.others], [['c1', 50], ['host', 100]]);
    assert.deepEqual([...parseLevelsMessage(bytes('0500')).others], []);
    for (const text of ['', '05', '050002', '05000263', '0500026331', '0600', '05' + '00' + 'ff']) {
        assert.equal(parseLevelsMessage(bytes(text)), null, text);
    }
});

test('an encoder is told its bits per second, and that a key frame is wanted', () => {
    assert.deepEqual(parseEncoderOrder(bytes('0602000493e0')), { source: 'camera', order: { bitsPerSecond: 300_000 } });
    assert.deepEqual(parseEncoderOrder(bytes('0701')), { source: 'screen', order: 'keyFrame' });
    for (const text of ['', '06', '0602', '0603000493e0', '0602000493', '0602000493e000', '0700', '070100', '0502']) {
        assert.equal(parseEncoderOrder(bytes(text)), null, text);
    }
});

test('random bytes never end a reader in an error', () => {
    let seed = 7;
    const random = () => {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        return seed;
    };
    for (let round = 0; round < 3_000; round += 1) {
        const message = Uint8Array.from({ length: random() % 40 }, () => random() >> 8 & 0xff);
        if (message.length > 0) {
            message[0] = random() % 8;
        }
        parsePointerMessage(message.buffer);
        parseLevelsMessage(message.buffer);
        parseEncoderOrder(message.buffer);
    }
});
