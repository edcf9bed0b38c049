import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { TransferRate } = await load('transfer-rate.js');

test('the rate is that of the last seconds', () => {
    const rate = new TransferRate();
    for (let second = 0; second <= 20; second += 1) {
        rate.note(second <= 10 ? second * 1000 : 10_000 + (second - 10) * 100, second);
    }
    assert.equal(rate.rate(20), 100);
});

test('nothing is told of the first second, nor of a transfer that stands still', () => {
    const rate = new TransferRate();
    rate.note(0, 0);
    rate.note(500, 0.5);
    assert.equal(rate.rate(0.5), null);
    const still = new TransferRate();
    for (let second = 0; second <= 8; second += 1) {
        still.note(1000, second);
    }
    assert.equal(still.rate(8), null);
});

test('a transfer that begins anew is measured anew', () => {
    const rate = new TransferRate();
    rate.note(0, 0);
    rate.note(10_000, 2);
    rate.note(0, 3);
    rate.note(200, 5);
    assert.equal(rate.rate(5), 100);
});
