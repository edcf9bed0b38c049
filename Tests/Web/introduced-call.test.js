import assert from 'node:assert/strict';
import test from 'node:test';

import { settle } from './support/fakes.js';
import { MeshStory } from './support/introducing.js';

const PRESENCE = { type: 'callPresence', voice: 'joined', isMuted: false, isCameraOn: false };

test('sound goes to everybody who has joined, and is played of them', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    const microphone = await story.joinAll(guest);
    assert.equal(guest.voice, microphone);
    assert.equal(story.hostSections[0].sender.track, microphone);
    assert.deepEqual(story.devices.players.map(({ track }) => track), [
        story.hostSections[0].receiver.track, guest.connection.sections[0].receiver.track,
    ]);
    assert.equal(guest.sent('callPresence').at(-1).voice, 'joined');
    guest.control.receive({ ...PRESENCE, voice: 'onPhone' });
    assert.equal(guest.voice, null);
    assert.equal(story.devices.players[1].isClosed, true);
    assert.equal(story.hostSections[0].sender.track, microphone, 'the host hears on');
    story.end();
});

test('one who was introduced hears nothing by that alone', async () => {
    const story = new MeshStory();
    const microphone = await story.joinAll();
    const guest = await story.meet();
    assert.equal(guest.voice, null);
    assert.equal(guest.sent('callPresence').at(-1).voice, 'joined', 'is told who is in the call');
    assert.equal(story.devices.players.length, 1);
    guest.control.receive(PRESENCE);
    await settle();
    assert.equal(guest.voice, microphone);
    story.end();
});

test('with nobody else but a further host in the call the two speak with each other', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    const microphone = await story.joinAll(guest);
    story.control.receive({ ...PRESENCE, voice: 'off' });
    assert.equal(story.hostSections[0].sender.track, null);
    assert.equal(guest.voice, microphone);
    assert.equal(microphone.enabled, true);
    story.call.handle({ type: 'setMuted', isMuted: true });
    assert.equal(guest.voice, null);
    assert.equal(guest.sent('callPresence').at(-1).isMuted, true);
    story.end();
});

test('a further host who goes hears nothing from that moment', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    const microphone = await story.joinAll(guest);
    guest.control.receive({ type: 'leave' });
    assert.equal(guest.voice, null);
    assert.equal(story.devices.players[1].isClosed, true);
    assert.equal(story.hostSections[0].sender.track, microphone);
    story.end();
});

test('a camera that was on is not shown to those who come; switched on anew it is', async () => {
    const story = new MeshStory();
    story.control.receive({ type: 'callOffered', voice: true, camera: true });
    story.call.handle({ type: 'startCamera' });
    const first = story.devices.give();
    await settle();
    const guest = await story.meet();
    assert.equal(guest.camera, null);
    story.call.handle({ type: 'chooseCamera', device: 'other' });
    const other = story.devices.give();
    await settle();
    assert.equal(story.hostSections[2].sender.track, other);
    assert.notEqual(first, other);
    assert.equal(guest.camera, null, 'another camera is not switched on anew');
    story.call.handle({ type: 'stopCamera' });
    story.call.handle({ type: 'startCamera' });
    const anew = story.devices.give();
    await settle();
    assert.equal(guest.camera, anew);
    assert.equal(story.hostSections[2].sender.track, anew);
    guest.control.receive({ type: 'leave' });
    assert.equal(guest.camera, null);
    story.end();
});

test('a further host’s camera is shown while they say that it is on', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    assert.deepEqual([...story.call.cameras], []);
    guest.control.receive({ ...PRESENCE, isCameraOn: true });
    assert.deepEqual([...story.call.cameras], [['h-3', guest.connection.sections[2].receiver.track]]);
    assert.equal(story.people[1].isCameraOn, true);
    guest.control.receive(PRESENCE);
    assert.deepEqual([...story.call.cameras], []);
    story.end();
});

test('no screen goes to a further host', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    await story.joinAll(guest);
    assert.equal(guest.screen, null);
    story.end();
});
