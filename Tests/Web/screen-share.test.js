import assert from 'node:assert/strict';
import test from 'node:test';

import { FakeTrack, fakeStream, settle } from './support/fakes.js';
import { load } from './support/load.js';

const { PROMPT_MILLISECONDS, ScreenShare } = await load('session/screen-share.js');

/** A share whose picker waits for `pick` or `refuse`. */
function makeShare(options = {}) {
    const world = { sent: [], notices: [], modes: [], shown: null, showCount: 0, hidden: 0, pickers: 0, now: 0 };
    const share = new ScreenShare({
        captureScreen: () => {
            world.pickers += 1;
            return new Promise((resolve, reject) => {
                world.pick = (...tracks) => resolve(fakeStream(...tracks));
                world.refuse = (name, message = '') => reject(new DOMException(message, name));
            });
        },
        send: (message) => world.sent.push(message),
        setMode: (mode) => world.modes.push(mode),
        show: async (track, mode) => {
            world.shown = track;
            world.mode = mode;
            world.showCount += 1;
        },
        hide: () => {
            world.shown = null;
            world.hidden += 1;
        },
        now: () => world.now,
        asker: () => 'Grace',
        notify: (key) => world.notices.push(key),
        ...options,
    });
    return { share, world };
}

/** A share that shows a track. */
async function makeLive() {
    const { share, world } = makeShare();
    const track = new FakeTrack();
    share.ask('r1');
    share.answer('r1', true);
    world.pick(track);
    await settle();
    assert.deepEqual(share.share, { live: { request: 'r1' } });
    world.sent.length = 0;
    return { share, world, track };
}

test('a request opens a prompt and nothing else', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { share, world } = makeShare();
    share.ask('r1');
    assert.deepEqual(share.prompt, {
        request: 'r1', scope: 'viewDesktop', asker: 'Grace', secondsLeft: 60, isFirst: true,
    });
    world.now = 41_500;
    assert.equal(share.prompt.secondsLeft, 19);
    assert.equal(world.pickers, 0);
    assert.deepEqual(world.sent, []);
});

test('a prompt that nobody answers denies', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const { share, world } = makeShare();
    share.ask('r1');
    context.mock.timers.tick(PROMPT_MILLISECONDS - 1);
    assert.notEqual(share.prompt, null);
    context.mock.timers.tick(1);
    assert.equal(share.prompt, null);
    assert.deepEqual(world.sent, [{ type: 'answerShare', request: 'r1', answer: 'timedOut' }]);
    share.answer('r1', true);
    assert.equal(world.pickers, 0);
});

test('Allow opens the picker in the same turn, and the picture begins with the picked track', async () => {
    const { share, world } = makeShare();
    const track = new FakeTrack();
    share.ask('r1');
    share.answer('r1', true);
    assert.equal(world.pickers, 1);
    assert.deepEqual(share.share, { starting: { request: 'r1' } });
    assert.deepEqual(world.sent, []);
    world.pick(track);
    await settle();
    assert.equal(world.shown, track);
    assert.equal(world.mode, 'standard');
    assert.deepEqual(world.sent, [
        { type: 'answerShare', request: 'r1', answer: 'allowed' },
        { type: 'shareStarted', request: 'r1', surface: 'window' },
    ]);
});

test('a whole screen picked where windows were asked for is let go before anything is shown', async () => {
    const { share, world } = makeShare();
    const track = new FakeTrack();
    track.getSettings = () => ({ displaySurface: 'monitor' });
    share.ask('r1', 'viewApplication');
    assert.equal(share.prompt.scope, 'viewApplication');
    share.answer('r1', true);
    world.pick(track);
    await settle();
    assert.equal(world.shown, null);
    assert.equal(track.readyState, 'ended');
    assert.deepEqual(world.sent, [{ type: 'answerShare', request: 'r1', answer: 'wholeScreen' }]);
    assert.deepEqual(share.share, { none: {} });
});

test('control cannot be given by a browser', () => {
    const { share, world } = makeShare();
    share.ask('r1', 'controlApplication');
    assert.equal(share.prompt, null);
    assert.deepEqual(world.sent, [{ type: 'answerShare', request: 'r1', answer: 'unable' }]);
});

test('an answer to another request than the open one does nothing', () => {
    const { share, world } = makeShare();
    share.ask('r1');
    share.answer('r2', true);
    share.answer('r2', false);
    assert.equal(world.pickers, 0);
    assert.equal(share.prompt.request, 'r1');
    share.end();
});

test('Deny denies, and only the first prompt carries the warning', () => {
    const { share, world } = makeShare();
    share.ask('r1');
    share.answer('r1', false);
    assert.deepEqual(world.sent, [{ type: 'answerShare', request: 'r1', answer: 'denied' }]);
    share.ask('r2');
    assert.equal(share.prompt.isFirst, false);
    share.end();
});

test('a second request while one is open, or while the screen is shown, is denied', async () => {
    const { share, world } = makeShare();
    share.ask('r1');
    share.ask('r2');
    assert.equal(share.prompt.request, 'r1');
    assert.deepEqual(world.sent, [{ type: 'answerShare', request: 'r2', answer: 'denied' }]);
    share.end();

    const live = await makeLive();
    live.share.ask('r3');
    assert.deepEqual(live.world.sent, [{ type: 'answerShare', request: 'r3', answer: 'denied' }]);
    assert.equal(live.world.shown, live.track);
});

for (const [name, message, answer] of [
    ['NotAllowedError', 'Permission denied', 'notShared'],
    ['NotAllowedError', 'Permission denied by system', 'unable'],
    ['NotReadableError', '', 'unable'],
]) {
    test(`a picker that ends in ${name} ${message} answers ${answer}`, async () => {
        const { share, world } = makeShare();
        share.ask('r1');
        share.answer('r1', true);
        world.refuse(name, message);
        await settle();
        assert.deepEqual(world.sent, [{ type: 'answerShare', request: 'r1', answer }]);
        assert.deepEqual(share.share, { none: {} });
    });
}

test('Stop hides the picture and stops the capture before it returns', async () => {
    const { share, world, track } = await makeLive();
    share.stop('byCustomer');
    assert.equal(track.readyState, 'ended');
    assert.equal(world.shown, null);
    assert.deepEqual(world.sent, [{ type: 'shareStopped', request: 'r1', reason: 'byCustomer' }]);
    share.stop('byCustomer');
    assert.equal(world.sent.length, 1);
});

test('the browser’s own Stop counts as the customer’s', async () => {
    const { share, world, track } = await makeLive();
    track.dispatchEvent(new Event('ended'));
    assert.deepEqual(world.sent, [{ type: 'shareStopped', request: 'r1', reason: 'byCustomer' }]);
    assert.deepEqual(share.share, { none: {} });
});

test('the host stops what it asked for, and nothing else', async () => {
    const { share, world, track } = await makeLive();
    share.withdraw('r2');
    assert.equal(track.readyState, 'live');
    share.withdraw('r1');
    assert.equal(track.readyState, 'ended');
    assert.deepEqual(world.sent, [{ type: 'shareStopped', request: 'r1', reason: 'byHost' }]);
});

test('a request withdrawn while the picker is open shows nothing, whatever is picked', async () => {
    const { share, world } = makeShare();
    const track = new FakeTrack();
    share.ask('r1');
    share.answer('r1', true);
    share.withdraw('r1');
    world.pick(track);
    await settle();
    assert.equal(world.showCount, 0);
    assert.equal(track.readyState, 'ended');
    assert.deepEqual(world.sent, []);
});

test('the end of the session stops the picture and closes a prompt', async () => {
    const live = await makeLive();
    live.share.end();
    assert.equal(live.track.readyState, 'ended');
    assert.deepEqual(live.world.sent, [{ type: 'shareStopped', request: 'r1', reason: 'ended' }]);

    const asked = makeShare();
    asked.share.ask('r1');
    asked.share.end();
    assert.equal(asked.share.prompt, null);
});

test('a browser without screen capture answers that it is unable', () => {
    const { share, world } = makeShare({ captureScreen: null });
    share.ask('r1');
    assert.equal(share.prompt, null);
    assert.deepEqual(world.sent, [{ type: 'answerShare', request: 'r1', answer: 'unable' }]);
    assert.deepEqual(world.notices, ['notice.shareUnable']);
});

test('a track that the connection does not take ends the attempt to show it', async () => {
    const { share, world } = makeShare({
        show: async () => {
            throw new Error('the host takes no picture');
        },
    });
    const track = new FakeTrack();
    share.ask('r1');
    share.answer('r1', true);
    world.pick(track);
    await settle();
    assert.equal(track.readyState, 'ended');
    assert.deepEqual(world.sent, [{ type: 'answerShare', request: 'r1', answer: 'unable' }]);
});

test('the display mode holds for the picture that is shown, and for the next', async () => {
    const { share, world } = await makeLive();
    share.setMode('sampling');
    assert.deepEqual(world.modes, ['sampling']);
    share.stop('byCustomer');
    share.setMode('standard');
    share.setMode('sampling');
    assert.deepEqual(world.modes, ['sampling']);
    share.ask('r2');
    share.answer('r2', true);
    world.pick(new FakeTrack());
    await settle();
    assert.equal(world.mode, 'sampling');
});
