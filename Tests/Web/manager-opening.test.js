import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { makeManagerLink } = await load('manager-link.js');
const { ManagerOpening, PATIENCE_MILLISECONDS } = await load('manager-opening.js');

const invitation = Object.freeze({
    invitation: 'aW52aXRhdGlvbg', secret: new Uint8Array(32).fill(0xfb), hostDisplayName: null,
});

/** A page whose waiting is counted, and whose answers are given one after the other; the last one stays. */
function makePage(answers, code = 'C0DE') {
    const page = { links: [], asked: [], waited: 0, states: [] };
    const environment = {
        origin: 'https://support.example',
        makeCode: () => Promise.resolve(code),
        isOpened: (asked) => {
            page.asked.push(asked);
            return Promise.resolve(answers.length > 1 ? answers.shift() : answers[0]);
        },
        follow: (link) => page.links.push(link),
        wait: (milliseconds) => {
            page.waited += milliseconds;
            return Promise.resolve();
        },
    };
    const opening = new ManagerOpening(environment, invitation);
    opening.addEventListener('change', () => page.states.push([opening.state, page.waited]));
    return { page, opening };
}

test('the link names site and code, and keeps the invitation’s secret in its fragment', () => {
    const link = makeManagerLink('https://support.example:8443', 'C0DE', invitation);
    const [address, fragment] = link.split('#');
    assert.equal(address, 'nearhand://support.example:8443/join?code=C0DE');
    assert.match(fragment, /^aW52aXRhdGlvbg\.[A-Za-z0-9_-]{43}$/);
    assert.ok(!address.includes(fragment.split('.')[1]));
    assert.equal(makeManagerLink('http://127.0.0.1:8470', 'C0DE', null),
        'nearhand://127.0.0.1:8470/join?code=C0DE&scheme=http');
    assert.equal(makeManagerLink('https://support.example', null, null), 'nearhand://support.example/join');
    assert.equal(makeManagerLink('https://support.example', 'C0DE', 'host'), 'nearhand://support.example/host?code=C0DE');
});

test('a program that opens is known as soon as it says so', async () => {
    const { page, opening } = makePage([false, true]);
    await opening.open();
    assert.deepEqual(page.states.map(([state]) => state), ['opening', 'opened']);
    assert.equal(page.links.length, 1);
    assert.deepEqual(new Set(page.asked), new Set(['C0DE']));
});

test('after two seconds of silence the other ways are shown, until the code is over', async () => {
    const { page, opening } = makePage([...Array(12).fill(false), null]);
    await opening.open();
    assert.deepEqual(page.states, [['opening', 0], ['unanswered', PATIENCE_MILLISECONDS]]);
    assert.equal(PATIENCE_MILLISECONDS, 2_000);
});

test('a program that asked its person first is known when they said yes', async () => {
    const { page, opening } = makePage([...Array(20).fill(false), true]);
    await opening.open();
    assert.deepEqual(page.states.map(([state]) => state), ['opening', 'unanswered', 'opened']);
});

test('without a code the link is followed all the same, and nothing is asked', async () => {
    const { page, opening } = makePage([true], null);
    await opening.open();
    assert.deepEqual(page.states.map(([state]) => state), ['opening', 'unanswered']);
    assert.deepEqual(page.asked, []);
    assert.ok(page.links[0].startsWith('nearhand://support.example/join#'));
});

test('a second press begins anew, and the first says nothing any more', async () => {
    const { page, opening } = makePage([...Array(4).fill(false), true]);
    await Promise.all([opening.open(), opening.open()]);
    assert.deepEqual(page.states.map(([state]) => state), ['opening', 'opened']);
    assert.equal(page.links.length, 1);
});
