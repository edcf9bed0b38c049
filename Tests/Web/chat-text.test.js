import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { chatParts, conversationText } = await load('chat-text.js');

/**
 * The addresses that a text makes.
 *
 * @param {string} text
 */
function addresses(text) {
    return chatParts(text).flatMap(({ address }) => address ?? []);
}

test('an address in a sentence is a link, and the words stay as they were', () => {
    const text = 'See https://help.example/a?b=1 (or http://x.example/), 好嗎。';
    assert.deepEqual(addresses(text), ['https://help.example/a?b=1', 'http://x.example/']);
    assert.equal(chatParts(text).map((part) => part.text).join(''), text);
});

for (const text of [
    'javascript:alert(1)', 'data:text/html,x', 'https://', 'https://bank.example@evil.example/',
    'https://bank.example:secret@evil.example/', 'https://evil.example/\u202Egnp.exe', 'https://a.exam\u200Bple/',
    'file:///etc/passwd', 'nearhand://open?x',
]) {
    test(`${JSON.stringify(text)} stays words`, () => {
        assert.deepEqual(addresses(text), []);
        assert.equal(chatParts(text).map((part) => part.text).join(''), text);
    });
}

test('a name in another script is told as the browser goes to it', () => {
    assert.deepEqual(addresses('https://аpple.example/'), ['https://xn--pple-43d.example/']);
});

test('a conversation is copied line by line', () => {
    const texts = { timeOfDay: () => '10:00', text: () => 'You' };
    const entries = [
        { id: '1', isOwn: false, from: 'Ada', text: 'Hello', sentAt: 1 },
        { id: '2', isOwn: true, from: 'Grace', text: 'Hi', sentAt: 2 },
    ];
    assert.equal(conversationText(entries, /** @type {any} */ (texts)), '[10:00] Ada: Hello\n[10:00] You: Hi');
});
