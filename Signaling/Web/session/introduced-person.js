import { CONTROL_VERSION } from '../control.js';
import { Lifeline } from './lifeline.js';

/** @typedef {import('../control.js').ControlMessage} ControlMessage */

/**
 * What follows from a message: nothing more, they said who they are, what they have switched on of the call, they go,
 * their program speaks another version, a payload of the pair's own, or it was not theirs to send.
 *
 * @typedef {'nothing' | 'greeted' | 'presence' | 'left' | 'otherVersion' | 'relayed' | 'ignored'} Reaction
 */

/** How many payloads of the pair's may come over its own channel; the primary carries no more. */
const PAYLOADS_PER_SECOND = 50;
const PAYLOADS_AT_ONCE = 200;

/**
 * One of those whom the primary host introduced: seen and spoken with, and without a right to anything else. Fires
 * `lost` after two minutes of silence.
 */
export class IntroducedPerson extends EventTarget {
    /** The primary's word. */
    entry;
    link;
    #lifeline;
    #isConnected = false;
    #isGreeted = false;
    #highest = -1;
    #now;
    #payloadsLeft = PAYLOADS_AT_ONCE;
    #payloadsCountedAt;

    /**
     * @param {{id: string, name: string, account: string | null, role: 'host' | 'customer'}} entry
     * @param {import('./introduced-link.js').IntroducedLink} link
     * @param {() => number} now milliseconds on a monotonic clock
     */
    constructor(entry, link, now) {
        super();
        this.entry = entry;
        this.link = link;
        this.#now = now;
        this.#payloadsCountedAt = now();
        this.#lifeline = new Lifeline(now);
        this.#lifeline.addEventListener('beat', () => {
            link.send({ type: 'heartbeat', sequence: this.#lifeline.sequence });
        });
        this.#lifeline.addEventListener('lost', () => this.dispatchEvent(new Event('lost')));
    }

    /** Whether their connection to this side is verified. */
    get isConnected() {
        return this.#isConnected;
    }

    /** For people: with the account, where the primary invited one. */
    get title() {
        const { name, account } = this.entry;
        return account === null ? name : `${name} (${account})`;
    }

    /** @param {import('../control.js').Hello} hello of this side's */
    connect(hello) {
        this.#isConnected = true;
        this.link.send(hello);
        this.#lifeline.start();
    }

    /**
     * @param {ControlMessage | null} message `null` for what is none
     * @returns {Reaction}
     */
    handle(message) {
        this.#lifeline.hear();
        if (message?.type === 'hello') {
            return this.#greet(message);
        }
        if (message === null || !this.#isGreeted) {
            return 'ignored';
        }
        switch (message.type) {
        case 'heartbeat':
            return this.#beat(message.sequence);
        case 'callPresence':
            return 'presence';
        case 'introductionRelay':
            return message.participant === this.entry.id && this.#takesPayload() ? 'relayed' : 'ignored';
        case 'leave':
        case 'end':
            return 'left';
        default:
            // Nobody but the primary asks, offers or introduces.
            return 'ignored';
        }
    }

    /** Nothing is waited for any more, and the link closes when what was sent before has left. */
    close() {
        this.#lifeline.stop();
        void this.link.close();
    }

    /**
     * @param {import('../control.js').Hello} hello
     * @returns {Reaction}
     */
    #greet({ role, version }) {
        if (this.#isGreeted || role !== this.entry.role) {
            return 'ignored';
        }
        if (version !== CONTROL_VERSION) {
            return 'otherVersion';
        }
        this.#isGreeted = true;
        return 'greeted';
    }

    /** Whether one more payload may be read; each may cost a search for a path. */
    #takesPayload() {
        const now = this.#now();
        const gained = (now - this.#payloadsCountedAt) / 1_000 * PAYLOADS_PER_SECOND;
        this.#payloadsCountedAt = now;
        this.#payloadsLeft = Math.min(PAYLOADS_AT_ONCE, this.#payloadsLeft + gained);
        if (this.#payloadsLeft < 1) {
            return false;
        }
        this.#payloadsLeft -= 1;
        return true;
    }

    /**
     * @param {number} sequence
     * @returns {Reaction}
     */
    #beat(sequence) {
        if (sequence <= this.#highest) {
            return 'ignored';
        }
        this.#highest = sequence;
        return 'nothing';
    }
}
