import { readAddress } from '../invitation-address.js';

/** @typedef {import('../control.js').ControlMessage} ControlMessage */
/** @typedef {import('../control.js').SwitchAnswer} SwitchAnswer */

/** The offer to go on in Support Manager, from the host's question to the person's answer. Fires `change`. */
export class ProgramSwitch extends EventTarget {
    #send;
    #origin;
    /** @type {{invitation: string, secret: Uint8Array} | null} */
    #offer = null;
    #isAccepted = false;

    /**
     * @param {(message: ControlMessage) => void} send to the host
     * @param {string} origin of this site, which is the only one that the offer may lead to
     */
    constructor(send, origin) {
        super();
        this.#send = send;
        this.#origin = origin;
    }

    /** The way into the session by the other program, while the host's question stands. */
    get offer() {
        return this.#offer;
    }

    /** Whether the person has opened the other program: this connection ends when that one stands. */
    get isAccepted() {
        return this.#isAccepted;
    }

    /**
     * The host asks.
     *
     * @param {string} link
     */
    take(link) {
        this.#offer = this.#read(link);
        this.#isAccepted = false;
        if (this.#offer === null) {
            this.#send({ type: 'answerSwitch', answer: 'unavailable' });
        }
        this.dispatchEvent(new Event('change'));
    }

    /** @param {SwitchAnswer} answer */
    answer(answer) {
        if (this.#offer === null) {
            return;
        }
        this.#isAccepted = answer === 'accepted';
        if (!this.#isAccepted) {
            this.#offer = null;
        }
        this.#send({ type: 'answerSwitch', answer });
        this.dispatchEvent(new Event('change'));
    }

    /** @param {string} link */
    #read(link) {
        try {
            const { origin, pathname, hash } = new URL(link);
            const address = readAddress(pathname, hash);
            return origin === this.#origin && address.kind === 'link' ? address : null;
        } catch {
            return null;
        }
    }
}
