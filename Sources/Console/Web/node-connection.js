/** Where the key is kept: it lives as long as the tab, and no other origin sees it. */
const KEY_NAME = 'nearhand.key';

/** The codes with which the node closes a page for good. */
const CLOSE_CODES = Object.freeze({ keyRefused: 4001, takenOver: 4002, tokenReused: 4003 });

/** With more bytes than this on their way to the node it does not read, and a frame more would be an old one. */
const MAXIMUM_WAITING = 4_000_000;

/** The longest pause between two tries to reach the node again. */
const MAXIMUM_PAUSE = 5_000;

/**
 * How the page stands with its node. `lost` mends itself; the last three do not.
 *
 * @typedef {'connecting' | 'open' | 'lost' | 'keyRefused' | 'takenOver' | 'tokenReused'} NodeState
 */

/**
 * Finds the key that opens the node: exchanges the one-time token that the address brought, or takes the key of an
 * earlier load of this tab. The token leaves the address at once, so that it stands in no history.
 *
 * @param {Window} page
 * @returns {Promise<{key: string} | {problem: 'keyRefused' | 'tokenReused'}>}
 */
export async function findKey(page) {
    const token = page.location.hash.slice(1);
    const kept = page.sessionStorage.getItem(KEY_NAME);
    if (token === '') {
        return kept === null ? { problem: 'keyRefused' } : { key: kept };
    }
    page.history.replaceState(null, '', page.location.pathname);
    const response = await page.fetch('/session', {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token }),
    });
    const answer = /** @type {{key?: string, error?: string}} */ (await response.json());
    if (answer.key !== undefined) {
        page.sessionStorage.setItem(KEY_NAME, answer.key);
        return { key: answer.key };
    }
    if (answer.error === 'tokenReused') {
        page.sessionStorage.removeItem(KEY_NAME);
        return { problem: 'tokenReused' };
    }
    return kept === null ? { problem: 'keyRefused' } : { key: kept };
}

/**
 * The page's WebSocket to its own node. It reconnects by itself.
 *
 * Fires `snapshot` (`CustomEvent`, `detail` is the snapshot), `bytes` (`detail` is an `ArrayBuffer`) and `state`.
 *
 * @template Snapshot
 * @template Command
 */
export class NodeConnection extends EventTarget {
    #key;
    /** @type {WebSocket | null} */
    #socket = null;
    /** @type {NodeState} */
    #state = 'connecting';
    #pause = 250;

    /** @param {string} key */
    constructor(key) {
        super();
        this.#key = key;
    }

    /** @returns {NodeState} */
    get state() {
        return this.#state;
    }

    /** What an upload is authorised by. */
    get key() {
        return this.#key;
    }

    /** Opens the connection; a page that was taken over takes back by it. */
    open() {
        const socket = new WebSocket(`ws://${window.location.host}/socket`);
        socket.binaryType = 'arraybuffer';
        this.#socket = socket;
        socket.addEventListener('open', () => socket.send(JSON.stringify({ key: this.#key })));
        socket.addEventListener('message', (event) => this.#receive(event.data));
        socket.addEventListener('close', (event) => {
            if (this.#socket === socket) {
                this.#handleClose(event.code);
            }
        });
    }

    /**
     * Sends a command; `false` when the node cannot be reached now.
     *
     * @param {Command} command
     * @returns {boolean}
     */
    send(command) {
        if (this.#socket === null || this.#socket.readyState !== WebSocket.OPEN) {
            return false;
        }
        this.#socket.send(JSON.stringify(command));
        return true;
    }

    /**
     * Sends a frame that this page encoded; lost when the node cannot be reached now.
     *
     * @param {Uint8Array} message
     */
    sendBytes(message) {
        if (this.#socket !== null && this.#socket.readyState === WebSocket.OPEN
            && this.#socket.bufferedAmount < MAXIMUM_WAITING) {
            this.#socket.send(message);
        }
    }

    /** @param {unknown} data */
    #receive(data) {
        if (data instanceof ArrayBuffer) {
            this.dispatchEvent(new CustomEvent('bytes', { detail: data }));
            return;
        }
        this.#pause = 250;
        this.#setState('open');
        const message = /** @type {{type: string, snapshot: Snapshot}} */ (JSON.parse(String(data)));
        if (message.type === 'snapshot') {
            this.dispatchEvent(new CustomEvent('snapshot', { detail: message.snapshot }));
        }
    }

    /** @param {number} code */
    #handleClose(code) {
        this.#socket = null;
        switch (code) {
        case CLOSE_CODES.takenOver:
            this.#setState('takenOver');
            return;
        case CLOSE_CODES.keyRefused:
        case CLOSE_CODES.tokenReused:
            window.sessionStorage.removeItem(KEY_NAME);
            this.#setState(code === CLOSE_CODES.tokenReused ? 'tokenReused' : 'keyRefused');
            return;
        default:
            this.#setState('lost');
            setTimeout(() => this.open(), this.#pause);
            this.#pause = Math.min(this.#pause * 2, MAXIMUM_PAUSE);
        }
    }

    /** @param {NodeState} state */
    #setState(state) {
        if (state !== this.#state) {
            this.#state = state;
            this.dispatchEvent(new Event('state'));
        }
    }
}
