import { element } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./snapshots.js').Notice} Notice */

/** How long a notice that is no error stays; errors stay until they are closed. */
const SHOWN_MILLISECONDS = 10_000;

/** More than this many at once would hide the page. */
const MAXIMUM_COUNT = 4;

/** Shows each notice once, at the edge of the page, and tells it to screen readers. */
export class NoticesView {
    /** @type {HTMLElement} */
    element = element('div', { class: 'notices' });
    #polite = element('div', { class: 'notices-group', role: 'status' });
    #assertive = element('div', { class: 'notices-group', role: 'alert' });
    #texts;
    #lastShown = -1;

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        this.#texts = texts;
        this.element.append(this.#assertive, this.#polite);
    }

    /** @param {readonly Notice[]} notices */
    draw(notices) {
        for (const notice of notices) {
            if (notice.id > this.#lastShown) {
                this.#lastShown = notice.id;
                this.#show(notice);
            }
        }
    }

    /** @param {Notice} notice */
    #show(notice) {
        const { key } = notice;
        if (!this.#texts.has(key)) {
            return;
        }
        const text = this.#texts.bind(element('p', { class: 'notice-text' }), key, notice.values);
        const close = element('button', { type: 'button', class: 'notice-close' }, icon('close'));
        this.#texts.bindAttribute(close, 'aria-label', 'notice.close');
        const box = element('div', { class: notice.isError ? 'notice notice-error' : 'notice' },
            icon(notice.isError ? 'alert' : 'check'), text, close);
        close.addEventListener('click', () => box.remove());
        const group = notice.isError ? this.#assertive : this.#polite;
        group.append(box);
        if (group.childElementCount > MAXIMUM_COUNT) {
            group.firstElementChild?.remove();
        }
        if (!notice.isError) {
            setTimeout(() => box.remove(), SHOWN_MILLISECONDS);
        }
    }
}
