import { cleanName, safeFileName } from './claims.js';
import { Download } from './download.js';
import { DownloadPart } from './download-part.js';

/** @typedef {import('../control.js').ControlMessage} ControlMessage */
/** @typedef {import('../control.js').FilePublished} FilePublished */
/** @typedef {import('../snapshots.js').FileEntry} FileEntry */
/** @typedef {import('../snapshots.js').FileFailure} FileFailure */
/** @typedef {import('./download.js').FileSink} FileSink */

/** A host that publishes more than this is not shown the rest. */
const MAXIMUM_COUNT = 200;

/**
 * What the files need of the session around them.
 *
 * @typedef {object} PublishedFilesSurroundings
 * @property {(name: string, size: number) => Promise<FileSink>} openSink called inside the person's press; rejects with
 *     an `AbortError` when they changed their mind
 * @property {import('./download-part.js').KeptParts} parts what earlier transfers brought
 * @property {(message: ControlMessage) => void} send to the host
 * @property {(key: string, values: Record<string, string>) => void} notify
 */

/** The files that the host offers, and their downloads. Fires `change`, and `progress` while bytes arrive. */
export class PublishedFiles extends EventTarget {
    #around;
    /** @type {Map<string, FileEntry>} */
    #files = new Map();
    /** @type {Map<string, Download>} By file. */
    #downloads = new Map();

    /** @param {PublishedFilesSurroundings} surroundings */
    constructor(surroundings) {
        super();
        this.#around = surroundings;
    }

    /** @returns {FileEntry[]} */
    get entries() {
        return [...this.#files.values()];
    }

    /** @param {FilePublished} message */
    publish({ file, name, size, sha256 }) {
        if (this.#files.size >= MAXIMUM_COUNT || this.#files.has(file) || !/^[0-9a-f]{64}$/.test(sha256)) {
            return;
        }
        const safe = safeFileName(name);
        this.#files.set(file, { id: file, name: safe, size, sha256, progress: { offered: {} } });
        this.#around.notify('notice.fileOffered', { name: cleanName(safe) });
        this.dispatchEvent(new Event('change'));
    }

    /** @param {string} file */
    withdraw(file) {
        this.#downloads.get(file)?.fail('unknownFile');
        if (this.#files.delete(file)) {
            this.dispatchEvent(new Event('change'));
        }
    }

    /**
     * The person wants a file.
     *
     * @param {string} file
     */
    async download(file) {
        const entry = this.#files.get(file);
        if (entry === undefined || this.#downloads.has(file)) {
            return;
        }
        const kept = this.#around.parts.take(entry);
        if (kept !== null) {
            this.#begin(entry, kept);
            return;
        }
        /** @type {FileSink} */
        let sink;
        try {
            sink = await this.#around.openSink(entry.name, entry.size);
        } catch (error) {
            if (!(error instanceof DOMException && error.name === 'AbortError')) {
                this.#setProgress(file, { failed: { reason: 'writeFailed' } });
            }
            return;
        }
        if (this.#downloads.has(file) || !this.#files.has(file)) {
            await sink.discard();
            return;
        }
        this.#begin(entry, new DownloadPart(sink));
    }

    /**
     * The person wants the rest later.
     *
     * @param {string} file
     */
    pause(file) {
        this.#downloads.get(file)?.fail('paused');
    }

    /**
     * The person changed their mind.
     *
     * @param {string} file
     */
    cancel(file) {
        this.#downloads.get(file)?.fail('cancelled');
    }

    /**
     * The host cannot send the file.
     *
     * @param {string} transfer
     * @param {FileFailure} reason
     */
    handleFailure(transfer, reason) {
        for (const download of [...this.#downloads.values()]) {
            if (download.transfer === transfer) {
                download.fail(reason);
            }
        }
    }

    /**
     * Takes a `file` channel that the host opened; one that nobody asked for is closed.
     *
     * @param {RTCDataChannel} channel
     */
    attach(channel) {
        const download = [...this.#downloads.values()].find(({ transfer }) => transfer === channel.protocol);
        if (download === undefined) {
            channel.close();
        } else {
            download.attach(channel);
        }
    }

    /** The session is over: what is on its way will not arrive. */
    end() {
        for (const download of [...this.#downloads.values()]) {
            download.fail('connectionLost');
        }
    }

    /**
     * @param {FileEntry} entry
     * @param {DownloadPart} part
     */
    #begin(entry, part) {
        const file = entry.id;
        const download = new Download(crypto.randomUUID(), entry, part);
        this.#downloads.set(file, download);
        download.addEventListener('progress', () => {
            this.#setProgress(file, { transferring: { received: download.received } }, 'progress');
        });
        download.addEventListener('complete', () => {
            this.#downloads.delete(file);
            this.#around.send({ type: 'fileReceived', transfer: download.transfer });
            this.#around.notify('notice.fileSaved', { name: cleanName(entry.name) });
            this.#setProgress(file, { complete: {} });
        });
        download.addEventListener('failed', (event) => {
            const reason = /** @type {CustomEvent<FileFailure>} */ (event).detail;
            this.#downloads.delete(file);
            if (reason === 'connectionLost' || reason === 'paused') {
                this.#around.parts.keep(entry, part);
            } else {
                part.discard();
            }
            this.#around.send({ type: 'fileFailed', transfer: download.transfer, reason });
            this.#setProgress(file, { failed: { reason } });
        });
        const offset = part.received;
        this.#setProgress(file, { transferring: { received: offset } });
        this.#around.send({ type: 'fileWanted', file, transfer: download.transfer, offset });
    }

    /**
     * @param {string} file
     * @param {import('../snapshots.js').FileProgress} progress
     * @param {'change' | 'progress'} event
     */
    #setProgress(file, progress, event = 'change') {
        const entry = this.#files.get(file);
        if (entry !== undefined) {
            this.#files.set(file, { ...entry, progress });
            this.dispatchEvent(new Event(event));
        }
    }
}
