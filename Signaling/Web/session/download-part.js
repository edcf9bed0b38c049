import { SHA256 } from './sha256.js';

/** @typedef {import('./download.js').FileSink} FileSink */

/** Parts that wait at one time; the oldest goes first. */
const MAXIMUM_COUNT = 4;

/** What has arrived of one file, in order from its first byte. It can outlive the transfer that brought it. */
export class DownloadPart {
    #sink;
    #digest = new SHA256();
    #received = 0;
    #writing = Promise.resolve();

    /** @param {FileSink} sink */
    constructor(sink) {
        this.#sink = sink;
    }

    /** How many bytes there are; the next transfer begins there. */
    get received() {
        return this.#received;
    }

    /**
     * Takes the next bytes.
     *
     * @param {Uint8Array} bytes
     * @returns {Promise<void>} rejects when they, or earlier ones, cannot be written
     */
    append(bytes) {
        this.#digest.update(bytes);
        this.#received += bytes.length;
        this.#writing = this.#writing.then(() => this.#sink.write(bytes));
        return this.#writing;
    }

    /**
     * Ends the digest of all bytes; nothing may follow.
     *
     * @returns {string} 64 lower-case hexadecimal digits
     */
    finish() {
        return this.#digest.finish();
    }

    /**
     * The bytes are all there and are the right ones.
     *
     * @returns {Promise<void>}
     */
    commit() {
        this.#writing = this.#writing.then(() => this.#sink.commit());
        return this.#writing;
    }

    /** Removes whatever was written. */
    discard() {
        this.#writing = this.#writing.catch(() => {}).then(() => this.#sink.discard()).catch(() => {});
    }
}

/**
 * The parts of downloads that broke off, until the same file is asked for again or the page is closed. They outlive the
 * session: after a lost connection the person joins again and goes on.
 */
export class KeptParts {
    /** @type {Map<string, DownloadPart>} */
    #parts = new Map();

    /**
     * @param {{name: string, sha256: string}} file
     * @param {DownloadPart} part
     */
    keep(file, part) {
        this.#parts.get(keyOf(file))?.discard();
        this.#parts.set(keyOf(file), part);
        const [oldest] = this.#parts.entries();
        if (this.#parts.size > MAXIMUM_COUNT && oldest !== undefined) {
            oldest[1].discard();
            this.#parts.delete(oldest[0]);
        }
    }

    /**
     * Gives out what was kept of a file, once.
     *
     * @param {{name: string, sha256: string, size: number}} file
     * @returns {DownloadPart | null}
     */
    take(file) {
        const part = this.#parts.get(keyOf(file));
        this.#parts.delete(keyOf(file));
        if (part !== undefined && part.received >= file.size) {
            part.discard();
            return null;
        }
        return part ?? null;
    }
}

/**
 * The hash says which bytes they are; the name is what the place was opened under.
 *
 * @param {{name: string, sha256: string}} file
 * @returns {string}
 */
function keyOf({ name, sha256 }) {
    return `${sha256} ${name}`;
}
