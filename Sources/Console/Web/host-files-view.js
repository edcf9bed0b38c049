import { element, setText } from './dom.js';
import { FilesView } from './files-view.js';
import { icon } from './icons.js';

/** @typedef {import('./upload-queue.js').UploadQueue} UploadQueue */
/** @typedef {import('./upload-queue.js').UploadEntry} UploadEntry */
/** @typedef {import('./snapshots.js').HostSession} HostSession */

/**
 * @typedef {object} UploadRow
 * @property {HTMLLIElement} element
 * @property {HTMLParagraphElement} state
 * @property {HTMLProgressElement} progress
 */

/** The files the host offers: picked or dropped here, on their way to the node, or published. Fires `command`. */
export class HostFilesView extends EventTarget {
    element = element('section', { class: 'panel host-files' });
    #texts;
    #queue;
    #input = element('input', { type: 'file', multiple: true, hidden: true });
    #add = element('button', { type: 'button', class: 'button button-small' });
    #empty = element('p', { class: 'quiet' });
    #uploads = element('ul', { class: 'files uploads' });
    #drop = element('div', { class: 'drop', hidden: true });
    #files;
    /** @type {Map<number, UploadRow>} */
    #rows = new Map();
    #isEnabled = false;

    /**
     * @param {import('./i18n.js').Texts} texts
     * @param {UploadQueue} queue
     */
    constructor(texts, queue) {
        super();
        this.#texts = texts;
        this.#queue = queue;
        this.#files = new FilesView(texts, 'host');
        this.#add.append(icon('upload'), texts.bind(element('span'), 'console.filesAdd'));
        texts.bindAttribute(this.#input, 'aria-label', 'console.filesAdd');
        texts.bind(this.#empty, 'console.filesEmpty');
        this.#drop.append(icon('upload'), texts.bind(element('p'), 'console.filesDrop'));
        this.element.append(
            element('div', { class: 'panel-head' },
                element('h2', { class: 'panel-title' }, icon('file'), texts.bind(element('span'), 'files.title')),
                this.#add),
            this.#input, this.#empty, this.#uploads, this.#files.element);
        this.#listen();
    }

    /** Covers the page while files are dragged over it; stands at the end of the page. */
    get dropTarget() {
        return this.#drop;
    }

    /**
     * @param {HostSession} session
     * @param {boolean} isEnabled whether there is somebody to offer files to
     */
    draw(session, isEnabled) {
        this.#isEnabled = isEnabled;
        this.#add.disabled = !isEnabled;
        this.#files.draw(session.files, isEnabled);
        this.#empty.hidden = session.files.length > 0 || this.#queue.entries.length > 0;
    }

    /** Opens the file picker; only inside a press. */
    pick() {
        if (this.#isEnabled) {
            this.#input.click();
        }
    }

    #listen() {
        this.#add.addEventListener('click', () => this.pick());
        this.#input.addEventListener('change', () => {
            this.#queue.add(this.#input.files ?? []);
            this.#input.value = '';
        });
        this.#files.addEventListener('withdraw', (event) => {
            const { file } = /** @type {CustomEvent<{file: string}>} */ (event).detail;
            this.dispatchEvent(new CustomEvent('command', { detail: { type: 'withdrawFile', file } }));
        });
        this.#queue.addEventListener('change', () => this.#drawUploads());
        this.#texts.addEventListener('change', () => {
            this.#rows.clear();
            this.#uploads.replaceChildren();
            this.#drawUploads();
        });
        document.addEventListener('dragenter', (event) => this.#handleDrag(event));
        document.addEventListener('dragover', (event) => this.#handleDrag(event));
        document.addEventListener('dragleave', (event) => {
            if (event.relatedTarget === null) {
                this.#drop.hidden = true;
            }
        });
        document.addEventListener('drop', (event) => {
            if (this.#handleDrag(event)) {
                this.#queue.add(event.dataTransfer?.files ?? []);
            }
            this.#drop.hidden = true;
        });
    }

    /**
     * Takes files that are dragged; anything else, and files while there is nobody to offer them to, opens nothing.
     *
     * @param {DragEvent} event
     * @returns {boolean}
     */
    #handleDrag(event) {
        const hasFiles = event.dataTransfer?.types.includes('Files') ?? false;
        if (hasFiles) {
            event.preventDefault();
        }
        this.#drop.hidden = !hasFiles || !this.#isEnabled;
        return hasFiles && this.#isEnabled;
    }

    #drawUploads() {
        const gone = new Set(this.#rows.keys());
        for (const entry of this.#queue.entries) {
            gone.delete(entry.id);
            let row = this.#rows.get(entry.id);
            if (row === undefined) {
                row = this.#makeRow(entry);
                this.#rows.set(entry.id, row);
                this.#uploads.append(row.element);
            }
            this.#drawRow(row, entry);
        }
        for (const id of gone) {
            this.#rows.get(id)?.element.remove();
            this.#rows.delete(id);
        }
        if (this.#queue.entries.length > 0) {
            this.#empty.hidden = true;
        }
    }

    /**
     * @param {UploadEntry} entry
     * @returns {UploadRow}
     */
    #makeRow({ id, name }) {
        const texts = this.#texts;
        const state = element('p', { class: 'file-state', role: 'status' });
        const progress = element('progress', {
            max: 1, value: 0, 'aria-label': texts.text('files.progressLabel', { name }),
        });
        const remove = element('button', { type: 'button', class: 'button button-small' });
        remove.append(texts.text('files.cancel'));
        remove.setAttribute('aria-label', `${texts.text('files.cancel')}: ${name}`);
        remove.addEventListener('click', () => this.#queue.remove(id));
        const body = element('div', { class: 'file-body' },
            element('p', { class: 'file-name' }, element('bdi', {}, name)), state, progress);
        return { element: element('li', { class: 'file' }, body, remove), state, progress };
    }

    /**
     * @param {UploadRow} row
     * @param {UploadEntry} entry
     */
    #drawRow(row, entry) {
        const texts = this.#texts;
        const isFailed = entry.state === 'failed';
        row.element.dataset.progress = isFailed ? 'failed' : 'transferring';
        row.progress.hidden = isFailed;
        row.progress.value = entry.size === 0 ? 0 : entry.sent / entry.size;
        const values = { done: texts.byteCount(entry.sent), total: texts.byteCount(entry.size) };
        setText(row.state, isFailed
            ? texts.text(`console.upload.${entry.problem ?? 'failed'}`)
            : texts.text('console.uploading', values));
    }
}
