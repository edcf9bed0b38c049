import { element } from './dom.js';

/** @typedef {import('./node-message.js').PointerMessage} PointerMessage */
/** @typedef {'fit' | 'actual'} PictureScale the whole picture in the room there is, or one pixel on one pixel */

/**
 * The picture in its frame: scaled to fit, or pixel by pixel with scroll bars, and over it the pointer, which grows and
 * shrinks with it. Fires `picture` when the first frame after `clear` is drawn, or its size changes.
 */
export class PictureCanvas extends EventTarget {
    element = element('div', { class: 'picture-scroller' });
    canvas = element('canvas', { class: 'picture-canvas', hidden: true, role: 'img' });
    #context = this.canvas.getContext('2d', { alpha: false, desynchronized: true });
    #pointer = element('canvas', { class: 'picture-pointer', hidden: true, 'aria-hidden': 'true' });
    #sheet = element('div', { class: 'picture-sheet' }, this.canvas, this.#pointer);
    /** @type {PictureScale} */
    #scale = 'fit';
    #hasPicture = false;
    /** @type {{x: number, y: number} | null} */
    #place = null;
    #hotspot = { x: 0, y: 0 };

    constructor() {
        super();
        this.element.append(this.#sheet);
        new ResizeObserver(() => this.#layOut()).observe(this.element);
    }

    get hasPicture() {
        return this.#hasPicture;
    }

    /** @returns {PictureScale} */
    get scale() {
        return this.#scale;
    }

    /** @param {PictureScale} scale */
    set scale(scale) {
        this.#scale = scale;
        this.element.dataset.scale = scale;
        // Without a pointing device, too, a person can scroll what does not fit.
        this.element.tabIndex = scale === 'actual' ? 0 : -1;
        this.#layOut();
    }

    /** @param {VideoFrame} frame is drawn and closed */
    draw(frame) {
        const { displayWidth: width, displayHeight: height } = frame;
        const isNew = !this.#hasPicture || this.canvas.width !== width || this.canvas.height !== height;
        if (this.canvas.width !== width || this.canvas.height !== height) {
            this.canvas.width = width;
            this.canvas.height = height;
        }
        this.#context?.drawImage(frame, 0, 0);
        frame.close();
        if (isNew) {
            this.#hasPicture = true;
            this.canvas.hidden = false;
            this.#layOut();
            this.dispatchEvent(new Event('picture'));
        }
    }

    /** @param {PointerMessage} message */
    setPointer(message) {
        switch (message.kind) {
        case 'shape': {
            const pixels = new ImageData(message.width, message.height);
            pixels.data.set(message.pixels);
            this.#pointer.width = message.width;
            this.#pointer.height = message.height;
            this.#pointer.getContext('2d')?.putImageData(pixels, 0, 0);
            this.#hotspot = { x: message.hotspotX, y: message.hotspotY };
            break;
        }
        case 'place':
            this.#place = { x: message.x, y: message.y };
            break;
        case 'hidden':
            this.#place = null;
        }
        this.#placePointer();
    }

    /** The picture is over: nothing of it stays. */
    clear() {
        this.#hasPicture = false;
        this.#place = null;
        this.canvas.hidden = true;
        this.canvas.width = 1;
        this.canvas.height = 1;
        this.#pointer.hidden = true;
    }

    /** How many CSS pixels one of the picture's takes. */
    get #factor() {
        const { clientWidth, clientHeight } = this.element;
        return this.#scale === 'actual' ? 1 / window.devicePixelRatio
            : Math.min(clientWidth / this.canvas.width, clientHeight / this.canvas.height);
    }

    #layOut() {
        if (this.#hasPicture) {
            const factor = this.#factor;
            this.#sheet.style.width = `${this.canvas.width * factor}px`;
            this.#sheet.style.height = `${this.canvas.height * factor}px`;
            this.#placePointer();
        }
    }

    #placePointer() {
        const place = this.#place;
        this.#pointer.hidden = place === null || !this.#hasPicture;
        if (place !== null && this.#hasPicture) {
            const factor = this.#factor;
            const { style, width, height } = this.#pointer;
            style.width = `${width * factor}px`;
            style.height = `${height * factor}px`;
            style.translate = `${(place.x - this.#hotspot.x) * factor}px ${(place.y - this.#hotspot.y) * factor}px`;
        }
    }
}
