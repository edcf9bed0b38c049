import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { pictureReason } = await load('picture-state.js');
const { lineGrade } = await load('quality-view.js');
const { toolsOf } = await load('tools.js');
const { isSpaceFree } = await load('call.js');
const { levelOf } = await load('browser-sound.js');

const REACHABLE = { customer: { isReachable: true } };
const FACTS = { canDecode: true, isSlow: false, needsKeyFrame: false };

test('a picture that is not seen has one of three reasons, the nearest first', () => {
    for (const [session, facts, reason] of [
        [REACHABLE, FACTS, null],
        [REACHABLE, { ...FACTS, isSlow: true }, 'nothingCaptured'],
        [{ ...REACHABLE, pictureProblem: 'nothingCaptured' }, FACTS, 'nothingCaptured'],
        [REACHABLE, { ...FACTS, isSlow: true, needsKeyFrame: true }, 'waitingForKeyFrame'],
        [{ ...REACHABLE, pictureProblem: 'nothingCaptured' }, { ...FACTS, needsKeyFrame: true }, 'waitingForKeyFrame'],
        [{ ...REACHABLE, pictureProblem: 'waitingForKeyFrame' }, FACTS, 'waitingForKeyFrame'],
        [{ ...REACHABLE, pictureProblem: 'noPath' }, { ...FACTS, needsKeyFrame: true }, 'noPath'],
        [{ customer: { isReachable: false } }, { ...FACTS, isSlow: true }, 'noPath'],
    ]) {
        assert.equal(pictureReason(session, facts), reason, JSON.stringify([session, facts]));
    }
});

test('a line is as good as what people notice of it', () => {
    const line = (roundTripMilliseconds, lossPercent) => ({
        isReachable: true, quality: { roundTripMilliseconds, lossPercent, framesPerSecond: 10, kilobitsPerSecond: 100 },
    });
    assert.equal(lineGrade(line(20, 0)), 'good');
    assert.equal(lineGrade(line(null, 0)), 'good');
    assert.equal(lineGrade(line(180, 0)), 'fair');
    assert.equal(lineGrade(line(20, 3)), 'fair');
    assert.equal(lineGrade(line(450, 0)), 'poor');
    assert.equal(lineGrade(line(20, 10)), 'poor');
    assert.equal(lineGrade({ isReachable: false, quality: line(20, 0).quality }), 'poor');
    assert.equal(lineGrade({ isReachable: true }), 'unknown');
});

/** A snapshot with a customer. */
function makeSnapshot(session) {
    return { session: { share: { none: {} }, customer: { abilities: ['talk', 'camera'], software: 'browser' }, ...session } };
}

const CALL = {
    offer: { voice: false, camera: false }, own: { voice: 'off', isMuted: false, isCameraOn: false }, people: [],
};

test('audio and video are offered where the customer has them, and say how one stands', () => {
    const tool = (snapshot, name) => toolsOf(snapshot).tools.find((each) => each.name === name);
    assert.equal(tool({ session: {} }, 'audio').detail, 'console.needsCustomer');
    assert.equal(tool(makeSnapshot({}), 'audio'), undefined);
    assert.deepEqual(tool(makeSnapshot({ call: CALL }), 'audio').detail, 'console.audioHint');
    const joined = { ...CALL, own: { voice: 'joined', isMuted: false, isCameraOn: true } };
    assert.equal(tool(makeSnapshot({ call: joined }), 'audio').detail, 'console.audioHintOn');
    assert.equal(tool(makeSnapshot({ call: joined }), 'video').detail, 'console.videoHintOn');
    const unable = makeSnapshot({ call: CALL, customer: { abilities: [], software: 'browser' } });
    assert.deepEqual([tool(unable, 'audio').isEnabled, tool(unable, 'audio').detail], [false, 'console.audioUnable']);
    assert.deepEqual([tool(unable, 'video').isEnabled, tool(unable, 'video').detail], [false, 'console.videoUnable']);
});

test('the display mode is a choice of two on the session’s tab', () => {
    const pressed = (mode) => toolsOf(makeSnapshot({ displayMode: mode })).session
        .filter(({ isPressed }) => isPressed !== undefined).map(({ name, isPressed }) => [name, isPressed]);
    assert.deepEqual(pressed('standard'), [['standard', true], ['sampling', false]]);
    assert.deepEqual(pressed('sampling'), [['standard', false], ['sampling', true]]);
    assert.deepEqual(pressed(undefined), []);
});

test('the space bar talks only where it types and presses nothing', () => {
    const focused = (isIn) => ({ closest: (selector) => (isIn && selector.includes('textarea') ? {} : null) });
    assert.equal(isSpaceFree(null), true);
    assert.equal(isSpaceFree(focused(false)), true);
    assert.equal(isSpaceFree(focused(true)), false);
});

test('a level is nothing for silence, whole for the loudest, and halves at 30 dB less', () => {
    assert.equal(levelOf(new Float32Array(64)), 0);
    assert.equal(levelOf(new Float32Array(64).fill(1)), 100);
    assert.ok(Math.abs(levelOf(new Float32Array(64).fill(10 ** -1.5)) - 50) < 0.1);
    assert.equal(levelOf(new Float32Array(64).fill(10 ** -4)), 0);
    assert.equal(levelOf(new Float32Array(0)), 0);
});
