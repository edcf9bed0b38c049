import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';

import { load } from './support/load.js';

const { en } = await load('catalogue-en.js');
const { zhHant } = await load('catalogue-zh-Hant.js');
const { chooseLanguage, fillIn, Texts } = await load('i18n.js');

/** @param {string} text */
function placeholders(text) {
    return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
}

test('both catalogues have the same keys', () => {
    assert.deepEqual(Object.keys(zhHant).sort(), Object.keys(en).sort());
});

test('no text is empty, and both languages have the same placeholders', () => {
    for (const [key, text] of Object.entries(en)) {
        assert.notEqual(text.trim(), '', key);
        assert.notEqual(zhHant[key].trim(), '', key);
        assert.deepEqual(placeholders(zhHant[key]), placeholders(text), key);
    }
});

test('the keys of each group are in alphabetical order', () => {
    for (const catalogue of [en, zhHant]) {
        const keys = Object.keys(catalogue);
        for (const group of new Set(keys.map((key) => key.split('.')[0]))) {
            const block = keys.filter((key) => key.startsWith(`${group}.`));
            assert.deepEqual(block, [...block].sort(), group);
        }
    }
});

test('every notice that a node sends is in the catalogue', () => {
    const sources = new URL('../../Sources/', import.meta.url);
    const files = readdirSync(sources, { recursive: true }).filter((name) => String(name).endsWith('.swift'));
    assert.ok(files.length > 50);
    for (const file of files) {
        const text = readFileSync(new URL(String(file), sources), 'utf8');
        for (const [, key] of text.matchAll(/"(notice\.\w+)"/g)) {
            assert.ok(Object.hasOwn(en, key), `${key} in ${file}`);
        }
    }
});

test('a button’s full name begins with what is written on it', () => {
    // WCAG 2.5.3, https://www.w3.org/TR/WCAG22/#label-in-name
    for (const catalogue of [en, zhHant]) {
        const named = Object.keys(catalogue).filter((key) => key.endsWith('Named'));
        assert.ok(named.length >= 3);
        for (const key of named) {
            const label = catalogue[key.slice(0, -'Named'.length)];
            assert.ok(catalogue[key].startsWith(label), `${catalogue[key]} for ${label}`);
        }
    }
});

test('the interface never shows the reference product’s name', () => {
    for (const text of [...Object.values(en), ...Object.values(zhHant)]) {
        assert.doesNotMatch(text, /webex/i);
    }
});

test('a number that does not work has the one text that the product promises', () => {
    assert.equal(en['problem.numberDoesNotWork'],
        'This number does not work now. Check the digits, or ask your host for a new one.');
});

test('the language is the chosen one, else the first preferred one, else English', () => {
    for (const [chosen, preferred, expected] of [
        [null, ['zh-TW', 'en'], 'zh-Hant'], [null, ['zh-Hans-CN'], 'zh-Hant'], [null, ['de', 'en-GB', 'zh'], 'en'],
        [null, ['fr'], 'en'], ['en', ['zh-HK'], 'en'], ['zh-Hant', ['en'], 'zh-Hant'], ['nonsense', ['zh-TW'], 'zh-Hant'],
        [null, [], 'en'],
    ]) {
        assert.equal(chooseLanguage(chosen, preferred), expected, `${chosen} ${preferred}`);
    }
});

test('values fill placeholders, and are not searched for placeholders themselves', () => {
    assert.equal(fillIn('{host} offers {name}', { host: '{name}', name: 'x' }), '{name} offers x');
    assert.equal(fillIn('{missing} stays', {}), '{missing} stays');
    assert.equal(fillIn('{toString}', {}), '{toString}');
    assert.equal(fillIn('{a}{a}', { a: 1 }), '11');
});

test('the choice by hand is kept, and a browser that forbids storage does no harm', () => {
    const kept = new Map();
    const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
    const texts = new Texts(['en'], storage);
    let changes = 0;
    texts.addEventListener('change', () => {
        changes += 1;
    });
    texts.setLanguage('zh-Hant');
    texts.setLanguage('zh-Hant');
    assert.equal(changes, 1);
    assert.equal(texts.text('chat.send'), zhHant['chat.send']);
    assert.equal(new Texts(['en'], storage).language, 'zh-Hant');

    const forbidden = () => {
        throw new Error('storage is off');
    };
    const without = new Texts(['zh-TW'], { getItem: forbidden, setItem: forbidden });
    without.setLanguage('en');
    assert.equal(without.language, 'en');
});

test('sizes are written in the unit that fits', () => {
    const texts = new Texts(['en'], null);
    for (const [bytes, expected] of [
        [0, '0 B'], [999, '999 B'], [1_000, '1.0 kB'], [48_500_000, '49 MB'], [999_600, '1.0 MB'], [5.5e12, '5.5 TB'],
    ]) {
        assert.equal(texts.byteCount(bytes), expected);
    }
});
