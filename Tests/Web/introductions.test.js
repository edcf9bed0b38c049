import assert from 'node:assert/strict';
import test from 'node:test';

import { descriptionWith, payloadOf } from './pairing-host.js';
import { FakeChannel, settle, until } from './support/fakes.js';
import { MeshStory } from './support/introducing.js';
import { load } from './support/load.js';

const { Introduced, MAXIMUM_NAMES, MAXIMUM_PAIRS } = await load('session/introduced.js');

test('who is introduced is met with a certificate of its own, greeted, and named', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    assert.deepEqual(guest.own, story.fingerprint(1));
    assert.deepEqual(guest.connection.given.iceServers, story.place.iceServers);
    assert.equal(guest.connection.given.certificates[0].number, 1);
    assert.equal(guest.answer.kind, 'answer');
    assert.equal(guest.sent('hello')[0].name, 'Ada');
    assert.equal(guest.sent('hello')[0].role, 'customer');
    assert.deepEqual(story.people.map(({ id, name, role }) => [id, name, role]), [
        ['host', 'Grace', 'host'], ['h-3', 'Robin Weber', 'host'],
    ]);
    assert.deepEqual(story.events, [['notice', {
        key: 'notice.introduced', values: { host: 'Grace', name: 'Robin Weber (robin)' }, isError: false,
    }]]);
    const second = await story.meet('h-4');
    assert.deepEqual(second.own, story.fingerprint(2), 'one certificate for each pair');
    assert.equal(story.introductions.ignoredCount, 0);
    story.end();
});

test('nobody appears and nothing is sent before the other is verified', async () => {
    const story = new MeshStory();
    const guest = await story.pair();
    guest.greet();
    guest.control.receive({ type: 'callPresence', voice: 'joined', isMuted: false, isCameraOn: true });
    await settle();
    assert.deepEqual(guest.control.sent, []);
    assert.equal(story.people.length, 1);
    guest.connection.become('connected');
    await until(() => story.people.length === 2, 'the guest');
    assert.equal(story.people[1].voice, 'joined', 'what came early is read after it');
    story.end();
});

test('one who shows another certificate is parted from, and the primary is told', async () => {
    const story = new MeshStory();
    const guest = await story.pair();
    guest.connection.currentRemoteDescription = { sdp: descriptionWith(new Uint8Array(32).fill(0x66)) };
    guest.connection.become('connected');
    await until(() => story.sent('dismissed').length === 1, 'dismissed');
    assert.deepEqual(story.sent('dismissed'), [{ type: 'dismissed', participant: 'h-3' }]);
    assert.equal(guest.connection.isClosed, true);
    assert.deepEqual(guest.control.sent, []);
    assert.equal(story.people.length, 1);
    story.end();
});

test('what does not fit is ignored and counted', async () => {
    const story = new MeshStory();
    const count = (expected, what) => assert.equal(story.introductions.ignoredCount, expected, what);
    story.introduce('h-9');
    count(1, 'introduced without preparation');
    for (const name of ['', 'host', 'customer', 'a b', 'x'.repeat(65)]) {
        story.control.receive({ type: 'prepareIntroduction', participant: name });
    }
    count(6, 'names that are none');
    await story.prepare('h-3');
    story.control.receive({ type: 'prepareIntroduction', participant: 'h-3' });
    count(7, 'prepared twice');
    await story.carry('h-3', payloadOf({ type: 'mismatch' }));
    count(8, 'a payload before the introduction');
    story.introduce('h-3');
    story.introduce('h-3');
    count(9, 'introduced twice');
    story.control.receive({ type: 'introductionRelay', participant: 'h-3', payload: 'A'.repeat(49_153) });
    count(10, 'a payload too long');
    story.control.receive({ type: 'dismissed', participant: 'h-3' });
    count(10, 'dismissed');
    story.control.receive({ type: 'dismissed', participant: 'h-3' });
    story.control.receive({ type: 'prepareIntroduction', participant: 'h-3' });
    count(12, 'a name that was used');
    assert.equal(story.connections.length, 1);
    assert.equal(story.connections[0].isClosed, true);
    assert.deepEqual(story.sent('dismissed'), [], 'who dismissed is not told so');
    story.end();
});

test('a further host may neither ask nor offer nor introduce, write nor send', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    for (const message of [
        { type: 'requestShare', request: 'r1', scope: 'viewDesktop' }, { type: 'callOffered', voice: true, camera: true },
        { type: 'prepareIntroduction', participant: 'h-4' }, { type: 'dismissed', participant: 'h-3' },
        { type: 'filePublished', file: 'f', name: 'x', size: 1, sha256: 'a'.repeat(64) },
        { type: 'hello', version: 1, name: 'Grace', role: 'host', software: 'supportManager', system: 'x', abilities: [] },
    ]) {
        guest.control.receive(message);
    }
    guest.control.receive('nonsense');
    guest.chat.receive({ id: 'm', text: 'hi', sentAt: 1 });
    const file = new FakeChannel('file', 't1');
    guest.connection.opens(file);
    assert.equal(story.introductions.ignoredCount, 9);
    assert.equal(file.readyState, 'closed');
    assert.equal(story.conversation.share.prompt, null);
    assert.deepEqual(story.conversation.chat, []);
    assert.deepEqual(story.conversation.files.entries, []);
    assert.equal(story.call.snapshot('Grace').offer.voice, false);
    assert.equal(story.certificates, 1);
    story.end();
});

test('nothing of a further host counts before it said who it is, and only as who was introduced', async () => {
    const story = new MeshStory();
    const guest = await story.pair();
    guest.connection.become('connected');
    await until(() => story.people.length === 2, 'the guest');
    guest.control.receive({ type: 'callPresence', voice: 'joined', isMuted: false, isCameraOn: false });
    guest.greet({ role: 'customer' });
    guest.control.receive({ type: 'heartbeat', sequence: 0 });
    assert.equal(story.introductions.ignoredCount, 3);
    assert.equal(story.people[1].voice, 'off');
    guest.greet();
    guest.control.receive({ type: 'heartbeat', sequence: 4 });
    guest.control.receive({ type: 'heartbeat', sequence: 4 });
    assert.equal(story.introductions.ignoredCount, 4, 'a repeated heartbeat');
    guest.greet({ version: 2 });
    assert.equal(story.people.length, 2, 'a second greeting says nothing');
    story.end();
});

test('another version, leaving and being dismissed end a pair; a connection that breaks is told to the primary', async () => {
    for (const [end, told, notice] of [
        [(guest) => guest.control.receive({ type: 'leave' }), 0],
        [(guest, story) => story.control.receive({ type: 'dismissed', participant: 'h-3' }), 0],
        [(guest) => guest.control.close(), 1, 'notice.personLost'],
    ]) {
        const story = new MeshStory();
        const guest = await story.meet();
        end(guest, story);
        assert.equal(story.people.length, 1);
        assert.equal(story.sent('dismissed').length, told);
        await until(() => guest.connection.isClosed, 'closed');
        const notices = story.events.map(([, detail]) => detail.key);
        assert.deepEqual(notices, ['notice.introduced', ...notice === undefined ? [] : [notice]], 'the session goes on');
        story.end();
    }
    const story = new MeshStory();
    const guest = await story.pair();
    guest.connection.become('connected');
    await until(() => story.people.length === 2, 'the guest');
    guest.greet({ version: 2 });
    assert.equal(story.people.length, 1);
    story.end();
});

test('a pair that takes too long is given up', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const story = new MeshStory();
    await story.prepare('h-3');
    await story.prepare('h-4');
    story.introduce('h-4');
    context.mock.timers.tick(20_000);
    assert.deepEqual(story.sent('dismissed').map(({ participant }) => participant), ['h-3']);
    story.introduce('h-3');
    assert.equal(story.introductions.ignoredCount, 1);
    context.mock.timers.tick(40_000);
    assert.deepEqual(story.sent('dismissed').map(({ participant }) => participant), ['h-3', 'h-4']);
    story.end();
});

test('two minutes of silence end a pair', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const story = new MeshStory();
    const guest = await story.meet();
    for (let second = 0; second < 120; second += 1) {
        story.now += 1_000;
        story.control.receive({ type: 'heartbeat', sequence: second });
        context.mock.timers.tick(1_000);
    }
    assert.deepEqual(guest.sent('heartbeat').slice(0, 2).map(({ sequence }) => sequence), [0, 1]);
    assert.equal(story.people.length, 1);
    assert.equal(story.sent('dismissed').length, 1);
    story.end();
});

test('a lost path is asked for again over the primary, and other relays are for it', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    const iceServers = [{ urls: ['turn:b'], username: 'u', credential: 'c' }];
    guest.connection.configuration = { certificates: guest.connection.given.certificates, iceServers: [] };
    story.introductions.useServers(iceServers);
    assert.deepEqual(guest.connection.configuration.iceServers, iceServers);
    guest.connection.become('disconnected');
    assert.equal((await guest.host.open(await story.carried('h-3'))).type, 'restart');
    const sdp = descriptionWith(guest.host.fingerprint);
    await story.carry('h-3', guest.host.seal({ type: 'description', kind: 'offer', sdp, restart: 1 }));
    assert.equal((await guest.host.open(await story.carried('h-3'))).restart, 1);
    guest.connection.become('connected');
    story.end();
});

test('without the primary another path is agreed on over the pair’s own channel', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    story.control.close();
    guest.connection.become('disconnected');
    const answers = () => guest.sent('introductionRelay');
    await until(() => answers().length === 1, 'the wish for a restart');
    assert.equal((await guest.host.open(answers()[0].payload)).type, 'restart');
    const sdp = descriptionWith(guest.host.fingerprint);
    const payload = await guest.host.seal({ type: 'description', kind: 'offer', sdp, restart: 1 });
    for (const participant of ['h-4', 'h-3']) {
        guest.control.receive({ type: 'introductionRelay', participant, payload });
    }
    await until(() => answers().length === 2, 'an answer');
    assert.equal((await guest.host.open(answers()[1].payload)).restart, 1);
    assert.equal(story.introductions.ignoredCount, 1, 'a payload of another pair’s');
    guest.connection.become('connected');
    story.end();
});

test('what comes over both ways is read once, and a flood of it is cut', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    const sdp = descriptionWith(guest.host.fingerprint);
    const payload = await guest.host.seal({ type: 'description', kind: 'offer', sdp, restart: 1 });
    guest.control.receive({ type: 'introductionRelay', participant: 'h-3', payload });
    await story.carry('h-3', payload);
    assert.equal((await guest.host.open(await story.carried('h-3'))).restart, 1);
    await settle();
    assert.equal(guest.sent('introductionRelay').length, 1, 'one answer');
    assert.equal(story.sent('introductionRelay').length, 0, 'one answer');
    for (let index = 0; index < 250; index += 1) {
        guest.control.receive({ type: 'introductionRelay', participant: 'h-3', payload: 'AAAA' });
    }
    assert.equal(story.introductions.ignoredCount, 51);
    story.end();
});

test('the customer who leaves tells everybody', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    story.conversation.leave();
    assert.equal(guest.sent('leave').length, 1);
    assert.equal(story.sent('leave').length, 1);
    await until(() => guest.connection.isClosed, 'closed');
});

test('the primary’s end of the session is everybody’s', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    story.control.receive({ type: 'end' });
    assert.deepEqual(story.events.at(-1), ['ended', 'byHost']);
    assert.equal(guest.sent('leave').length, 1);
});

test('the primary’s loss leaves a pair standing, and ends what is not connected', async () => {
    const story = new MeshStory();
    const guest = await story.meet();
    await story.prepare('h-4');
    await story.joinAll(guest);
    story.control.close();
    assert.equal(story.events.at(-1)[0], 'hostLost');
    assert.equal(story.conversation.isHostReachable, false);
    assert.deepEqual(story.people.map(({ id }) => id), ['h-3']);
    assert.equal(guest.voice.kind, 'audio', 'they still speak with each other');
    assert.equal(story.hostSections[0].sender.track, null);
    story.control.receive({ type: 'introduced', participant: 'h-4', name: 'x', role: 'host',
        fingerprint: 'A'.repeat(43), secret: 'A'.repeat(43), offers: false });
    assert.equal(story.connections.length, 1);
    guest.control.receive({ type: 'leave' });
    assert.deepEqual(story.events.at(-1), ['ended', 'connectionLost']);
});

test('without company the primary’s loss is the end', async () => {
    const story = new MeshStory();
    await story.pair();
    story.control.close();
    assert.deepEqual(story.events, [['ended', 'connectionLost']]);
});

test('a primary has so many names and so many pairs at once', () => {
    const introduced = new Introduced();
    for (let index = 0; index < MAXIMUM_PAIRS; index += 1) {
        assert.equal(introduced.prepare(`p${index}`), true);
    }
    assert.equal(introduced.prepare('one-more'), false);
    for (let index = MAXIMUM_PAIRS; index < MAXIMUM_NAMES; index += 1) {
        introduced.dismiss(`p${index - MAXIMUM_PAIRS}`);
        assert.equal(introduced.prepare(`p${index}`), true);
    }
    introduced.losePrimary();
    assert.deepEqual(introduced.current, []);
    assert.equal(introduced.prepare('p-last'), false);
});
