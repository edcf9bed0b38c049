import { element, setText, uniqueID } from './dom.js';
import { icon } from './icons.js';
import { ARMING_MILLISECONDS } from './prompt-view.js';
import { variant } from './variant.js';

/** @typedef {import('./snapshots.js').ShareableWindow} ShareableWindow */
/** @typedef {import('./node-message.js').Thumbnail} Thumbnail */

/** More windows are not shown in one picture. */
const MAXIMUM_COUNT = 32;

/**
 * The choice of the windows that are shown: a modal dialog whose default and Escape show nothing.
 *
 * Fires `choose`, a `CustomEvent` with `detail.request` and `detail.windows`; none of them is *nothing*.
 */
export class WindowPicker extends EventTarget {
    #texts;
    /** @type {HTMLDialogElement | null} */
    #dialog = null;
    #list = element('ul', { class: 'windows' });
    #empty = element('p', { class: 'quiet' });
    #show = element('button', { type: 'button', class: 'button button-primary button-large' });
    #request = '';
    /** The request answered last: a snapshot made before the answer arrived must not ask again. */
    #answered = '';
    /** @type {Map<number, {item: HTMLLIElement, box: HTMLInputElement, name: HTMLElement, program: HTMLElement,
     *     canvas: HTMLCanvasElement}>} */
    #items = new Map();
    /** @type {Map<number, Thumbnail>} */
    #thumbnails = new Map();
    /** When a press on *Show* begins to count, on the clock of `performance.now()`. */
    #armedAt = 0;

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
        texts.bind(this.#empty, 'windows.none');
        texts.bind(this.#show, 'windows.show');
        this.#list.addEventListener('change', () => this.#drawCount());
        this.#show.addEventListener('click', (event) => {
            if (event.isTrusted && performance.now() >= this.#armedAt) {
                this.#answer(this.#picked);
            }
        });
    }

    /** @param {import('./snapshots.js').CustomerSnapshot} snapshot */
    draw(snapshot) {
        const [name, payload] = variant(snapshot.share);
        if (name !== 'choosing' || payload.request === this.#answered) {
            this.#close();
            return;
        }
        if (this.#request !== payload.request) {
            this.#close();
            this.#open(payload.request, snapshot.hostDisplayName ?? '');
        }
        this.#drawWindows(payload.windows);
    }

    /** @param {Thumbnail} thumbnail */
    setThumbnail(thumbnail) {
        this.#thumbnails.set(thumbnail.window, thumbnail);
        this.#drawThumbnail(thumbnail);
    }

    get #picked() {
        return [...this.#items].filter(([, { box }]) => box.checked).map(([window]) => window);
    }

    /**
     * @param {string} request
     * @param {string} host
     */
    #open(request, host) {
        const [titleID, bodyID] = [uniqueID('windows-title'), uniqueID('windows-body')];
        const cancel = element('button', { type: 'button', class: 'button button-large' });
        this.#texts.bind(cancel, 'windows.cancel');
        const dialog = element('dialog', {
            class: 'prompt windows-prompt', 'aria-labelledby': titleID, 'aria-describedby': bodyID,
        });
        dialog.append(
            this.#texts.bind(element('h2', { id: titleID, tabindex: -1 }), 'windows.title', { host }),
            this.#texts.bind(element('p', { class: 'quiet', id: bodyID }), 'windows.detail', { host }),
            element('div', { class: 'prompt-body' }, this.#empty, this.#list),
            element('div', { class: 'prompt-actions' }, cancel, this.#show));
        cancel.addEventListener('click', () => this.#answer([]));
        dialog.addEventListener('cancel', (event) => {
            event.preventDefault();
            this.#answer([]);
        });
        this.#request = request;
        this.#dialog = dialog;
        this.#armedAt = performance.now() + ARMING_MILLISECONDS;
        document.body.append(dialog);
        dialog.showModal();
        cancel.focus();
    }

    /** @param {readonly ShareableWindow[]} windows */
    #drawWindows(windows) {
        const present = new Set(windows.map(({ window }) => window));
        for (const [window, { item }] of this.#items) {
            if (!present.has(window)) {
                item.remove();
                this.#items.delete(window);
            }
        }
        for (const [index, window] of windows.entries()) {
            const known = this.#items.get(window.window) ?? this.#makeItem(window.window, index);
            setText(known.name, window.title === '' ? this.#texts.text('windows.untitled') : window.title);
            setText(known.program, window.program);
        }
        this.#empty.hidden = windows.length > 0;
        this.#drawCount();
    }

    /**
     * @param {number} window
     * @param {number} index its place in the list; those that are there stay where they are
     */
    #makeItem(window, index) {
        const boxID = uniqueID('window');
        const box = element('input', { type: 'checkbox', id: boxID });
        const canvas = element('canvas', { class: 'window-thumbnail', 'aria-hidden': 'true', width: 1, height: 1 });
        const name = element('span', { class: 'window-title', dir: 'auto' });
        const program = element('span', { class: 'window-program', dir: 'auto' });
        const item = element('li', {}, element('label', { class: 'window', for: boxID },
            element('span', { class: 'window-picture' }, icon('screen'), canvas),
            element('span', { class: 'window-line' }, box, element('span', { class: 'window-names' }, name, program))));
        const made = { item, box, name, program, canvas };
        this.#items.set(window, made);
        this.#list.insertBefore(item, this.#list.children[index] ?? null);
        const thumbnail = this.#thumbnails.get(window);
        if (thumbnail !== undefined) {
            this.#drawThumbnail(thumbnail);
        }
        return made;
    }

    /** @param {Thumbnail} thumbnail */
    #drawThumbnail({ window, width, height, pixels }) {
        const canvas = this.#items.get(window)?.canvas;
        if (canvas === undefined) {
            return;
        }
        canvas.width = width;
        canvas.height = height;
        canvas.classList.add('window-thumbnail-drawn');
        canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
    }

    #drawCount() {
        const count = this.#picked.length;
        this.#show.disabled = count === 0 || count > MAXIMUM_COUNT;
    }

    /** @param {number[]} windows */
    #answer(windows) {
        const request = this.#request;
        this.#answered = request;
        this.#close();
        this.dispatchEvent(new CustomEvent('choose', { detail: { request, windows } }));
    }

    #close() {
        if (this.#dialog === null) {
            return;
        }
        this.#dialog.close();
        this.#dialog.remove();
        this.#dialog = null;
        this.#request = '';
        this.#items.clear();
        this.#list.replaceChildren();
        this.#thumbnails.clear();
    }
}
