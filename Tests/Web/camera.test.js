import assert from 'node:assert/strict';
import test from 'node:test';

import { FakeTrack, settle } from './support/fakes.js';
import { load } from './support/load.js';

const { Camera, cameraProblem } = await load('camera.js');

/** A camera whose permission waits for `give` or `refuse`. */
function makeCamera() {
    const world = { asked: [], events: [] };
    const camera = new Camera({
        getUserMedia: ({ video }) => new Promise((resolve, reject) => {
            world.asked.push(video.deviceId?.exact ?? null);
            world.give = (track = new FakeTrack()) => {
                world.track = track;
                resolve({ getVideoTracks: () => [track], getTracks: () => [track] });
            };
            world.refuse = (name) => reject(new DOMException('', name));
        }),
        enumerateDevices: async () => [
            { kind: 'videoinput', deviceId: 'a', label: 'Front' }, { kind: 'audioinput', deviceId: 'm', label: 'Mic' },
        ],
    });
    camera.addEventListener('track', () => world.events.push(camera.track === null ? 'none' : 'track'));
    return { camera, world };
}

test('a camera is opened by a press alone, and stop puts its light out at once', async () => {
    const { camera, world } = makeCamera();
    assert.deepEqual(world.asked, []);
    const started = camera.start();
    assert.equal(camera.state, 'starting');
    world.give();
    assert.equal(await started, true);
    assert.equal(camera.state, 'on');
    assert.deepEqual(camera.cameras, [{ id: 'a', name: 'Front' }]);
    camera.stop();
    assert.equal(world.track.readyState, 'ended');
    assert.equal(camera.state, 'off');
    assert.deepEqual(world.events, ['track', 'none']);
});

test('a camera that was stopped before it opened is released when it comes', async () => {
    const { camera, world } = makeCamera();
    const started = camera.start();
    camera.stop();
    world.give();
    assert.equal(await started, false);
    assert.equal(world.track.readyState, 'ended');
    assert.equal(camera.state, 'off');
    assert.deepEqual(world.events, []);
});

test('another camera takes the place of the first, which is released before', async () => {
    const { camera, world } = makeCamera();
    const started = camera.start();
    world.give();
    await started;
    const first = world.track;
    const chosen = camera.choose('b');
    assert.equal(first.readyState, 'ended');
    world.give();
    await chosen;
    assert.deepEqual(world.asked, [null, 'b']);
    assert.equal(camera.track, world.track);
    assert.deepEqual(world.events, ['track', 'none', 'track']);
});

test('each way to have no camera is told apart', async () => {
    for (const [name, problem] of [
        ['NotFoundError', 'noCamera'], ['OverconstrainedError', 'noCamera'], ['NotAllowedError', 'cameraRefused'],
        ['NotReadableError', 'cameraBusy'], ['TypeError', 'cameraUnsupported'],
    ]) {
        const { camera, world } = makeCamera();
        const started = camera.start();
        world.refuse(name);
        assert.equal(await started, false);
        assert.equal(camera.problem, problem);
        assert.equal(camera.state, 'off');
    }
    assert.equal(cameraProblem(new TypeError('')), 'cameraUnsupported');
    const without = new Camera(null);
    assert.equal(await without.start(), false);
    assert.equal(without.problem, 'cameraUnsupported');
});

test('a camera that is unplugged is off, and says so', async () => {
    const { camera, world } = makeCamera();
    const started = camera.start();
    world.give();
    await started;
    world.track.dispatchEvent(new Event('ended'));
    await settle();
    assert.equal(camera.state, 'off');
    assert.equal(camera.problem, 'cameraLost');
});
