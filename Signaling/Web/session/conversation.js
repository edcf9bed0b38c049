import { CONTROL_VERSION, parseChatMessage, parseControlMessage } from '../control.js';
import { BrowserCall, HOST } from './browser-call.js';
import { ChatLog } from './chat-log.js';
import { cleanName } from './claims.js';
import { drain, greetingOf } from './greeting.js';
import { Introductions } from './introductions.js';
import { Lifeline } from './lifeline.js';
import { ProgramSwitch } from './program-switch.js';
import { PublishedFiles } from './published-files.js';
import { ScreenShare } from './screen-share.js';

/** @typedef {import('../control.js').ControlMessage} ControlMessage */
/** @typedef {import('../snapshots.js').ChatEntry} ChatEntry */
/** @typedef {import('./peer.js').Peer} Peer */

/**
 * What a conversation needs of the browser and of the page.
 *
 * @typedef {object} ConversationEnvironment
 * @property {(() => Promise<MediaStream>) | null} captureScreen
 * @property {(name: string, size: number) => Promise<import('./download.js').FileSink>} openSink
 * @property {import('./download-part.js').KeptParts} parts of files whose download broke off, also in earlier sessions
 * @property {import('./browser-call.js').CallEnvironment | null} call `null` where there is no sound and no camera
 * @property {string} system `Windows · Chrome 156`
 * @property {string} origin of this site
 * @property {(configuration: RTCConfiguration) => RTCPeerConnection} makePeerConnection
 * @property {() => Promise<RTCCertificate>} makeCertificate
 * @property {() => number} now milliseconds on a monotonic clock
 * @property {() => number} wallClock seconds since 1970
 */

/** What the host sends before it is verified is kept unread, up to this many messages. */
const MAXIMUM_HELD = 64;

/**
 * Everything that goes over the data channels: greeting, heartbeats, chat, files, requests to see the screen.
 *
 * Nothing is sent, and nothing that came is read, before `verify`. Fires `open`, `change`, `progress` (of a download),
 * `notice` (`detail`: key, values, isError), `hostLost` (the host is gone, others whom the host introduced are still
 * here) and `ended` (`detail`: a `CustomerEndReason`).
 */
export class Conversation extends EventTarget {
    /** The host's name; from the service at first, then from the host's own greeting. */
    hostName;
    #environment;
    #name;
    /** @type {RTCDataChannel | null} */
    #control = null;
    /** @type {RTCDataChannel | null} */
    #chat = null;
    /** @type {Peer | null} */
    #peer = null;
    /** @type {(() => void)[]} */
    #held = [];
    #isOpen = false;
    #isGreeted = false;
    #isOver = false;
    #isPathOpen = true;
    #log = new ChatLog();
    #lifeline;
    #share;
    #files;
    /** @type {BrowserCall | null} */
    #call = null;
    #introductions;
    #switch;
    /** @type {() => import('./introductions.js').MeetingPlace | null} */
    #place = () => null;
    #isWithoutHost = false;

    /**
     * @param {ConversationEnvironment} environment
     * @param {string} name what the customer calls themselves
     * @param {string} hostName
     */
    constructor(environment, name, hostName) {
        super();
        this.#environment = environment;
        this.#name = name;
        this.hostName = hostName;
        this.#lifeline = new Lifeline(environment.now);
        this.#share = new ScreenShare({
            captureScreen: environment.captureScreen,
            send: (message) => this.#send(message),
            show: async (track, mode) => this.#peer?.media.show(track, mode),
            setMode: (mode) => void this.#peer?.media.setMode(mode),
            hide: () => this.#peer?.media.hide(),
            now: environment.now,
            asker: () => this.hostName,
            notify: (key, isError = false) => this.#notify(key, {}, isError),
        });
        this.#switch = new ProgramSwitch((message) => this.#send(message), environment.origin);
        this.#files = new PublishedFiles({
            openSink: environment.openSink,
            parts: environment.parts,
            send: (message) => this.#send(message),
            notify: (key, values) => this.#notify(key, values, false),
        });
        this.#introductions = new Introductions({
            environment, name,
            place: () => this.#place(),
            send: (message) => this.#send(message),
            call: () => this.#call,
            notify: (key, values, isError = false) => {
                // Who is left alone reads why it ended.
                if (!this.#isOver) {
                    this.#notify(key, values, isError);
                }
            },
        });
        this.#listen();
    }

    /** @returns {readonly ChatEntry[]} */
    get chat() {
        return this.#log.entries;
    }

    get files() {
        return this.#files;
    }

    get share() {
        return this.#share;
    }

    /** The host's question whether the person goes on in Support Manager. */
    get programSwitch() {
        return this.#switch;
    }

    /** Voice and camera; `null` before the host is verified, and where this browser or the host has neither. */
    get call() {
        return this.#call;
    }

    /** Those whom the host introduced. */
    get introductions() {
        return this.#introductions;
    }

    get isHostReachable() {
        return !this.#isWithoutHost && this.#lifeline.isReachable && this.#isPathOpen;
    }

    /**
     * Takes a channel that the host opened.
     *
     * @param {RTCDataChannel} channel
     */
    attach(channel) {
        if (channel.label === 'control' && this.#control === null) {
            this.#control = channel;
            channel.addEventListener('message', (event) => {
                const data = /** @type {unknown} */ (event.data);
                this.#whenOpen(() => this.#handleControl(parseControlMessage(data)));
            });
            channel.addEventListener('open', () => this.#open());
            channel.addEventListener('close', () => this.#loseHost());
        } else if (channel.label === 'chat' && this.#chat === null) {
            this.#chat = channel;
            channel.addEventListener('message', (event) => {
                const data = /** @type {unknown} */ (event.data);
                this.#whenOpen(() => this.#handleChat(parseChatMessage(data)));
            });
        } else if (channel.label === 'file' && this.#isOpen) {
            this.#files.attach(channel);
        } else {
            channel.close();
        }
    }

    /**
     * The host proved to be the host, over this connection.
     *
     * @param {Peer} peer
     * @param {() => import('./introductions.js').MeetingPlace | null} place where introduced pairs pair
     */
    verify(peer, place) {
        this.#peer = peer;
        this.#place = place;
        this.#open();
    }

    /** @param {boolean} isPathOpen what the browser says of the path to the host */
    setPath(isPathOpen) {
        if (isPathOpen !== this.#isPathOpen) {
            this.#isPathOpen = isPathOpen;
            this.#changeReachability();
        }
    }

    /** @param {string} typed */
    sendChat(typed) {
        const chat = this.#chat;
        if (!this.#isOpen || this.#isWithoutHost || chat?.readyState !== 'open') {
            return;
        }
        const message = this.#log.write(typed, this.#name, this.#environment.wallClock());
        if (message !== null) {
            chat.send(JSON.stringify(message));
            this.dispatchEvent(new Event('change'));
        }
    }

    /** Tells the host that the customer leaves, and stops everything. */
    leave() {
        this.#share.end();
        this.#call?.end();
        this.#send({ type: 'leave' });
        this.#end('byCustomer');
    }

    /** Stops everything without a word. */
    close() {
        this.#isOver = true;
        this.#lifeline.stop();
        this.#share.end();
        this.#introductions.end();
        this.#call?.end();
        this.#files.end();
    }

    /**
     * Resolves when what was sent last is on its way, or after half a second.
     *
     * @returns {Promise<void>}
     */
    async flush() {
        await drain(this.#control, this.#environment.now);
    }

    #listen() {
        this.#share.addEventListener('change', () => this.dispatchEvent(new Event('change')));
        this.#switch.addEventListener('change', () => this.dispatchEvent(new Event('change')));
        this.#files.addEventListener('change', () => this.dispatchEvent(new Event('change')));
        this.#files.addEventListener('progress', () => this.dispatchEvent(new Event('progress')));
        this.#lifeline.addEventListener('beat', () => {
            this.#send({ type: 'heartbeat', sequence: this.#lifeline.sequence });
        });
        this.#lifeline.addEventListener('change', () => this.#changeReachability());
        this.#lifeline.addEventListener('lost', () => this.#loseHost());
        this.#introductions.addEventListener('change', () => {
            if (this.#isWithoutHost && !this.#introductions.hasCompany) {
                this.#end('connectionLost');
            } else {
                this.#changeReachability();
            }
        });
    }

    #changeReachability() {
        if (this.#isOpen && !this.#isOver) {
            this.dispatchEvent(new Event('change'));
        }
    }

    #open() {
        if (this.#isOpen || this.#isOver || this.#peer === null || this.#control?.readyState !== 'open') {
            return;
        }
        this.#isOpen = true;
        this.#send(greetingOf(this.#environment, this.#name, this.#peer.media));
        this.#beginCall(this.#peer);
        this.#lifeline.start();
        this.dispatchEvent(new Event('open'));
        for (const read of this.#held.splice(0)) {
            read();
        }
    }

    /** @param {Peer} peer */
    #beginCall(peer) {
        const { call: environment } = this.#environment;
        if (environment !== null && (peer.media.canTalk || peer.media.canUseCamera)) {
            this.#call = new BrowserCall(environment, peer.media, (message) => this.#send(message));
            this.#call.addEventListener('change', () => this.#changeReachability());
            this.#call.tell();
        }
    }

    /** @param {() => void} read reads one message, now or after the verification */
    #whenOpen(read) {
        if (this.#isOver) {
            return;
        }
        if (this.#isOpen) {
            read();
        } else if (this.#held.length < MAXIMUM_HELD) {
            this.#held.push(read);
        }
    }

    /** @param {ControlMessage | null} message */
    #handleControl(message) {
        if (message === null || this.#isOver || this.#isWithoutHost) {
            return;
        }
        this.#lifeline.hear();
        if (message.type === 'hello' && message.version !== CONTROL_VERSION) {
            this.#end('versionDiffers');
            return;
        }
        if (message.type === 'hello') {
            this.#isGreeted = true;
            this.hostName = cleanName(message.name) || this.hostName;
            this.dispatchEvent(new Event('change'));
            return;
        }
        if (!this.#isGreeted) {
            return;
        }
        switch (message.type) {
        case 'offerSwitch':
            this.#switch.take(message.link);
            break;
        case 'requestShare':
            this.#share.ask(message.request, message.scope);
            break;
        case 'withdrawRequest':
        case 'stopShare':
            this.#share.withdraw(message.request);
            break;
        case 'filePublished':
            this.#files.publish(message);
            break;
        case 'fileWithdrawn':
            this.#files.withdraw(message.file);
            break;
        case 'fileFailed':
            this.#files.handleFailure(message.transfer, message.reason);
            break;
        case 'callOffered':
            for (const key of this.#call?.closedBy(message) ?? []) {
                this.#notify(key, {}, false);
            }
            this.#call?.receive(message);
            break;
        case 'callPresence':
            this.#call?.receive(message);
            break;
        case 'setDisplayMode':
            this.#share.setMode(message.mode);
            break;
        case 'prepareIntroduction':
        case 'introduced':
        case 'introductionRelay':
        case 'dismissed':
            this.#introductions.take(message);
            break;
        case 'end':
            this.#end('byHost');
            break;
        }
    }

    /** @param {import('../control.js').ChatMessage | null} message */
    #handleChat(message) {
        if (message !== null && this.#isGreeted && this.#log.take(message, this.hostName)) {
            this.dispatchEvent(new Event('change'));
        }
    }

    /** @param {ControlMessage} message */
    #send(message) {
        if (this.#isOpen && !this.#isWithoutHost && this.#control?.readyState === 'open') {
            this.#control.send(JSON.stringify(message));
        }
    }

    /**
     * @param {string} key
     * @param {Record<string, string>} values
     * @param {boolean} isError
     */
    #notify(key, values, isError) {
        const detail = { key, values: { host: this.hostName, ...values }, isError };
        this.dispatchEvent(new CustomEvent('notice', { detail }));
    }

    /**
     * The host is gone, and every right and offer with it. Where others are still here they stay; what was not
     * connected by then never will be.
     */
    #loseHost() {
        if (this.#isOver || this.#isWithoutHost) {
            return;
        }
        if (!this.#introductions.hasCompany) {
            this.#end('connectionLost');
            return;
        }
        this.#share.end();
        this.#files.end();
        this.#lifeline.stop();
        this.#isWithoutHost = true;
        this.#introductions.losePrimary();
        this.#call?.part(HOST);
        this.dispatchEvent(new Event('hostLost'));
        this.dispatchEvent(new Event('change'));
    }

    /**
     * What the person is told of an end: a connection that breaks after they opened Support Manager goes on there.
     *
     * @param {import('../snapshots.js').CustomerEndReason} reason
     * @returns {import('../snapshots.js').CustomerEndReason}
     */
    endReason(reason) {
        return reason === 'connectionLost' && this.#switch.isAccepted ? 'switched' : reason;
    }

    /** @param {import('../snapshots.js').CustomerEndReason} reason */
    #end(reason) {
        if (!this.#isOver) {
            this.close();
            this.dispatchEvent(new CustomEvent('ended', { detail: this.endReason(reason) }));
        }
    }
}
