import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';

import { load } from './support/load.js';

const { parseServiceMessage } = await load('signaling.js');

/** What the Swift tests of the service read too, and fail without. */
const FILE = new URL('../Vectors/signaling.json', import.meta.url);
const skip = existsSync(FILE) ? false : 'Tests/Vectors/signaling.json is not there';
const { serviceMessages } = skip === false ? JSON.parse(readFileSync(FILE, 'utf8')) : { serviceMessages: [] };

/** What only a host's node receives. */
const FOR_HOSTS = new Set(['sessionStarted', 'numberRenewed', 'invitationMade', 'knocked', 'notesSaved', 'notesRefused']);

test('every message that the service sends a customer is read whole, and those for hosts are passed over', { skip }, () => {
    assert.ok(serviceMessages.length > 10);
    for (const message of serviceMessages) {
        const expected = FOR_HOSTS.has(message.type) ? null : message;
        assert.deepEqual(parseServiceMessage(JSON.stringify(message)), expected, message.type);
    }
});

test('a service message without one of its members is refused', { skip }, () => {
    const optional = new Set(['iceServers', 'account', 'token', 'tokenExpiresAt', 'now', 'retryAfter', 'version']);
    for (const message of serviceMessages) {
        // A refusal names an attempt only where the refused message was about one.
        const kept = (/** @type {string} */ name) => message.type === 'refused' && name === 'attempt';
        for (const member of Object.keys(message).filter((name) => !optional.has(name) && !kept(name))) {
            const { [member]: _, ...rest } = message;
            assert.equal(parseServiceMessage(JSON.stringify(rest)), null, `${message.type} without ${member}`);
        }
    }
});
