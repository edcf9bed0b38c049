import { parseServiceMessage, SIGNALING_SUBPROTOCOL, SIGNALING_VERSION } from '../signaling.js';

/** @typedef {import('../signaling.js').ClientMessage} ClientMessage */
/** @typedef {import('../signaling.js').ServiceMessage} ServiceMessage */

/** A service that has not said *welcome* by then is not there. */
const WELCOME_MILLISECONDS = 10_000;

/** Shorter than the idle time-outs of common proxies. */
const PING_MILLISECONDS = 20_000;

/** After two pings without any answer the connection is gone, whatever the system says. */
const SILENCE_MILLISECONDS = 50_000;

/**
 * One WebSocket to the service, as a customer.
 *
 * Fires `message` (a `CustomEvent` whose `detail` is a `ServiceMessage`, the first of them `welcome`) and, once and
 * last, `lost`.
 */
export class SignalingConnection extends EventTarget {
    /** @type {WebSocket | null} */
    #socket;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #patience;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    #pinging;
    #isWelcome = false;

    /**
     * @param {string} address `wss://…/api/signal`
     * @param {(address: string, subprotocol: string) => WebSocket} openSocket
     */
    constructor(address, openSocket) {
        super();
        const socket = openSocket(address, SIGNALING_SUBPROTOCOL);
        this.#socket = socket;
        socket.addEventListener('open', () => this.send({ type: 'visit', version: SIGNALING_VERSION }));
        socket.addEventListener('message', (event) => this.#handle(/** @type {unknown} */ (event.data)));
        socket.addEventListener('close', () => this.#lose());
        socket.addEventListener('error', () => this.#lose());
        this.#patience = setTimeout(() => this.#lose(), WELCOME_MILLISECONDS);
        this.#pinging = setInterval(() => this.send({ type: 'ping' }), PING_MILLISECONDS);
    }

    /** Whether messages can be sent. */
    get isOpen() {
        return this.#socket !== null && this.#isWelcome;
    }

    /** @param {ClientMessage} message dropped when the connection is not open */
    send(message) {
        if (this.#socket?.readyState === 1) {
            this.#socket.send(JSON.stringify(message));
        }
    }

    /** Closes without a `lost`. */
    close() {
        const socket = this.#socket;
        this.#socket = null;
        clearTimeout(this.#patience);
        clearInterval(this.#pinging);
        socket?.close();
    }

    /** @param {unknown} data */
    #handle(data) {
        if (this.#socket === null) {
            return;
        }
        clearTimeout(this.#patience);
        this.#patience = setTimeout(() => this.#lose(), SILENCE_MILLISECONDS);
        const message = parseServiceMessage(data);
        if (message === null) {
            return;
        }
        this.#isWelcome ||= message.type === 'welcome';
        this.dispatchEvent(new CustomEvent('message', { detail: message }));
    }

    #lose() {
        if (this.#socket !== null) {
            this.close();
            this.dispatchEvent(new Event('lost'));
        }
    }
}
