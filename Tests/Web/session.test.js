import assert from 'node:assert/strict';
import test from 'node:test';

import { descriptionWith, messageOf, payloadOf, TestHost } from './pairing-host.js';
import { FakeChannel, FakePeerConnection, FakeSocket, pairs, settle, until } from './support/fakes.js';
import { load } from './support/load.js';

const { CustomerSession } = await load('session/customer-session.js');
const { variantName } = await load('variant.js');

const SESSION = 'c2Vzc2lvbi1vbmU';
const HOST_FINGERPRINT = new Uint8Array(32).fill(0xa1);
const CUSTOMER_FINGERPRINT = new Uint8Array(32).fill(0xc2);
const SECRET = new Uint8Array(32).fill(7);

/** A customer's session, with the service and the host played by the test. */
class Story {
    sockets = [];
    connections = [];
    channels = { control: new FakeChannel('control'), chat: new FakeChannel('chat') };
    host = new TestHost(SESSION, HOST_FINGERPRINT);
    now = 0;

    constructor(invitation = null) {
        this.session = new CustomerSession({
            signalingAddress: 'wss://example/api/signal',
            openSocket: () => {
                const socket = new FakeSocket();
                this.sockets.push(socket);
                return socket;
            },
            makePeerConnection: () => {
                const connection = new FakePeerConnection(CUSTOMER_FINGERPRINT);
                this.connections.push(connection);
                return connection;
            },
            makeCertificate: async () => ({
                getFingerprints: () => [{ algorithm: 'sha-256', value: pairs(CUSTOMER_FINGERPRINT) }],
            }),
            captureScreen: async () => {
                throw new DOMException('', 'NotAllowedError');
            },
            openSink: async () => {
                throw new Error('no file in this story');
            },
            call: null,
            system: 'Linux · Test 1',
            origin: 'https://help.example',
            now: () => this.now,
            wallClock: () => 1_700_000_000,
        }, { name: 'Example', address: 'https://example' }, invitation, null);
    }

    static byLink() {
        return new Story({ invitation: 'aW52aXRhdGlvbg', secret: SECRET, hostDisplayName: 'Grace' });
    }

    get socket() {
        return this.sockets.at(-1);
    }

    get stage() {
        return variantName(this.session.snapshot.stage);
    }

    get peer() {
        return this.connections.at(-1);
    }

    /** The service answers the knock. */
    knock(command) {
        this.session.handle(command);
        this.welcome();
    }

    welcome() {
        this.socket.open();
        this.socket.receive({
            type: 'welcome', version: 1, site: { name: 'Example', address: 'https://example' }, iceServers: [], now: 0,
        });
    }

    wait() {
        this.socket.receive({ type: 'waiting', attempt: 'a1', session: SESSION, hostDisplayName: 'Grace' });
    }

    admit(iceServers = []) {
        this.socket.receive({ type: 'admitted', attempt: 'a1', iceServers });
    }

    /** The payload of the next relayed message of a type. */
    async relayed(type) {
        const find = () => this.socket.sent.find((message) => message.type === 'relay'
            && messageOf(message.payload).type === type);
        const message = await until(find, `relayed ${type}`);
        this.socket.sent.splice(this.socket.sent.indexOf(message), 1);
        return message.payload;
    }

    async relay(made) {
        const payload = typeof made === 'string' ? made : await made;
        this.socket.receive({ type: 'relayed', attempt: 'a1', payload });
        await settle();
    }

    /** The host offers, the customer answers. */
    async exchange() {
        await this.relay(this.host.offer());
        const answer = await this.host.open(await this.relayed('sealed'));
        assert.equal(answer.kind, 'answer');
    }

    /** Everything from the offer to the open channels. */
    async verify() {
        await this.exchange();
        await this.relay(this.host.confirm(CUSTOMER_FINGERPRINT));
        this.peer.opens(this.channels.control);
        this.peer.opens(this.channels.chat);
        this.peer.become('connected');
        await until(() => this.stage === 'connected', 'connected');
    }

    greet(version = 1) {
        this.channels.control.receive({
            type: 'hello', version, name: 'Grace Hopper', role: 'host', software: 'supportManager', system: 'Linux',
            abilities: [],
        });
    }

    /** A connected session by link. */
    static async connected() {
        const story = Story.byLink();
        story.knock({ type: 'joinByLink', name: 'Ada' });
        story.wait();
        story.admit();
        await story.relay(story.host.greet(await story.relayed('linkHello'), SECRET));
        await story.verify();
        story.greet();
        assert.equal(story.stage, 'connected');
        return story;
    }

    /** Ends the story: nothing may be left running. */
    end() {
        this.session.abandon();
    }
}

test('what was said of the session goes with it', async () => {
    const story = await Story.connected();
    story.channels.control.receive({ type: 'requestShare', request: 'r1', scope: 'viewDesktop' });
    story.channels.control.receive({ type: 'withdrawRequest', request: 'r1' });
    await settle();
    assert.deepEqual(story.session.snapshot.notices.map(({ key }) => key), ['notice.promptWithdrawn']);
    story.session.handle({ type: 'leave' });
    assert.equal(story.stage, 'ended');
    assert.deepEqual(story.session.snapshot.notices, []);
    story.end();
});

test('by number: knock, wait, six digits, four digits, connected', async () => {
    const story = new Story();
    assert.deepEqual(story.session.snapshot.stage, { enterNumber: {} });
    story.knock({ type: 'joinByNumber', number: '123456789', name: ' Ada ' });
    assert.deepEqual(story.socket.sent, [
        { type: 'visit', version: 1 }, { type: 'knock', number: '123456789', name: 'Ada' },
    ]);
    assert.equal(story.stage, 'connectingToSite');
    story.wait();
    assert.equal(story.stage, 'waiting');
    assert.equal(story.session.snapshot.hostDisplayName, 'Grace');
    // The host commits in the same breath, while this side still makes its certificate.
    const commit = await story.host.commit();
    story.admit();
    await story.relay(commit);
    await story.relay(story.host.reveal(await story.relayed('numberHello')));
    await until(() => story.stage === 'typeDigits');
    story.session.handle({ type: 'confirmDigits', digits: story.host.digits.readOut });
    await until(() => story.stage === 'readBack');
    assert.deepEqual(story.session.snapshot.stage, { readBack: { digits: story.host.digits.readBack } });
    assert.equal((await story.host.open(await story.relayed('sealed'))).type, 'digitsMatched');
    await story.verify();
    assert.equal(story.stage, 'connected');
    assert.equal(story.peer.transceiver.direction, 'sendonly');
    assert.deepEqual(story.channels.control.sent, [{
        type: 'hello', version: 1, name: 'Ada', role: 'customer', software: 'browser', system: 'Linux · Test 1',
        abilities: ['shareDesktop', 'shareApplication', 'receiveFiles'],
    }]);
    story.end();
});

test('wrong digits end the attempt on both sides, and no connection was made', async () => {
    const story = new Story();
    story.knock({ type: 'joinByNumber', number: '123456789', name: 'Ada' });
    story.wait();
    // The host commits in the same breath, while this side still makes its certificate.
    const commit = await story.host.commit();
    story.admit();
    await story.relay(commit);
    await story.relay(story.host.reveal(await story.relayed('numberHello')));
    await until(() => story.stage === 'typeDigits');
    const wrong = String((Number(story.host.digits.readOut) + 1) % 1_000_000).padStart(6, '0');
    story.session.handle({ type: 'confirmDigits', digits: wrong });
    await until(() => story.stage === 'ended');
    assert.deepEqual(story.session.snapshot.stage, { ended: { reason: 'mismatch' } });
    assert.ok(story.socket.sent.some(({ type, payload }) => type === 'relay' && messageOf(payload).type === 'mismatch'));
    assert.ok(story.peer.isClosed);
    story.session.startOver();
    assert.deepEqual(story.session.snapshot.stage, { enterNumber: {} });
});

test('by link: the secret never reaches the service', async () => {
    const story = await Story.connected();
    const secret = Buffer.from(SECRET).toString('base64url');
    assert.doesNotMatch(JSON.stringify(story.sockets.map(({ sent }) => sent)), new RegExp(secret));
    assert.equal(story.session.snapshot.hostDisplayName, 'Grace Hopper');
    story.end();
});

test('a service that swaps the host’s fingerprint is found out', async () => {
    const story = Story.byLink();
    story.knock({ type: 'joinByLink', name: 'Ada' });
    story.wait();
    story.admit();
    await story.relay(story.host.greet(await story.relayed('linkHello'), SECRET));
    await story.exchange();
    // The connection that stands is with somebody else than the one whose tag came over the sealed relay.
    story.peer.currentRemoteDescription = { type: 'offer', sdp: descriptionWith(new Uint8Array(32).fill(0x66)) };
    await story.relay(story.host.confirm(CUSTOMER_FINGERPRINT));
    story.peer.opens(story.channels.control);
    story.channels.control.dispatchEvent(new Event('open'));
    story.peer.become('connected');
    await until(() => story.stage === 'ended', 'the end');
    assert.deepEqual(story.session.snapshot.stage, { ended: { reason: 'notGenuine' } });
    assert.deepEqual(story.channels.control.sent, []);
});

test('a link with one wrong character offers the number, and the host is told what was wrong', async () => {
    const story = Story.byLink();
    story.knock({ type: 'joinByLink', name: 'Ada' });
    story.wait();
    story.admit();
    const hostSecret = SECRET.slice();
    hostSecret[31] ^= 1;
    await story.relay(story.host.greet(await story.relayed('linkHello'), hostSecret));
    await story.relay(story.host.offer());
    await until(() => story.stage === 'enterNumber', 'the question for a number');
    assert.deepEqual(story.session.snapshot.stage, { enterNumber: { problem: 'linkNotGenuine' } });
    assert.ok(story.socket.sent.some(({ type, payload }) => type === 'relay' && messageOf(payload).type === 'mismatch'));
    assert.equal(story.socket.sent.at(-1).type, 'leave');
});

test('a host who leaves at once after a mismatch is known by it', async () => {
    const story = new Story();
    story.knock({ type: 'joinByNumber', number: '123456789', name: 'Ada' });
    story.wait();
    story.admit();
    await until(() => story.stage === 'connecting', 'the pairing');
    await settle();
    story.socket.receive({ type: 'relayed', attempt: 'a1', payload: payloadOf({ type: 'mismatch' }) });
    story.socket.receive({ type: 'left', attempt: 'a1' });
    await until(() => story.stage === 'ended', 'the end');
    assert.deepEqual(story.session.snapshot.stage, { ended: { reason: 'mismatch' } });
});

test('who waits by a link that somebody else used is offered the number', () => {
    const story = Story.byLink();
    story.knock({ type: 'joinByLink', name: 'Ada' });
    story.wait();
    story.socket.receive({ type: 'refused', code: 'invitationDoesNotWork', attempt: 'a1' });
    assert.deepEqual(story.session.snapshot.stage, { enterNumber: { problem: 'invitationDoesNotWork' } });
});

test('a page of another version than the site says so', () => {
    const story = new Story();
    story.knock({ type: 'joinByNumber', number: '123456789', name: 'Ada' });
    story.socket.receive({ type: 'refused', code: 'unsupportedVersion' });
    assert.deepEqual(story.session.snapshot.stage, { enterNumber: { problem: 'versionDiffers' } });
});

test('a host whose program is of another version ends the connection, and nothing it says is shown', async () => {
    const story = await Story.connected();
    story.greet(2);
    assert.deepEqual(story.session.snapshot.stage, { ended: { reason: 'versionDiffers' } });
    story.end();
});

test('before the host is verified nothing is sent, and nothing that came is shown', async () => {
    const story = Story.byLink();
    story.knock({ type: 'joinByLink', name: 'Ada' });
    story.wait();
    story.admit();
    await story.relay(story.host.greet(await story.relayed('linkHello'), SECRET));
    await story.exchange();
    story.peer.opens(story.channels.control);
    story.channels.control.dispatchEvent(new Event('open'));
    story.peer.opens(story.channels.chat);
    story.peer.become('connected');
    story.greet();
    story.channels.chat.receive({ id: 'm1', text: 'early', sentAt: 1 });
    story.channels.control.receive({ type: 'requestShare', request: 'r1', scope: 'viewDesktop' });
    await settle();
    assert.deepEqual(story.session.snapshot.chat, []);
    assert.equal(story.session.snapshot.prompt, undefined);
    assert.deepEqual(story.channels.control.sent, []);
    await story.relay(story.host.confirm(CUSTOMER_FINGERPRINT));
    await until(() => story.stage === 'connected', 'connected');
    assert.equal(story.session.snapshot.chat[0].text, 'early');
    assert.equal(story.session.snapshot.prompt.asker, 'Grace Hopper');
    story.end();
});

test('each refusal has its text, and a dead link leads to the question for a number', () => {
    for (const [code, expected] of [
        ['numberDoesNotWork', 'numberDoesNotWork'], ['tooManyTries', 'tooManyTries'], ['unavailable', 'siteUnavailable'],
        ['unknownSession', 'numberDoesNotWork'], ['malformed', 'numberDoesNotWork'],
    ]) {
        const story = new Story();
        story.knock({ type: 'joinByNumber', number: '123456789', name: 'Ada' });
        story.socket.receive({ type: 'refused', code });
        assert.deepEqual(story.session.snapshot.stage, { enterNumber: { problem: expected } });
    }
    const story = Story.byLink();
    assert.deepEqual(story.session.snapshot.stage, { enterName: {} });
    story.knock({ type: 'joinByLink', name: 'Ada' });
    story.socket.receive({ type: 'refused', code: 'invitationDoesNotWork' });
    assert.deepEqual(story.session.snapshot.stage, { enterNumber: { problem: 'invitationDoesNotWork' } });
});

test('a name is asked for', () => {
    const story = new Story();
    story.session.handle({ type: 'joinByNumber', number: '123456789', name: ' \u200B ' });
    assert.deepEqual(story.session.snapshot.stage, { enterNumber: { problem: 'nameMissing' } });
    assert.equal(story.sockets.length, 0);
});

test('a host who is away, is back, declines', () => {
    const story = new Story();
    story.knock({ type: 'joinByNumber', number: '123456789', name: 'Ada' });
    story.wait();
    story.socket.receive({ type: 'hostAway', attempt: 'a1' });
    assert.equal(story.stage, 'hostAway');
    story.wait();
    assert.equal(story.stage, 'waiting');
    story.socket.receive({ type: 'declined', attempt: 'a2' });
    assert.equal(story.stage, 'waiting');
    story.socket.receive({ type: 'declined', attempt: 'a1' });
    assert.equal(story.stage, 'declined');
});

test('a site that goes away while the customer waits is tried again, and the knock is repeated', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const story = new Story();
    story.knock({ type: 'joinByNumber', number: '123456789', name: 'Ada' });
    story.wait();
    story.socket.close();
    assert.deepEqual(story.session.snapshot.stage, { connectingToSite: { problem: 'siteUnreachable' } });
    context.mock.timers.tick(500);
    assert.equal(story.sockets.length, 2);
    story.welcome();
    assert.deepEqual(story.socket.sent.at(-1), { type: 'knock', number: '123456789', name: 'Ada' });
    story.end();
});

test('a site that was never there is given up with a text', (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const story = new Story();
    story.session.handle({ type: 'joinByNumber', number: '123456789', name: 'Ada' });
    for (let turn = 0; turn < 5; turn += 1) {
        story.socket.close();
        context.mock.timers.tick(2_000);
    }
    assert.equal(story.sockets.length, 3);
    assert.deepEqual(story.session.snapshot.stage, { enterNumber: { problem: 'siteUnreachable' } });
});

test('chat goes both ways, as text', async () => {
    const story = await Story.connected();
    story.session.handle({ type: 'sendChat', text: 'Hello' });
    const [sent] = story.channels.chat.sent;
    assert.equal(sent.text, 'Hello');
    story.channels.chat.receive({ id: 'm1', text: '<b>Hi</b>', sentAt: 1_700_000_001 });
    story.channels.chat.receive({ id: 'm1', text: 'again', sentAt: 1_700_000_002 });
    story.channels.chat.receive('{"id":1}');
    story.channels.chat.receive('nonsense');
    assert.deepEqual(story.session.snapshot.chat.map(({ isOwn, from, text }) => [isOwn, from, text]), [
        [true, 'Ada', 'Hello'], [false, 'Grace Hopper', '<b>Hi</b>'],
    ]);
    story.end();
});

test('the host ends: both were told, and what was said stays', async () => {
    const story = await Story.connected();
    story.channels.chat.receive({ id: 'm1', text: 'Bye', sentAt: 1 });
    story.channels.control.receive({ type: 'end' });
    story.channels.control.close();
    story.peer.become('failed');
    assert.deepEqual(story.session.snapshot.stage, { ended: { reason: 'byHost' } });
    assert.equal(story.session.snapshot.chat.length, 1);
    story.end();
});

test('the customer leaves: the host is told', async () => {
    const story = await Story.connected();
    story.session.handle({ type: 'leave' });
    assert.deepEqual(story.channels.control.sent.at(-1), { type: 'leave' });
    assert.deepEqual(story.session.snapshot.stage, { ended: { reason: 'byCustomer' } });
    story.end();
});

test('a verified session outlives the service, which cannot end it either', async () => {
    const story = await Story.connected();
    story.socket.receive({ type: 'sessionEnded', session: SESSION, reason: 'byHost' });
    story.socket.receive({ type: 'left', attempt: 'a1' });
    story.socket.close();
    await settle();
    assert.equal(story.stage, 'connected');
    story.end();
});

test('silence: first unreachable, then lost', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const story = await Story.connected();
    const pass = (seconds) => {
        for (let second = 0; second < seconds; second += 1) {
            story.now += 1_000;
            context.mock.timers.tick(1_000);
        }
    };
    pass(3);
    assert.equal(story.session.snapshot.isHostReachable, true);
    assert.deepEqual(story.channels.control.sent.slice(-3).map(({ sequence }) => sequence), [0, 1, 2]);
    pass(2);
    assert.equal(story.session.snapshot.isHostReachable, false);
    story.channels.control.receive({ type: 'heartbeat', sequence: 0 });
    assert.equal(story.session.snapshot.isHostReachable, true);
    pass(115);
    assert.equal(story.stage, 'connected');
    pass(6);
    assert.deepEqual(story.session.snapshot.stage, { ended: { reason: 'connectionLost' } });
    story.end();
});

for (const { relay, candidate, reason } of [
    { relay: [], candidate: null, reason: 'noPathWithoutRelay' },
    { relay: [{ urls: ['stun:a', 'turn:b'] }], candidate: null, reason: 'noPathRelaySilent' },
    { relay: [{ urls: ['turns:b'] }], candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ relay', reason: 'noPath' },
]) {
    test(`no path within ten seconds of the answer is said to be none: ${reason}`, async (context) => {
        context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
        const story = Story.byLink();
        story.knock({ type: 'joinByLink', name: 'Ada' });
        story.wait();
        story.admit(relay);
        await story.relay(story.host.greet(await story.relayed('linkHello'), SECRET));
        await story.exchange();
        if (candidate !== null) {
            story.peer.finds(candidate);
        }
        context.mock.timers.tick(9_400);
        assert.equal(story.stage, 'connecting');
        context.mock.timers.tick(600);
        assert.deepEqual(story.session.snapshot.stage, { ended: { reason } });
        story.session.startOver();
        assert.deepEqual(story.session.snapshot.stage, { enterName: {} });
        story.end();
    });
}

test('a path that is there in time may take longer to be secured', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const story = Story.byLink();
    story.knock({ type: 'joinByLink', name: 'Ada' });
    story.wait();
    story.admit();
    await story.relay(story.host.greet(await story.relayed('linkHello'), SECRET));
    await story.exchange();
    story.peer.iceConnectionState = 'connected';
    context.mock.timers.tick(10_000);
    assert.equal(story.stage, 'connecting');
    context.mock.timers.tick(20_000);
    assert.deepEqual(story.session.snapshot.stage, { ended: { reason: 'noPath' } });
    story.end();
});

test('a lost path is asked for again, and another offer is answered while the session goes on', async () => {
    const story = await Story.connected();
    story.peer.become('disconnected');
    assert.equal((await story.host.open(await story.relayed('sealed'))).type, 'restart');
    await story.relay(story.host.seal({
        type: 'description', kind: 'offer', sdp: descriptionWith(HOST_FINGERPRINT), restart: 1,
    }));
    const answer = await story.host.open(await story.relayed('sealed'));
    assert.equal(answer.kind, 'answer');
    assert.equal(answer.restart, 1);
    story.peer.become('failed');
    assert.equal((await story.host.open(await story.relayed('sealed'))).type, 'restart');
    story.peer.become('connected');
    assert.equal(story.stage, 'connected');
    story.end();
});

test('when the connection to the site broke too, the page comes back for the relay', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
    const story = await Story.connected();
    story.socket.close();
    context.mock.timers.tick(500);
    story.welcome();
    assert.deepEqual(story.socket.sent.at(-1), { type: 'rejoin', attempt: 'a1' });
    story.admit();
    assert.deepEqual(story.socket.sent.map(({ type }) => type), ['visit', 'rejoin'], 'a path that holds needs nothing');
    story.socket.close();
    story.peer.become('disconnected');
    context.mock.timers.tick(500);
    story.welcome();
    story.admit();
    // A request for another path; one that was made while there was no connection is lost.
    await story.relayed('sealed');
    story.end();
});

test('other relay credentials are for the next path; the present one goes on', async () => {
    const story = await Story.connected();
    const iceServers = [{ urls: ['turn:relay.example'], username: 'later', credential: 'c' }];
    const before = story.socket.sent.length;
    story.admit(iceServers);
    assert.deepEqual(story.peer.configuration, { certificates: ['the first'], iceServers });
    story.peer.setConfiguration = () => {
        throw new DOMException('', 'SyntaxError');
    };
    story.admit([{ urls: ['no server'] }]);
    assert.equal(story.socket.sent.length, before);
    assert.equal(story.stage, 'connected');
    story.end();
});

test('what a host sends that is no message does no harm', async () => {
    const story = await Story.connected();
    for (const data of ['', '{', '[]', 'null', '{"type":"toString"}', '{"type":"filePublished"}', '{"type":"hello"}',
        '{"type":"requestShare","request":1,"scope":"viewDesktop"}', '{"type":"requestShare","request":"r","scope":"all"}',
        `{"type":"${'x'.repeat(70_000)}"}`]) {
        story.channels.control.receive(data);
    }
    assert.equal(story.stage, 'connected');
    assert.equal(story.session.snapshot.prompt, undefined);
    story.end();
});
