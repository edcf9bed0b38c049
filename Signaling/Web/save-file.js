/** @typedef {import('./session/download.js').FileSink} FileSink */

/** Files up to this size are put together in memory and handed to the browser's own downloads. */
const MEMORY_MAXIMUM = 256 * 1024 * 1024;

/** The browser has surely begun to copy the file by then. */
const REVOKING_MILLISECONDS = 60_000;

/**
 * Opens the place for a download: memory for most files; for a large one a file that the person picks, where the
 * browser can do that. It has to be called inside the press.
 *
 * @param {string} name one safe path component
 * @param {number} size bytes
 * @returns {Promise<FileSink>}
 */
export async function openSink(name, size) {
    if (size > MEMORY_MAXIMUM && window.showSaveFilePicker !== undefined) {
        const handle = await window.showSaveFilePicker({ suggestedName: name });
        const stream = await handle.createWritable();
        // The browser writes beside the file, and `close` puts the whole in its place.
        return {
            write: (bytes) => stream.write(bytes),
            commit: () => stream.close(),
            discard: () => stream.abort(),
        };
    }
    return makeMemorySink(name);
}

/**
 * @param {string} name
 * @returns {FileSink}
 */
function makeMemorySink(name) {
    /** @type {Blob[]} */
    let blobs = [];
    /** @type {Uint8Array[]} */
    let pending = [];
    let pendingCount = 0;
    const spill = () => {
        // A browser may keep a blob on disk, an array it cannot.
        blobs.push(new Blob(pending));
        pending = [];
        pendingCount = 0;
    };
    return {
        async write(bytes) {
            pending.push(bytes);
            pendingCount += bytes.length;
            if (pendingCount >= 4 * 1024 * 1024) {
                spill();
            }
        },
        async commit() {
            spill();
            handOver(name, new Blob(blobs, { type: 'application/octet-stream' }));
            blobs = [];
        },
        async discard() {
            blobs = [];
            pending = [];
        },
    };
}

/**
 * Gives a file to the browser's downloads.
 *
 * @param {string} name
 * @param {Blob} blob
 */
function handOver(name, blob) {
    const anchor = document.createElement('a');
    const address = URL.createObjectURL(blob);
    anchor.href = address;
    anchor.download = name;
    anchor.hidden = true;
    document.body.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), REVOKING_MILLISECONDS);
}
