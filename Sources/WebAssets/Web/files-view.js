import { element, setText } from './dom.js';
import { icon } from './icons.js';
import { TransferRate } from './transfer-rate.js';
import { variant } from './variant.js';

/** @typedef {import('./snapshots.js').FileEntry} FileEntry */

/**
 * What one file's row is made of.
 *
 * @typedef {object} Row
 * @property {HTMLLIElement} element
 * @property {HTMLParagraphElement} state
 * @property {HTMLProgressElement} progress
 * @property {HTMLButtonElement} action
 * @property {HTMLSpanElement} actionText
 * @property {HTMLButtonElement} pause of a customer's download that runs
 * @property {TransferRate} rate
 */

/**
 * The list of published files with their progress.
 *
 * For a customer it fires `download`, `pause` and `cancel`, for a host `withdraw`: `CustomEvent`s with `detail.file`.
 */
export class FilesView extends EventTarget {
    /** @type {HTMLUListElement} */
    element = element('ul', { class: 'files' });
    #texts;
    #role;
    /** @type {Map<string, Row>} */
    #rows = new Map();
    /** @type {readonly FileEntry[]} */
    #files = [];
    #isEnabled = true;

    /**
     * @param {import('./i18n.js').Texts} texts
     * @param {'customer' | 'host'} role whose page this is
     */
    constructor(texts, role) {
        super();
        this.#texts = texts;
        this.#role = role;
        texts.addEventListener('change', () => {
            this.#rows.clear();
            this.element.replaceChildren();
            this.draw(this.#files, this.#isEnabled);
        });
    }

    /**
     * @param {readonly FileEntry[]} files
     * @param {boolean} isEnabled whether the actions work now
     */
    draw(files, isEnabled) {
        this.#files = files;
        this.#isEnabled = isEnabled;
        const gone = new Set(this.#rows.keys());
        for (const file of files) {
            gone.delete(file.id);
            let row = this.#rows.get(file.id);
            if (row === undefined) {
                row = this.#makeRow(file);
                this.#rows.set(file.id, row);
                this.element.append(row.element);
            }
            this.#drawRow(row, file);
        }
        for (const id of gone) {
            this.#rows.get(id)?.element.remove();
            this.#rows.delete(id);
        }
    }

    /**
     * @param {FileEntry} file
     * @returns {Row}
     */
    #makeRow(file) {
        const state = element('p', { class: 'file-state' });
        const progress = element('progress', {
            max: 1, value: 0, 'aria-label': this.#texts.text('files.progressLabel', { name: file.name }),
        });
        const actionText = element('span');
        const action = element('button', { type: 'button', class: 'button button-small' }, actionText);
        action.addEventListener('click', () => this.#press(file.id));
        const pause = element('button', { type: 'button', class: 'button button-small', hidden: true });
        this.#texts.bind(pause, 'files.pause');
        pause.setAttribute('aria-label', `${this.#texts.text('files.pause')}: ${file.name}`);
        pause.addEventListener('click', () => {
            this.dispatchEvent(new CustomEvent('pause', { detail: { file: file.id } }));
        });
        const name = element('p', { class: 'file-name' }, element('bdi', {}, file.name));
        const row = element('li', { class: 'file' }, element('span', { class: 'file-icon' }, icon('file')),
            element('div', { class: 'file-body' }, name, state, progress),
            element('div', { class: 'file-actions' }, pause, action));
        return { element: row, state, progress, action, actionText, pause, rate: new TransferRate() };
    }

    /**
     * @param {Row} row
     * @param {FileEntry} file
     */
    #drawRow(row, file) {
        const [name, payload] = variant(file.progress);
        const size = this.#texts.byteCount(file.size);
        row.element.dataset.progress = name;
        row.progress.hidden = name !== 'transferring';
        row.pause.hidden = name !== 'transferring' || this.#role === 'host';
        row.pause.disabled = !this.#isEnabled;
        if (name !== 'transferring') {
            row.rate = new TransferRate();
        }
        switch (name) {
        case 'offered':
            setText(row.state, `${size} · ${this.#texts.text(
                this.#role === 'host' ? 'files.offeredHost' : 'files.offered')}`);
            break;
        case 'transferring':
            row.progress.value = file.size === 0 ? 1 : payload.received / file.size;
            setText(row.state, this.#progressText(row.rate, file.size, payload.received));
            break;
        case 'complete':
            setText(row.state, file.savedTo !== undefined
                ? this.#texts.text('files.savedTo', { path: file.savedTo })
                : `${size} · ${this.#texts.text(this.#role === 'host' ? 'files.completeHost' : 'files.complete')}`);
            break;
        case 'failed':
            setText(row.state, this.#texts.text(
                this.#role === 'customer' && payload.reason === 'connectionLost'
                    ? 'files.interrupted' : `files.failed.${payload.reason}`));
            break;
        }
        this.#drawAction(row, file);
    }

    /**
     * How much is there, how fast it comes and how long the rest takes.
     *
     * @param {TransferRate} rate
     * @param {number} size bytes
     * @param {number} received bytes
     * @returns {string}
     */
    #progressText(rate, size, received) {
        const now = performance.now() / 1000;
        rate.note(received, now);
        const texts = this.#texts;
        const done = texts.text('files.progress', { done: texts.byteCount(received), total: texts.byteCount(size) });
        const bytesPerSecond = rate.rate(now);
        if (bytesPerSecond === null) {
            return done;
        }
        const seconds = Math.ceil((size - received) / bytesPerSecond);
        return texts.text('files.progressRate', {
            done, rate: texts.byteCount(Math.round(bytesPerSecond)),
            left: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
        });
    }

    /**
     * @param {Row} row
     * @param {FileEntry} file
     */
    #drawAction(row, file) {
        const [progress, payload] = variant(file.progress);
        row.action.disabled = !this.#isEnabled;
        if (this.#role === 'host') {
            setText(row.actionText, this.#texts.text('files.withdraw'));
            row.action.setAttribute('aria-label', this.#texts.text('files.withdrawNamed', { name: file.name }));
            return;
        }
        /** @type {Readonly<Record<typeof progress, import('./i18n.js').TextKey>>} */
        const keys = {
            offered: 'files.download', transferring: 'files.cancel', complete: 'files.downloadAgain',
            failed: progress === 'failed' && ['connectionLost', 'paused'].includes(payload.reason)
                ? 'files.continue' : 'files.retry',
        };
        const text = this.#texts.text(keys[progress]);
        setText(row.actionText, text);
        row.action.setAttribute('aria-label', `${text}: ${file.name}`);
        row.action.classList.toggle('button-primary', progress === 'offered');
    }

    /** @param {string} id */
    #press(id) {
        const file = this.#files.find((candidate) => candidate.id === id);
        if (file === undefined) {
            return;
        }
        const isMoving = variant(file.progress)[0] === 'transferring';
        const type = this.#role === 'host' ? 'withdraw' : isMoving ? 'cancel' : 'download';
        this.dispatchEvent(new CustomEvent(type, { detail: { file: id } }));
    }
}
