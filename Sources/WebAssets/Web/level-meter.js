import { element } from './dom.js';

/** A screen reader's value changes this often at most; the bar follows each level. */
const SPOKEN_MILLISECONDS = 1_000;

/** A bar that shows how loud somebody is, from 0 to 100. */
export class LevelMeter {
    #bar = element('span', { class: 'level-bar' });
    element = element('span', { class: 'level', role: 'meter', 'aria-valuemin': 0, 'aria-valuemax': 100 }, this.#bar);
    #level = -1;
    #spokenAt = -Infinity;

    constructor() {
        this.set(0);
    }

    /** @param {number} level */
    set(level) {
        const shown = Math.min(100, Math.max(0, Math.round(level)));
        if (shown !== this.#level) {
            this.#level = shown;
            this.#bar.style.setProperty('--level', String(shown / 100));
        }
        const now = performance.now();
        if (now - this.#spokenAt >= SPOKEN_MILLISECONDS) {
            this.#spokenAt = now;
            this.element.setAttribute('aria-valuenow', String(shown));
        }
    }
}
