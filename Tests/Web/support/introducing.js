/** A primary host, and a further host whom it introduces to a customer's page. */

import {
    deriveIntroductionKeys, introductionTranscript,
} from '../../../Sources/WebAssets/Web/introduction-pairing.js';
import { serializeBase64URL } from '../../../Sources/WebAssets/Web/pairing-cryptography.js';
import { messageOf, payloadOf, requireBytes, TestHost } from '../pairing-host.js';
import { FakeDevices, fakeSection } from './fake-sections.js';
import { FakeChannel, FakePeerConnection, pairs, settle, until } from './fakes.js';
import { load } from './load.js';

const { Conversation } = await load('session/conversation.js');
const { PeerMedia } = await load('session/peer-media.js');

/** @param {string} hexadecimal */
export function bytes(hexadecimal) {
    return Uint8Array.from(Buffer.from(hexadecimal, 'hex'));
}

/** The offering side answers the greeting of the other. */
export async function greetIntroduced(offering, payload, { pair, secret }, answeringFingerprint) {
    const nonce = crypto.getRandomValues(new Uint8Array(16));
    const transcript = await introductionTranscript(
        offering.session, pair, { nonce, fingerprint: offering.fingerprint },
        { nonce: requireBytes(messageOf(payload).nonce), fingerprint: answeringFingerprint },
    );
    offering.keys = await deriveIntroductionKeys(secret, transcript);
    return payloadOf({ type: 'introductionHello', nonce: serializeBase64URL(nonce) });
}

export const SESSION = 'c2Vzc2lvbi1vbmU';

/** The sections of a connection: sound, screen, camera. */
function sections() {
    return ['audio', 'video', 'video'].map(fakeSection);
}

/** A customer's page that is connected to its primary host, whom the test plays, as everybody else. */
export class MeshStory {
    control = new FakeChannel('control');
    devices = new FakeDevices();
    hostSections = sections();
    connections = [];
    certificates = 0;
    events = [];
    now = 0;
    place = { session: SESSION, iceServers: [{ urls: ['stun:a'] }] };

    constructor() {
        const media = new PeerMedia();
        media.take(this.hostSections);
        this.conversation = new Conversation({
            captureScreen: null, openSink: null, parts: null, call: this.devices.environment, system: 'Linux · Test 1',
            now: () => this.now, wallClock: () => 1_700_000_000,
            makeCertificate: async () => {
                this.certificates += 1;
                const value = pairs(this.fingerprint(this.certificates));
                return { number: this.certificates, getFingerprints: () => [{ algorithm: 'sha-256', value }] };
            },
            makePeerConnection: (configuration) => {
                const connection = new FakePeerConnection(this.fingerprint(configuration.certificates[0].number));
                connection.given = configuration;
                connection.sections = sections();
                connection.getTransceivers = () => connection.sections;
                this.connections.push(connection);
                return connection;
            },
        }, 'Ada', 'Grace');
        for (const type of ['notice', 'ended', 'hostLost']) {
            this.conversation.addEventListener(type, (event) => this.events.push([type, event.detail]));
        }
        this.conversation.attach(this.control);
        this.conversation.attach(new FakeChannel('chat'));
        this.conversation.verify({ media }, () => this.place);
        this.control.receive({
            type: 'hello', version: 1, name: 'Grace', role: 'host', software: 'supportManager', system: 'Linux',
            abilities: [],
        });
    }

    /** Of the page's certificate with this number. */
    fingerprint(number) {
        return new Uint8Array(32).fill(0xc0 + number);
    }

    get introductions() {
        return this.conversation.introductions;
    }

    get call() {
        return this.conversation.call;
    }

    get people() {
        return this.call.snapshot('Grace').people;
    }

    /** What was sent to the primary of a type. */
    sent(type) {
        return this.control.sent.filter((message) => message.type === type);
    }

    /** The primary asks for a certificate, and gets its fingerprint. */
    async prepare(participant) {
        this.control.receive({ type: 'prepareIntroduction', participant });
        const find = () => this.sent('introductionPrepared').find((message) => message.participant === participant);
        const { fingerprint } = await until(find, 'a fingerprint');
        return requireBytes(fingerprint);
    }

    /** The primary says who the other is. */
    introduce(participant, changes = {}) {
        const guest = new Guest(participant);
        this.control.receive({
            type: 'introduced', participant, name: 'Robin Weber', account: 'robin', role: 'host',
            fingerprint: serializeBase64URL(guest.host.fingerprint), secret: serializeBase64URL(guest.secret),
            offers: false, ...changes,
        });
        return guest;
    }

    /** The next payload of a pair's that the page gave the primary to carry. */
    async carried(participant) {
        const find = () => this.control.sent.findIndex(
            (message) => message.type === 'introductionRelay' && message.participant === participant);
        await until(() => find() >= 0, 'a payload');
        return this.control.sent.splice(find(), 1)[0].payload;
    }

    async carry(participant, payload) {
        this.control.receive({ type: 'introductionRelay', participant, payload: await payload });
        await settle();
    }

    /** A further host, introduced and paired as far as the confirmation. */
    async pair(participant = 'h-3') {
        const own = await this.prepare(participant);
        const guest = this.introduce(participant);
        guest.own = own;
        guest.connection = this.connections.at(-1);
        const terms = { pair: participant, secret: guest.secret };
        await this.carry(participant, greetIntroduced(guest.host, await this.carried(participant), terms, own));
        await this.carry(participant, guest.host.offer());
        guest.answer = await guest.host.open(await this.carried(participant));
        await this.carry(participant, guest.host.confirm(own));
        guest.connection.opens(guest.control);
        guest.connection.opens(guest.chat);
        return guest;
    }

    /** A further host who is connected and has said who they are. */
    async meet(participant = 'h-3') {
        const guest = await this.pair(participant);
        guest.connection.become('connected');
        await until(() => guest.control.sent.length > 0, 'a greeting');
        guest.greet();
        return guest;
    }

    /** Voice and cameras are open, and everybody named has joined; the page's person joins by a press. */
    async joinAll(...guests) {
        const presence = { type: 'callPresence', voice: 'joined', isMuted: false, isCameraOn: false };
        this.control.receive({ type: 'callOffered', voice: true, camera: true });
        this.control.receive(presence);
        for (const guest of guests) {
            guest.control.receive(presence);
        }
        this.call.handle({ type: 'joinVoice' });
        const microphone = this.devices.give();
        await settle();
        return microphone;
    }

    end() {
        this.conversation.close();
    }
}

/** A further host. */
class Guest {
    control = new FakeChannel('control');
    chat = new FakeChannel('chat');
    secret = crypto.getRandomValues(new Uint8Array(32));

    constructor(participant) {
        this.participant = participant;
        this.host = new TestHost(SESSION, crypto.getRandomValues(new Uint8Array(32)));
    }

    greet(changes = {}) {
        this.control.receive({
            type: 'hello', version: 1, name: 'Robin', role: 'host', software: 'supportManager', system: 'Linux',
            abilities: [], ...changes,
        });
    }

    /** What of the page's voice and camera goes to them. */
    get voice() {
        return this.connection.sections[0].sender.track;
    }

    get screen() {
        return this.connection.sections[1].sender.track;
    }

    get camera() {
        return this.connection.sections[2].sender.track;
    }

    /** What was sent to them of a type. */
    sent(type) {
        return this.control.sent.filter((message) => message.type === type);
    }
}
