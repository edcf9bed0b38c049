import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { load } from './support/load.js';

const { parseChatMessage, parseControlMessage } = await load('control.js');
const { parseServiceMessage } = await load('signaling.js');

/** @param {string} name one of the files that the Swift tests read too */
function vectors(name) {
    return JSON.parse(readFileSync(new URL(`../Vectors/${name}.json`, import.meta.url), 'utf8'));
}

test('every message of the control channel is read whole', () => {
    const { control } = vectors('control');
    assert.ok(control.length > 15);
    for (const message of control) {
        assert.deepEqual(parseControlMessage(JSON.stringify(message)), message);
    }
});

test('a control message without one of its members, or with another kind of it, is refused', () => {
    for (const message of vectors('control').control) {
        for (const member of Object.keys(message)) {
            const { [member]: gone, ...rest } = message;
            if (member !== 'shown' && member !== 'account') {
                // No monitor need be shown, and a customer has no account.
                assert.equal(parseControlMessage(JSON.stringify(rest)), null, `${message.type} without ${member}`);
            }
            const changed = { ...message, [member]: typeof gone === 'string' ? 7 : 'seven' };
            assert.equal(parseControlMessage(JSON.stringify(changed)), null, `${message.type} with ${member} changed`);
        }
    }
});

test('a member that is not known is passed over', () => {
    const [message] = vectors('control').control;
    assert.deepEqual(parseControlMessage(JSON.stringify({ ...message, later: true })), message);
});

test('a list of monitors is refused whole when one of them is none, or when there are too many', () => {
    const monitor = { monitor: 1, name: 'DP-1', width: 2560, height: 1440, isPrimary: false };
    const parse = (monitors) => parseControlMessage(JSON.stringify({ type: 'monitors', monitors }));
    assert.deepEqual(parse([monitor]).monitors, [monitor]);
    for (const member of Object.keys(monitor)) {
        const { [member]: gone, ...rest } = monitor;
        assert.equal(parse([monitor, rest]), null, `without ${member}`);
        assert.equal(parse([{ ...monitor, [member]: [gone] }]), null, `${member} changed`);
    }
    for (const list of [[null], [[]], ['DP-1'], {}, new Array(17).fill(monitor)]) {
        assert.equal(parse(list), null);
    }
});

test('every chat message is read whole', () => {
    const { chat } = vectors('control');
    assert.ok(chat.length > 0);
    for (const message of chat) {
        assert.deepEqual(parseChatMessage(JSON.stringify(message)), message);
    }
});

test('a chat message longer than 4,000 characters, or empty, is refused', () => {
    const message = { id: 'm1', sentAt: 1 };
    assert.notEqual(parseChatMessage(JSON.stringify({ ...message, text: '😀'.repeat(4_000) })), null);
    assert.equal(parseChatMessage(JSON.stringify({ ...message, text: 'x'.repeat(4_001) })), null);
    assert.equal(parseChatMessage(JSON.stringify({ ...message, text: '' })), null);
});

test('what is no message at all is refused', () => {
    for (const data of [null, 1, new ArrayBuffer(4), '', '{', 'null', '[]', '"visit"', '{}', '{"type":1}',
        '{"type":"constructor"}', '{"type":"admitted","attempt":"a","iceServers":[{"urls":"stun:x"}]}']) {
        assert.equal(parseServiceMessage(data), null);
        assert.equal(parseControlMessage(data), null);
        assert.equal(parseChatMessage(data), null);
    }
});
