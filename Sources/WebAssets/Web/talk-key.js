import { isSpaceFree } from './call.js';

/**
 * The talk key of push to talk: a button that is held, or the space bar where it types and presses nothing. Whatever
 * takes the page's attention away releases it. Fires `press` and `release`.
 */
export class TalkKey extends EventTarget {
    #button;
    #isEnabled = false;
    #isHeld = false;

    /** @param {HTMLButtonElement} button */
    constructor(button) {
        super();
        this.#button = button;
        button.addEventListener('pointerdown', (event) => {
            if (event.button === 0) {
                button.setPointerCapture(event.pointerId);
                this.#hold();
            }
        });
        // A long press on a touch screen is no wish for a menu.
        button.addEventListener('contextmenu', (event) => event.preventDefault());
        for (const type of ['pointerup', 'pointercancel', 'lostpointercapture', 'blur']) {
            button.addEventListener(type, () => this.#release());
        }
        document.addEventListener('keydown', (event) => this.#handleKey(event));
        document.addEventListener('keyup', (event) => {
            if (event.key === ' ' || event.key === 'Enter') {
                this.#release();
            }
        });
        window.addEventListener('blur', () => this.#release());
        document.addEventListener('visibilitychange', () => this.#release());
    }

    /** @param {boolean} isEnabled whether holding it means anything now */
    setEnabled(isEnabled) {
        this.#isEnabled = isEnabled;
        if (!isEnabled) {
            this.#release();
        }
    }

    /** @param {KeyboardEvent} event */
    #handleKey(event) {
        const focused = document.activeElement;
        const isOwn = focused === this.#button && (event.key === ' ' || event.key === 'Enter');
        if (!this.#isEnabled || event.isComposing || !(isOwn || (event.key === ' ' && isSpaceFree(focused)))) {
            return;
        }
        // It neither scrolls the page nor presses the button a second time.
        event.preventDefault();
        if (!event.repeat) {
            this.#hold();
        }
    }

    #hold() {
        if (this.#isEnabled && !this.#isHeld) {
            this.#isHeld = true;
            this.dispatchEvent(new Event('press'));
        }
    }

    #release() {
        if (this.#isHeld) {
            this.#isHeld = false;
            this.dispatchEvent(new Event('release'));
        }
    }
}
