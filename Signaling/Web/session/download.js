/** @typedef {import('../snapshots.js').FileFailure} FileFailure */
/** @typedef {import('./download-part.js').DownloadPart} DownloadPart */

/**
 * Where a download's bytes go.
 *
 * @typedef {object} FileSink
 * @property {(bytes: Uint8Array) => Promise<void>} write
 * @property {() => Promise<void>} commit the bytes are all there and are the right ones
 * @property {() => Promise<void>} discard whatever was written must go
 */

/** The publisher opens the channel within this time. */
const OPENING_MILLISECONDS = 30_000;

/**
 * One download of one published file, from the wish to the checked file. It goes on where its part ends, and the hash
 * covers the whole.
 *
 * Fires `progress`, then once either `complete` or `failed` (`detail`: a `FileFailure`); what becomes of the part then
 * is for whoever made it.
 */
export class Download extends EventTarget {
    /** The transfer's identifier; the publisher's channel carries it as its protocol. */
    transfer;
    #size;
    #sha256;
    #part;
    #isOver = false;
    /** @type {RTCDataChannel | null} */
    #channel = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #opening;

    /**
     * @param {string} transfer
     * @param {{size: number, sha256: string}} file
     * @param {DownloadPart} part what has arrived before, or nothing yet
     */
    constructor(transfer, { size, sha256 }, part) {
        super();
        this.transfer = transfer;
        this.#size = size;
        this.#sha256 = sha256;
        this.#part = part;
        this.#opening = setTimeout(() => this.fail('connectionLost'), OPENING_MILLISECONDS);
    }

    /** Bytes that arrived, those of earlier transfers included. */
    get received() {
        return this.#part.received;
    }

    /**
     * Takes the channel that the publisher opened.
     *
     * @param {RTCDataChannel} channel
     */
    attach(channel) {
        if (this.#channel !== null || this.#isOver) {
            channel.close();
            return;
        }
        clearTimeout(this.#opening);
        this.#channel = channel;
        channel.binaryType = 'arraybuffer';
        channel.addEventListener('message', (event) => this.#handle(/** @type {unknown} */ (event.data)));
        channel.addEventListener('close', () => this.#handleClose());
        if (this.#size === 0) {
            this.#complete();
        }
    }

    /**
     * Ends the download without the file.
     *
     * @param {FileFailure} reason
     */
    fail(reason) {
        if (this.#isOver) {
            return;
        }
        this.#end();
        this.#channel?.close();
        this.dispatchEvent(new CustomEvent('failed', { detail: reason }));
    }

    /** @param {unknown} data */
    #handle(data) {
        if (this.#isOver) {
            return;
        }
        if (!(data instanceof ArrayBuffer) || this.received + data.byteLength > this.#size) {
            this.fail('hashMismatch');
            return;
        }
        this.#part.append(new Uint8Array(data)).catch((error) => this.fail(writeFailure(error)));
        if (this.received === this.#size) {
            this.#complete();
        } else {
            this.dispatchEvent(new Event('progress'));
        }
    }

    #complete() {
        if (this.#part.finish() !== this.#sha256) {
            this.fail('hashMismatch');
            return;
        }
        this.#part.commit().then(() => {
            if (!this.#isOver) {
                this.#end();
                this.dispatchEvent(new Event('complete'));
            }
        }, (error) => this.fail(writeFailure(error)));
    }

    #handleClose() {
        if (this.received < this.#size) {
            this.fail('connectionLost');
        }
    }

    /** After the last byte it is the publisher who closes the channel. */
    #end() {
        this.#isOver = true;
        clearTimeout(this.#opening);
    }
}

/**
 * @param {unknown} error
 * @returns {FileFailure}
 */
function writeFailure(error) {
    return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'diskFull' : 'writeFailed';
}
