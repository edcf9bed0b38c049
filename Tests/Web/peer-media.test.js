import assert from 'node:assert/strict';
import test from 'node:test';

import { FakeTrack } from './support/fakes.js';
import { fakeSection } from './support/fake-sections.js';
import { load } from './support/load.js';

const { codecRank, PeerMedia } = await load('session/peer-media.js');

/** @param {...string} kinds in the order of the offer */
function makeMedia(...kinds) {
    const sections = kinds.map(fakeSection);
    const media = new PeerMedia();
    media.take(sections);
    return { media, sections };
}

test('the sections are told apart by kind and order', () => {
    const { media, sections } = makeMedia('audio', 'video', 'video');
    assert.deepEqual(sections.map(({ direction }) => direction), ['sendrecv', 'sendonly', 'sendrecv']);
    assert.equal(media.voiceTrack, sections[0].receiver.track);
    assert.equal(media.cameraTrack, sections[2].receiver.track);
    assert.deepEqual([media.canTalk, media.canUseCamera], [true, true]);
});

test('an older host’s one section is the screen’s, and nobody talks or films', async () => {
    const { media, sections } = makeMedia('video');
    assert.deepEqual([media.canTalk, media.canUseCamera, media.voiceTrack, media.cameraTrack], [false, false, null, null]);
    await media.speak(new FakeTrack());
    await media.film(new FakeTrack());
    assert.equal(sections[0].sender.track, null);
    const track = new FakeTrack();
    await media.show(track, 'standard');
    assert.equal(sections[0].sender.track, track);
});

test('a restart of the connection changes no section', () => {
    const { media, sections } = makeMedia('video');
    media.take([fakeSection('audio')]);
    assert.equal(media.canTalk, false);
    assert.equal(sections[0].direction, 'sendonly');
});

test('without a section for it no screen is shown', async () => {
    const { media } = makeMedia('audio');
    await assert.rejects(media.show(new FakeTrack(), 'standard'));
});

test('a screen is sharp first in one mode and moves first in the other, switched while it is shown', async () => {
    const { media, sections: [{ sender }] } = makeMedia('video');
    const track = new FakeTrack();
    await media.show(track, 'standard');
    assert.equal(track.contentHint, 'detail');
    assert.deepEqual(sender.parameters, {
        encodings: [{ active: true, maxFramerate: 15, scaleResolutionDownBy: 1 }],
        degradationPreference: 'maintain-resolution',
    });
    await media.setMode('sampling');
    assert.equal(track.contentHint, 'motion');
    assert.deepEqual(sender.parameters, {
        encodings: [{ active: true, maxFramerate: 30, scaleResolutionDownBy: 1.5 }],
        degradationPreference: 'maintain-framerate',
    });
});

test('a mode that is set while nothing is shown lets nothing leave', async () => {
    const { media, sections: [{ sender }] } = makeMedia('video');
    await media.show(new FakeTrack(), 'standard');
    media.hide();
    await media.setMode('sampling');
    assert.equal(sender.parameters.encodings[0].active, false);
    assert.equal(sender.track, null);
});

test('a voice and a camera leave while they are wanted, and no moment longer', async () => {
    const { media, sections } = makeMedia('audio', 'video', 'video');
    for (const [give, { sender }] of [
        [(track) => media.speak(track), sections[0]], [(track) => media.film(track), sections[2]],
    ]) {
        const track = new FakeTrack();
        await give(track);
        assert.equal(sender.track, track);
        assert.equal(sender.parameters.encodings[0].active, true);
        await give(null);
        assert.equal(sender.track, null);
        assert.equal(sender.parameters.encodings[0].active, false);
    }
});

test('a screen is sent with VP9 where both take it; a browser that does not choose sends as it likes', async () => {
    const { media, sections: [{ sender }] } = makeMedia('video');
    sender.parameters.codecs = [{ mimeType: 'video/VP8' }, { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=0' }];
    await media.show(new FakeTrack(), 'standard');
    assert.equal(sender.parameters.encodings[0].codec.mimeType, 'video/VP9');
    const old = makeMedia('video');
    const [{ sender: without }] = old.sections;
    without.parameters.codecs = sender.parameters.codecs;
    without.setParameters = async function setParameters(parameters) {
        if (parameters.encodings[0].codec !== undefined) {
            throw new DOMException('', 'OperationError');
        }
        this.parameters = parameters;
    };
    await old.media.show(new FakeTrack(), 'standard');
    assert.equal(without.parameters.encodings[0].maxFramerate, 15);
});

test('VP9 is taken before VP8, and both before what only helps them', () => {
    const codecs = [
        { mimeType: 'video/rtx' }, { mimeType: 'video/VP8' }, { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=2' },
        { mimeType: 'video/VP9', sdpFmtpLine: 'profile-id=0' },
    ];
    assert.deepEqual(codecs.map(codecRank), [3, 1, 2, 0]);
});
