import assert from 'node:assert/strict';
import test from 'node:test';

import { FakeDevices, fakeSection } from './support/fake-sections.js';
import { settle } from './support/fakes.js';
import { load } from './support/load.js';

const { BrowserCall } = await load('session/browser-call.js');
const { PeerMedia } = await load('session/peer-media.js');
const { CallState } = await load('session/call-state.js');

const OPEN = { type: 'callOffered', voice: true, camera: true };
const CLOSED = { type: 'callOffered', voice: false, camera: false };
const HOST_JOINED = { type: 'callPresence', voice: 'joined', isMuted: false, isCameraOn: false };

/** A call over fake sections and devices. */
function makeCall() {
    const sections = ['audio', 'video', 'video'].map(fakeSection);
    const media = new PeerMedia();
    media.take(sections);
    const devices = new FakeDevices();
    const sent = [];
    const call = new BrowserCall(devices.environment, media, (message) => sent.push(message));
    return { call, devices, sent, voice: sections[0].sender, camera: sections[2].sender, own: () => call.snapshot('H').own };
}

/** One in which both have joined. */
async function makeJoined() {
    const made = makeCall();
    made.call.receive(OPEN);
    made.call.receive(HOST_JOINED);
    made.call.handle({ type: 'joinVoice' });
    made.microphone = made.devices.give();
    await settle();
    return made;
}

test('an offer opens no device and sends nothing', async () => {
    const { call, devices, sent, voice, own } = makeCall();
    call.tell();
    call.receive(OPEN);
    call.receive(HOST_JOINED);
    await settle();
    assert.deepEqual(devices.asked, []);
    assert.deepEqual(devices.players, []);
    assert.equal(voice.track, null);
    assert.deepEqual(own(), { voice: 'off', isMuted: false, isCameraOn: false });
    assert.deepEqual(sent, [{ type: 'callPresence', voice: 'off', isMuted: false, isCameraOn: false }]);
});

test('who joins is heard and hears, and the host is told', async () => {
    const { call, devices, sent, voice, microphone, own } = await makeJoined();
    assert.equal(own().voice, 'joined');
    assert.equal(voice.track, microphone);
    assert.equal(devices.players.length, 1);
    assert.equal(sent.at(-1).voice, 'joined');
    assert.deepEqual(call.snapshot('H').devices, {
        microphones: [{ id: 'm', name: 'Headset' }], loudspeakers: [{ id: 'l', name: 'Speaker' }],
    });
    call.end();
});

test('sound leaves only while the other has joined, too', async () => {
    const { call, devices, voice, microphone } = await makeJoined();
    call.receive({ ...HOST_JOINED, voice: 'onPhone' });
    assert.equal(voice.track, null);
    assert.equal(microphone.enabled, false);
    assert.equal(devices.players[0].isClosed, true);
    call.receive(HOST_JOINED);
    await settle();
    assert.equal(voice.track, microphone);
    call.end();
});

test('muted means that nothing leaves, and unmuted that it does again', async () => {
    const { call, sent, voice, microphone } = await makeJoined();
    call.handle({ type: 'setMuted', isMuted: true });
    assert.equal(voice.track, null);
    assert.equal(microphone.enabled, false);
    assert.equal(voice.parameters.encodings[0].active, false);
    assert.equal(microphone.readyState, 'live');
    assert.equal(sent.at(-1).isMuted, true);
    call.handle({ type: 'setMuted', isMuted: false });
    await settle();
    assert.equal(voice.track, microphone);
    assert.equal(microphone.enabled, true);
    call.end();
});

test('with push to talk one is heard while the key is held', async () => {
    const { call, voice, microphone } = await makeJoined();
    call.handle({ type: 'setPushToTalk', isOn: true });
    assert.equal(voice.track, null);
    call.handle({ type: 'talk', isPressed: true });
    await settle();
    assert.equal(voice.track, microphone);
    call.handle({ type: 'talk', isPressed: false });
    assert.equal(voice.track, null);
    call.end();
});

test('who leaves, or stays on the telephone, has no microphone open', async () => {
    for (const type of ['leaveVoice', 'stayOnPhone']) {
        const { call, devices, voice, microphone, own } = await makeJoined();
        call.handle({ type });
        assert.equal(microphone.readyState, 'ended');
        assert.equal(voice.track, null);
        assert.equal(devices.players[0].isClosed, true);
        assert.equal(devices.meters, 0);
        assert.equal(own().voice, type === 'leaveVoice' ? 'off' : 'onPhone');
        call.end();
    }
});

test('the host’s end of the call, and the end of the session, close microphone and camera', async () => {
    for (const end of [(call) => call.receive(CLOSED), (call) => call.end()]) {
        const { call, devices, voice, camera, microphone, own } = await makeJoined();
        call.handle({ type: 'startCamera' });
        const picture = devices.give();
        await settle();
        assert.equal(camera.track, picture);
        assert.deepEqual(call.closedBy(CLOSED), ['notice.voiceClosed', 'notice.cameraClosed']);
        end(call);
        assert.deepEqual([microphone.readyState, picture.readyState], ['ended', 'ended']);
        assert.deepEqual([voice.track, camera.track], [null, null]);
        assert.deepEqual(own(), { voice: 'off', isMuted: false, isCameraOn: false });
        call.end();
    }
});

test('a call that was closed while the browser asked is not joined', async () => {
    const { call, devices, voice, own } = makeCall();
    call.receive(OPEN);
    call.receive(HOST_JOINED);
    call.handle({ type: 'joinVoice' });
    call.receive(CLOSED);
    const microphone = devices.give();
    await settle();
    assert.equal(own().voice, 'off');
    assert.equal(microphone.readyState, 'ended');
    assert.equal(voice.track, null);
});

test('a microphone that cannot be had leaves one out of the call, and says why', async () => {
    for (const [name, problem] of [
        ['NotAllowedError', 'microphoneRefused'], ['NotFoundError', 'noMicrophone'], ['NotReadableError', 'microphoneBusy'],
    ]) {
        const { call, devices, own } = makeCall();
        call.receive(OPEN);
        call.handle({ type: 'joinVoice' });
        devices.refuse(name);
        await settle();
        assert.equal(own().voice, 'off');
        assert.equal(call.snapshot('H').problem, problem);
    }
});

test('a browser that holds the sound back says so until it plays', async () => {
    const { call, devices } = await makeJoined();
    devices.players[0].onBlocked(true);
    assert.equal(call.snapshot('H').problem, 'playbackBlocked');
    devices.players[0].onBlocked(false);
    assert.equal(call.snapshot('H').problem, undefined);
    call.end();
});

test('a camera starts only while cameras are open, and the host is told', async () => {
    const { call, devices, sent, camera } = makeCall();
    call.handle({ type: 'startCamera' });
    assert.deepEqual(devices.asked, []);
    call.receive(OPEN);
    call.handle({ type: 'startCamera' });
    const picture = devices.give();
    await settle();
    assert.equal(camera.track, picture);
    assert.equal(sent.at(-1).isCameraOn, true);
    call.handle({ type: 'stopCamera' });
    assert.equal(picture.readyState, 'ended');
    assert.equal(camera.track, null);
    assert.equal(sent.at(-1).isCameraOn, false);
});

test('a microphone that is unplugged is replaced by another one', async () => {
    const { call, devices, voice, microphone, own } = await makeJoined();
    microphone.dispatchEvent(new Event('ended'));
    const next = devices.give();
    await settle();
    assert.equal(voice.track, next);
    next.dispatchEvent(new Event('ended'));
    devices.refuse('NotFoundError');
    await settle();
    assert.equal(own().voice, 'off');
    assert.equal(call.snapshot('H').problem, 'noMicrophone');
});

test('nobody joins a call that is not open', () => {
    const state = new CallState();
    assert.equal(state.join(), false);
    state.stayOnPhone();
    state.setMuted(true);
    state.talk(true);
    assert.deepEqual(state.own, { voice: 'off', isMuted: false, isCameraOn: false });
    assert.equal(state.isTalking, false);
});
