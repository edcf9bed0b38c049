import { element } from './dom.js';

/**
 * One act over the picture, one case for each of Swift's `InputEvent`. Places are 0…65,535 across the picture.
 *
 * @typedef {{type: 'pointerMove', x: number, y: number}
 *     | {type: 'button', button: number, isDown: boolean, x: number, y: number}
 *     | {type: 'wheel', right: number, down: number, x: number, y: number}
 *     | {type: 'key', code: string, key: string, isDown: boolean}
 *     | {type: 'text', text: string} | {type: 'release'}} InputEvent
 */

/** The last column or row of the picture. */
const LAST = 65_535;
/** What one step of a wheel turns, in CSS pixels and in lines. */
const PIXELS_PER_STEP = 100;
const LINES_PER_STEP = 3;
/** The most steps of one event. */
const MAXIMUM_STEPS = 16;
/** The longest text of one event, in UTF-16 code units, of which each takes three bytes at most. */
const MAXIMUM_TEXT = 80;
/** Keys whose text an input method or the next key decides. */
const UNDECIDED = new Set(['Dead', 'Process', 'Unidentified', 'Compose']);

/**
 * Mouse and keyboard over the picture, as events for the customer's desktop. While it is active the focus is on a field
 * that nobody sees, so that dead keys and input methods work; Ctrl+Alt+Home gives the keyboard back to the page.
 *
 * Fires `input`, a `CustomEvent` whose `detail` is an `InputEvent`.
 */
export class RemoteInput extends EventTarget {
    /** Takes what is typed; to be put beside the picture. */
    field = element('textarea', {
        class: 'remote-field', tabindex: -1, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', rows: 1,
    });
    #canvas;
    #isActive = false;
    /** @type {{x: number, y: number} | null} */
    #place = null;
    #isMoveWaiting = false;
    #wheel = { right: 0, down: 0 };
    /** @type {Set<string>} */
    #pressed = new Set();

    /** @param {HTMLCanvasElement} canvas shows the picture in its own pixels, at any scale */
    constructor(canvas) {
        super();
        this.#canvas = canvas;
        canvas.addEventListener('pointermove', (event) => this.#move(event));
        canvas.addEventListener('pointerdown', (event) => this.#press(event, true));
        canvas.addEventListener('pointerup', (event) => this.#press(event, false));
        canvas.addEventListener('pointercancel', () => this.#release());
        canvas.addEventListener('wheel', (event) => this.#turn(event), { passive: false });
        canvas.addEventListener('contextmenu', (event) => {
            if (this.#isActive) {
                event.preventDefault();
            }
        });
        this.field.addEventListener('keydown', (event) => this.#key(event, true));
        this.field.addEventListener('keyup', (event) => this.#key(event, false));
        this.field.addEventListener('input', (event) => {
            if (!(/** @type {InputEventOfField} */ (event)).isComposing) {
                this.#takeText();
            }
        });
        this.field.addEventListener('compositionend', () => this.#takeText());
        this.field.addEventListener('blur', () => this.#release());
    }

    get isActive() {
        return this.#isActive;
    }

    /** @param {boolean} isActive whether acts are sent; what is held is released with the last of them */
    set isActive(isActive) {
        if (isActive === this.#isActive) {
            return;
        }
        if (!isActive) {
            this.#release();
        }
        this.#isActive = isActive;
        this.#canvas.classList.toggle('picture-controlled', isActive);
        this.field.tabIndex = isActive ? 0 : -1;
        if (isActive) {
            this.field.focus({ preventScroll: true });
        } else {
            this.field.blur();
        }
    }

    /** @param {PointerEvent | WheelEvent} event */
    #placeOf(event) {
        const { left, top, width, height } = this.#canvas.getBoundingClientRect();
        return {
            x: clamp(Math.round((event.clientX - left) / Math.max(1, width) * LAST), 0, LAST),
            y: clamp(Math.round((event.clientY - top) / Math.max(1, height) * LAST), 0, LAST),
        };
    }

    /** @param {PointerEvent} event */
    #move(event) {
        if (!this.#isActive) {
            return;
        }
        this.#place = this.#placeOf(event);
        if (!this.#isMoveWaiting) {
            this.#isMoveWaiting = true;
            // More often than pictures come nobody could see it.
            requestAnimationFrame(() => this.#sendMove());
        }
    }

    #sendMove() {
        this.#isMoveWaiting = false;
        if (this.#isActive && this.#place !== null) {
            this.#send({ type: 'pointerMove', ...this.#place });
        }
        this.#place = null;
    }

    /**
     * @param {PointerEvent} event
     * @param {boolean} isDown
     */
    #press(event, isDown) {
        if (!this.#isActive || event.button < 0 || event.button > 4) {
            return;
        }
        event.preventDefault();
        if (isDown) {
            // The button's end comes here wherever it happens.
            this.#canvas.setPointerCapture(event.pointerId);
            this.field.focus({ preventScroll: true });
        }
        this.#place = null;
        this.#send({ type: 'button', button: event.button, isDown, ...this.#placeOf(event) });
    }

    /** @param {WheelEvent} event */
    #turn(event) {
        if (!this.#isActive) {
            return;
        }
        event.preventDefault();
        const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? PIXELS_PER_STEP : LINES_PER_STEP;
        this.#wheel.right += event.deltaX / unit;
        this.#wheel.down += event.deltaY / unit;
        const right = clamp(Math.trunc(this.#wheel.right), -MAXIMUM_STEPS, MAXIMUM_STEPS);
        const down = clamp(Math.trunc(this.#wheel.down), -MAXIMUM_STEPS, MAXIMUM_STEPS);
        if (right !== 0 || down !== 0) {
            this.#wheel.right -= right;
            this.#wheel.down -= down;
            this.#send({ type: 'wheel', right, down, ...this.#placeOf(event) });
        }
    }

    /**
     * @param {KeyboardEvent} event
     * @param {boolean} isDown
     */
    #key(event, isDown) {
        if (!this.#isActive || event.isComposing || (isDown && UNDECIDED.has(event.key))) {
            return;
        }
        if (isDown && event.ctrlKey && event.altKey && event.key === 'Home') {
            event.preventDefault();
            this.field.blur();
            return;
        }
        event.preventDefault();
        const { code } = event;
        // A held key is repeated there, and an end without a beginning is of a key that was composed.
        if (code === '' || (isDown && event.repeat) || (!isDown && !this.#pressed.has(code))) {
            return;
        }
        if (isDown) {
            this.#pressed.add(code);
        } else {
            this.#pressed.delete(code);
        }
        this.#send({ type: 'key', code, key: event.key, isDown });
    }

    #takeText() {
        const text = this.field.value;
        this.field.value = '';
        if (!this.#isActive) {
            return;
        }
        const characters = [...text];
        for (let start = 0; start < characters.length; start += MAXIMUM_TEXT / 2) {
            this.#send({ type: 'text', text: characters.slice(start, start + MAXIMUM_TEXT / 2).join('') });
        }
    }

    #release() {
        this.#pressed.clear();
        this.#wheel = { right: 0, down: 0 };
        if (this.#isActive) {
            this.#send({ type: 'release' });
        }
    }

    /** @param {InputEvent} event */
    #send(event) {
        this.dispatchEvent(new CustomEvent('input', { detail: event }));
    }
}

/** @typedef {globalThis.InputEvent} InputEventOfField what the field itself says */

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function clamp(value, low, high) {
    return Math.min(high, Math.max(low, value));
}
