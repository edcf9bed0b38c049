/** Why an upload did not become a published file; each is a text in the catalogue. */
/** @typedef {'tooLarge' | 'diskFull' | 'writeFailed' | 'interrupted' | 'nameMissing' | 'noFolder' | 'keyRefused'
 *     | 'failed'} UploadProblem */

/** @type {readonly UploadProblem[]} */
const KNOWN_PROBLEMS = Object.freeze([
    'tooLarge', 'diskFull', 'writeFailed', 'interrupted', 'nameMissing', 'noFolder', 'keyRefused',
]);

/**
 * One file on its way to the node.
 *
 * @typedef {object} UploadEntry
 * @property {number} id
 * @property {string} name
 * @property {number} size bytes
 * @property {number} sent bytes
 * @property {'waiting' | 'sending' | 'failed'} state
 * @property {UploadProblem} [problem]
 */

/**
 * Sends one file. The promise tells the problem, or `null` when the node has the file.
 *
 * @callback SendFile
 * @param {File} file
 * @param {(sent: number) => void} onProgress
 * @param {AbortSignal} signal
 * @returns {Promise<UploadProblem | null>}
 */

/** Files that the host offers, sent to the node one after the other. Fires `change`. */
export class UploadQueue extends EventTarget {
    #sendFile;
    /** @type {{entry: UploadEntry, file: File, abort: AbortController}[]} */
    #items = [];
    #lastID = 0;
    #isSending = false;

    /** @param {SendFile} sendFile */
    constructor(sendFile) {
        super();
        this.#sendFile = sendFile;
    }

    /** @returns {readonly UploadEntry[]} */
    get entries() {
        return this.#items.map(({ entry }) => entry);
    }

    /** @param {Iterable<File>} files */
    add(files) {
        for (const file of files) {
            this.#lastID += 1;
            this.#items.push({
                entry: { id: this.#lastID, name: file.name, size: file.size, sent: 0, state: 'waiting' },
                file, abort: new AbortController(),
            });
        }
        this.#changed();
        void this.#run();
    }

    /**
     * Takes a file out, whatever its state.
     *
     * @param {number} id
     */
    remove(id) {
        const item = this.#items.find(({ entry }) => entry.id === id);
        if (item !== undefined) {
            this.#items = this.#items.filter((other) => other !== item);
            item.abort.abort();
            this.#changed();
        }
    }

    async #run() {
        if (this.#isSending) {
            return;
        }
        this.#isSending = true;
        for (let item = this.#next(); item !== undefined; item = this.#next()) {
            const { entry, file, abort } = item;
            entry.state = 'sending';
            this.#changed();
            const problem = await this.#sendFile(file, (sent) => {
                entry.sent = sent;
                this.#changed();
            }, abort.signal);
            if (problem === null) {
                this.#items = this.#items.filter((other) => other !== item);
            } else {
                entry.state = 'failed';
                entry.problem = problem;
            }
            this.#changed();
        }
        this.#isSending = false;
    }

    #next() {
        return this.#items.find(({ entry }) => entry.state === 'waiting');
    }

    #changed() {
        this.dispatchEvent(new Event('change'));
    }
}

/**
 * Makes the sender that posts files to the node; `fetch` tells no progress, so it is an `XMLHttpRequest`.
 *
 * @param {string} key
 * @returns {SendFile}
 */
export function makeSender(key) {
    return (file, onProgress, signal) => new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('POST', `/files?name=${encodeURIComponent(file.name)}`);
        request.setRequestHeader('Authorization', `Bearer ${key}`);
        request.setRequestHeader('Content-Type', 'application/octet-stream');
        request.upload.addEventListener('progress', (event) => onProgress(event.loaded));
        request.addEventListener('load', () => {
            resolve(request.status === 201 ? null : readProblem(request.responseText));
        });
        request.addEventListener('error', () => resolve('interrupted'));
        request.addEventListener('abort', () => resolve('interrupted'));
        signal.addEventListener('abort', () => request.abort());
        request.send(file);
    });
}

/**
 * Reads what the node answered: `{"error": "diskFull"}`.
 *
 * @param {string} text
 * @returns {UploadProblem}
 */
export function readProblem(text) {
    try {
        const { error } = /** @type {{error?: string}} */ (JSON.parse(text));
        return KNOWN_PROBLEMS.find((known) => known === error) ?? 'failed';
    } catch {
        return 'failed';
    }
}
