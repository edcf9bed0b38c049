import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { load } from './support/load.js';

const { chord, SPECIAL_KEYS } = await load('remote-keys.js');

/** @type {{valid: {type: string}[]}} */
const vectors = JSON.parse(readFileSync(new URL('../Vectors/input.json', import.meta.url), 'utf8'));

test('a chord comes up in the opposite order', () => {
    assert.deepEqual(chord('ctrlAltDelete').map(({ code, isDown }) => `${code} ${isDown}`), [
        'ControlLeft true', 'AltLeft true', 'Delete true', 'Delete false', 'AltLeft false', 'ControlLeft false',
    ]);
});

test('each key of a chord has the members of the example that Swift reads', () => {
    const example = vectors.valid.find(({ type }) => type === 'key') ?? {};
    for (const name of Object.keys(SPECIAL_KEYS)) {
        for (const event of chord(name)) {
            assert.deepEqual(Object.keys(event).sort(), Object.keys(example).sort());
        }
    }
});
