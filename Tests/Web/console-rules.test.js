import assert from 'node:assert/strict';
import test from 'node:test';

import { load } from './support/load.js';

const { clockText, secondsSince, secondsUntil } = await load('countdown.js');
const { imageAddress, invitationText, spokenAddress } = await load('invitation.js');
const { TABS, toolsOf } = await load('tools.js');
const { readProblem, UploadQueue } = await load('upload-queue.js');
const { qualityParts } = await load('customer-card.js');
const { noticeIcon } = await load('notices-view.js');
const { findKey } = await load('node-connection.js');
const { Texts } = await load('i18n.js');

test('only what was achieved carries a tick', () => {
    for (const [key, isError, icon] of [
        ['notice.customerJoined', false, 'check'], ['notice.fileSaved', false, 'check'],
        ['notice.requestDenied', false, 'info'], ['notice.viewStoppedByCustomer', false, 'info'],
        ['notice.mismatch', true, 'alert'],
    ]) {
        assert.equal(noticeIcon({ key, isError }), icon, key);
    }
});

test('the line says nothing of pictures while there is none', () => {
    const quality = { roundTripMilliseconds: 12, kilobitsPerSecond: 3, framesPerSecond: 0, lossPercent: 0 };
    const texts = new Texts(['en'], null);
    assert.deepEqual(qualityParts(texts, quality, false), ['12 ms', '3 kbit/s']);
    assert.deepEqual(qualityParts(texts, { ...quality, framesPerSecond: 28, lossPercent: 2 }, true),
        ['12 ms', '3 kbit/s', '28 pictures/s', '2 % lost']);
});

test('a countdown ends at zero and never shows a second that is over', () => {
    assert.equal(secondsUntil(100, 99_001), 1);
    assert.equal(secondsUntil(100, 100_000), 0);
    assert.equal(secondsUntil(100, 250_000), 0);
    assert.equal(secondsSince(100, 102_900), 2);
    assert.equal(secondsSince(100, 50_000), 0);
});

test('durations read as on a clock', () => {
    assert.deepEqual([0, 7, 60, 899, 3_600, 86_399].map(clockText),
        ['0:00', '0:07', '1:00', '14:59', '1:00:00', '23:59:59']);
});

test('an address is said without what the browser adds, but http is said', () => {
    assert.equal(spokenAddress('https://help.example/'), 'help.example');
    assert.equal(spokenAddress('http://127.0.0.1:8080'), 'http://127.0.0.1:8080');
});

const snapshot = {
    site: { name: 'Site', address: 'https://help.example' }, service: 'connected', notices: [],
    account: { name: 'ana', displayName: 'Ana' },
    session: {
        id: 's', number: '123456789', numberExpiresAt: 0, isLinkUsed: false, knocks: [], share: { none: {} }, chat: [],
        files: [], link: 'https://help.example/j/i#s',
    },
};
const customer = { name: 'Chen', system: 'Windows · Chrome 156', abilities: ['shareDesktop', 'receiveFiles'] };

test('an invitation holds number, site address and link, and no link when there is none', () => {
    for (const language of ['en', 'zh-TW']) {
        const texts = new Texts([language], null);
        const text = invitationText(texts, snapshot);
        for (const part of ['123 456 789', 'https://help.example', 'https://help.example/j/i#s', 'Ana']) {
            assert.ok(text.includes(part), `${part} in ${language}`);
        }
        const { link: _, ...session } = snapshot.session;
        const without = invitationText(texts, { ...snapshot, session });
        assert.ok(without.includes('123 456 789') && !without.includes('/j/') && !without.includes('{'));
    }
});

test('a QR code is shown as an image, so that nothing in it runs', () => {
    const address = imageAddress('<svg onload="alert(1)">"#</svg>');
    assert.ok(address.startsWith('data:image/svg+xml,%3Csvg') && !/["#<>]/.test(address));
});

test('the tabs are the same in every state', () => {
    assert.deepEqual(TABS, ['tools', 'desktop', 'application', 'session']);
    for (const session of [snapshot.session, { ...snapshot.session, customer }]) {
        assert.deepEqual(Object.keys(toolsOf({ ...snapshot, session })), TABS);
    }
});

/**
 * The one button of the Desktop tab.
 *
 * @param {object} share
 * @param {readonly string[] | null} abilities
 */
function desktopTool(share, abilities = customer.abilities) {
    const session = abilities === null
        ? snapshot.session : { ...snapshot.session, share, customer: { ...customer, abilities } };
    const [tool] = toolsOf({ ...snapshot, session }).desktop;
    return `${tool.name} ${tool.isEnabled} ${tool.detail}`;
}

test('the desktop button follows the picture, and says why it does not work', () => {
    assert.equal(desktopTool({ none: {} }, null), 'requestView false console.needsCustomer');
    assert.equal(desktopTool({ none: {} }, []), 'requestView false console.viewUnableHint');
    assert.equal(desktopTool({ none: {} }), 'requestView true console.viewRequestHint');
    assert.match(desktopTool({ asked: { request: 'r', scope: 'viewDesktop' } }), /^withdrawRequest true/);
    assert.match(desktopTool({ starting: { request: 'r', scope: 'viewDesktop' } }), /^stopView true/);
    assert.match(desktopTool({ live: { request: 'r', scope: 'viewDesktop', surface: 'monitor' } }), /^stopView true/);
});

/**
 * The second button of the Desktop tab.
 *
 * @param {object} control
 * @param {object} [share]
 * @param {readonly string[]} [abilities]
 * @param {string} [software]
 */
function controlTool(control, share = { none: {} }, abilities = ['shareDesktop', 'controlDesktop'],
    software = 'supportManager') {
    const session = { ...snapshot.session, share, control, customer: { ...customer, abilities, software } };
    const [, tool] = toolsOf({ ...snapshot, session }).desktop;
    return `${tool.name} ${tool.isEnabled} ${tool.detail}`;
}

test('the control button follows the request, and says why it does not work', () => {
    const none = { none: {} };
    const [, without] = toolsOf(snapshot).desktop;
    assert.equal(`${without.name} ${without.isEnabled} ${without.detail}`,
        'requestControl false console.needsCustomer');
    assert.equal(controlTool(none, none, ['shareDesktop'], 'browser'),
        'requestControl false console.controlUnableSystem');
    assert.equal(controlTool(none, none, ['shareDesktop']), 'requestControl false console.controlUnableNode');
    assert.equal(controlTool(none), 'requestControl true console.controlRequestHint');
    assert.equal(controlTool(none, { live: { request: 'r', scope: 'viewDesktop', surface: 'monitor' } }),
        'requestControl true console.controlRequestHint');
    assert.equal(controlTool(none, { asked: { request: 'r', scope: 'viewDesktop' } }), 'requestControl false console.requestOpen');
    assert.match(controlTool({ asked: { request: 'r' } }), /^withdrawRequest true/);
    assert.match(controlTool({ held: { request: 'r', isPaused: false } }), /^stopControl true/);
});

test('one request for view and control is taken back by one button', () => {
    const session = {
        ...snapshot.session, share: { asked: { request: 'r', scope: 'viewDesktop' } }, control: { asked: { request: 'r' } },
        customer,
    };
    const names = toolsOf({ ...snapshot, session }).desktop.map(({ name, isEnabled }) => `${name} ${isEnabled}`);
    assert.deepEqual(names, ['requestView false', 'withdrawRequest true']);
});

/**
 * The buttons of the Application tab, and after them those of the Desktop tab.
 *
 * @param {object} share
 * @param {object} [control]
 */
function areaTools(share, control = { none: {} }) {
    const abilities = ['shareDesktop', 'controlDesktop', 'shareApplication', 'controlApplication'];
    const session = { ...snapshot.session, share, control, customer: { ...customer, abilities } };
    const { application, desktop } = toolsOf({ ...snapshot, session });
    return [...application, ...desktop].map(({ name, isEnabled }) => `${name} ${isEnabled}`);
}

test('a customer in a browser is asked to switch where there is a program for their system', () => {
    const session = {
        ...snapshot.session, share: { none: {} }, customer: { ...customer, software: 'browser', system: 'Linux · Chrome 156' },
    };
    const draw = (/** @type {object} */ more) => {
        const [, tool] = toolsOf({ ...snapshot, session: { ...session, ...more } }).desktop;
        return `${tool.name} ${tool.isEnabled}`;
    };
    assert.equal(draw({}), 'offerSwitch true');
    assert.equal(draw({ isSwitchOffered: true }), 'offerSwitch false');
});

test('what is shown in one tab is stopped there, and keeps the other from asking', () => {
    assert.deepEqual(areaTools({ none: {} }), [
        'requestApplicationView true', 'requestApplicationControl true', 'requestView true', 'requestControl true',
    ]);
    assert.deepEqual(areaTools({ live: { request: 'r', scope: 'viewApplication', surface: 'window' } }), [
        'stopView true', 'requestApplicationControl true', 'requestView false', 'requestControl false',
    ]);
    assert.deepEqual(
        areaTools({ live: { request: 'r', scope: 'viewDesktop', surface: 'monitor' } },
            { held: { request: 'c', isPaused: false } }),
        ['requestApplicationView false', 'requestApplicationControl false', 'stopView true', 'stopControl true']);
});

/** A queue whose sender is answered by hand. */
function makeQueue() {
    /** @type {{name: string, resolve: (problem: string | null) => void, progress: (sent: number) => void}[]} */
    const sending = [];
    const queue = new UploadQueue((file, progress, signal) => new Promise((resolve) => {
        sending.push({ name: file.name, resolve, progress });
        signal.addEventListener('abort', () => resolve('interrupted'));
    }));
    return { queue, sending, turn: () => new Promise((resolve) => setImmediate(resolve)) };
}

test('files are sent one after the other, and a sent one leaves the list', async () => {
    const { queue, sending, turn } = makeQueue();
    queue.add([{ name: 'a', size: 10 }, { name: 'b', size: 20 }]);
    assert.deepEqual(sending.map(({ name }) => name), ['a']);
    sending[0].progress(4);
    assert.deepEqual(queue.entries.map(({ sent, state }) => [sent, state]), [[4, 'sending'], [0, 'waiting']]);
    sending[0].resolve(null);
    await turn();
    assert.deepEqual(sending.map(({ name }) => name), ['a', 'b']);
    sending[1].resolve('diskFull');
    await turn();
    assert.deepEqual(queue.entries.map(({ name, state, problem }) => [name, state, problem]),
        [['b', 'failed', 'diskFull']]);
});

test('a file that is taken out while it is sent makes room for the next', async () => {
    const { queue, sending, turn } = makeQueue();
    queue.add([{ name: 'a', size: 1 }, { name: 'b', size: 1 }]);
    queue.remove(queue.entries[0].id);
    await turn();
    assert.deepEqual(sending.map(({ name }) => name), ['a', 'b']);
    assert.deepEqual(queue.entries.map(({ name }) => name), ['b']);
});

test('an answer that is unknown is a failure, not a text of the node’s', () => {
    assert.equal(readProblem('{"error":"tooLarge"}'), 'tooLarge');
    for (const text of ['{"error":"<b>"}', '{}', '', '<html>', 'null']) {
        assert.equal(readProblem(text), 'failed', text);
    }
});

/**
 * A page with an address, a kept key and an answer of the node's.
 *
 * @param {{hash?: string, kept?: string, answer?: object}} state
 */
function makePage({ hash = '', kept, answer = {} }) {
    const storage = new Map(kept === undefined ? [] : [['nearhand.key', kept]]);
    const log = [];
    return {
        log, storage,
        location: { hash, pathname: '/' },
        history: { replaceState: (_state, _title, address) => log.push(`address ${address}`) },
        sessionStorage: {
            getItem: (name) => storage.get(name) ?? null, setItem: (name, value) => storage.set(name, value),
            removeItem: (name) => storage.delete(name),
        },
        fetch: async (path, { body }) => {
            log.push(`${path} ${body}`);
            return { json: async () => answer };
        },
    };
}

test('a token leaves the address before it is exchanged, and its key is kept', async () => {
    const page = makePage({ hash: '#secret', answer: { key: 'k' } });
    assert.deepEqual(await findKey(page), { key: 'k' });
    assert.deepEqual(page.log, ['address /', '/session {"token":"secret"}']);
    assert.equal(page.storage.get('nearhand.key'), 'k');
});

test('a reload goes on with the kept key and sends no token', async () => {
    const page = makePage({ kept: 'k' });
    assert.deepEqual(await findKey(page), { key: 'k' });
    assert.deepEqual(page.log, []);
    assert.deepEqual(await findKey(makePage({})), { problem: 'keyRefused' });
});

test('a token that was used before ends the kept key as well', async () => {
    const page = makePage({ hash: '#secret', kept: 'k', answer: { error: 'tokenReused' } });
    assert.deepEqual(await findKey(page), { problem: 'tokenReused' });
    assert.equal(page.storage.size, 0);
});

test('an old token from the history does not shut out a page that has its key', async () => {
    const page = makePage({ hash: '#old', kept: 'k', answer: { error: 'tokenRefused' } });
    assert.deepEqual(await findKey(page), { key: 'k' });
    const stranger = makePage({ hash: '#old', answer: { error: 'tokenRefused' } });
    assert.deepEqual(await findKey(stranger), { problem: 'keyRefused' });
});
