import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { hearers, isCallVisible, isHeard, nameList, personState, seers, voiceStage } = await load('call.js');
const { Texts } = await load('i18n.js');

const PERSON = { id: 'p', name: 'Mei', role: 'customer', voice: 'off', isMuted: false, isCameraOn: false };

/** A call with some things switched on. */
function makeCall({ offer = {}, own = {}, people = [PERSON], ...others } = {}) {
    return {
        offer: { voice: false, camera: false, ...offer }, own: { voice: 'off', isMuted: false, isCameraOn: false, ...own },
        isPushToTalk: false, isTalking: false, people, ...others,
    };
}

test('a call that nobody opened shows nothing', () => {
    assert.equal(isCallVisible(undefined), false);
    assert.equal(isCallVisible(makeCall()), false);
    for (const call of [
        makeCall({ offer: { voice: true } }), makeCall({ offer: { camera: true } }),
        makeCall({ own: { isCameraOn: true } }), makeCall({ people: [{ ...PERSON, isCameraOn: true }] }),
    ]) {
        assert.equal(isCallVisible(call), true);
    }
});

test('who was asked answers, joins, or stays on the telephone', () => {
    const offer = { voice: true };
    assert.equal(voiceStage(makeCall()), 'none');
    assert.equal(voiceStage(makeCall({ offer })), 'question');
    assert.equal(voiceStage(makeCall({ offer, own: { voice: 'onPhone' } })), 'phone');
    assert.equal(voiceStage(makeCall({ offer, own: { voice: 'joined' } })), 'joined');
    assert.equal(voiceStage(makeCall({ own: { voice: 'onPhone' } })), 'none');
});

test('those hear who have joined, while one is joined oneself, not muted, and talks where one has to', () => {
    const offer = { voice: true };
    const people = [{ ...PERSON, voice: 'joined' }, { ...PERSON, id: 'q', voice: 'onPhone' }];
    const joined = { voice: 'joined' };
    const keys = (call) => [hearers(call).key, hearers(call).people.map(({ id }) => id).join()];
    assert.deepEqual(keys(makeCall({ offer, people })), ['call.heardNotJoined', '']);
    assert.deepEqual(keys(makeCall({ offer, own: { voice: 'onPhone' }, people })), ['call.heardPhone', '']);
    assert.deepEqual(keys(makeCall({ offer, own: joined, people })), ['call.heard', 'p']);
    assert.deepEqual(keys(makeCall({ offer, own: { ...joined, isMuted: true }, people })), ['call.heardMuted', '']);
    assert.deepEqual(keys(makeCall({ offer, own: joined })), ['call.heardNobody', '']);
    assert.deepEqual(keys(makeCall({ offer, own: joined, people, isPushToTalk: true })), ['call.heardPushToTalk', 'p']);
    const talking = makeCall({ offer, own: joined, people, isPushToTalk: true, isTalking: true });
    assert.deepEqual(keys(talking), ['call.heard', 'p']);
    assert.equal(isHeard(talking), true);
    assert.equal(isHeard(makeCall({ own: { ...joined, isMuted: true }, isPushToTalk: true, isTalking: true })), false);
});

test('everybody connected sees a camera that is on', () => {
    assert.deepEqual(seers(makeCall()), { key: 'call.seenNobody', people: [] });
    assert.equal(seers(makeCall({ own: { isCameraOn: true } })).key, 'call.seen');
    assert.equal(seers(makeCall({ own: { isCameraOn: true }, people: [] })).key, 'call.seenAlone');
});

test('a person is described by what they say of themselves', () => {
    assert.equal(personState(PERSON), 'call.person.off');
    assert.equal(personState({ ...PERSON, isMuted: true }), 'call.person.off');
    assert.equal(personState({ ...PERSON, voice: 'joined', isMuted: true }), 'call.person.muted');
    assert.equal(personState({ ...PERSON, voice: 'onPhone' }), 'call.person.onPhone');
});

test('names are listed as the language does it', () => {
    const people = [{ name: 'Mei' }, { name: 'Ada' }, { name: 'Lin' }];
    assert.equal(nameList(new Texts(['en'], null), people), 'Mei, Ada, and Lin');
    assert.equal(nameList(new Texts(['zh-TW'], null), people), 'Mei、Ada和Lin');
});
