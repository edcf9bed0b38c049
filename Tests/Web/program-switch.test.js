import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { ProgramSwitch } = await load('session/program-switch.js');

const SECRET = 'ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8';

function makeSwitch() {
    /** @type {object[]} */
    const sent = [];
    return { sent, programSwitch: new ProgramSwitch((message) => sent.push(message), 'https://help.example') };
}

test('a link of this site is an offer, and the answer is told', () => {
    const { sent, programSwitch } = makeSwitch();
    programSwitch.take(`https://help.example/j/AbC#${SECRET}`);
    assert.equal(programSwitch.offer?.invitation, 'AbC');
    assert.deepEqual(sent, []);
    programSwitch.answer('accepted');
    assert.equal(programSwitch.isAccepted, true);
    programSwitch.answer('declined');
    assert.equal(programSwitch.isAccepted, false);
    assert.equal(programSwitch.offer, null);
    assert.deepEqual(sent, [
        { type: 'answerSwitch', answer: 'accepted' }, { type: 'answerSwitch', answer: 'declined' },
    ]);
});

for (const link of [
    `https://other.example/j/AbC#${SECRET}`, `http://help.example/j/AbC#${SECRET}`, 'https://help.example/j/AbC',
    `https://help.example/AbC#${SECRET}`, 'javascript:alert(1)', '',
]) {
    test(`${JSON.stringify(link.slice(0, 40))} is no offer`, () => {
        const { sent, programSwitch } = makeSwitch();
        programSwitch.take(link);
        assert.equal(programSwitch.offer, null);
        assert.deepEqual(sent, [{ type: 'answerSwitch', answer: 'unavailable' }]);
        programSwitch.answer('accepted');
        assert.equal(sent.length, 1);
    });
}
