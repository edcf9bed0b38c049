import { element } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./snapshots.js').Notice} Notice */

/** How long a notice that is no error stays at most; errors stay until they are closed. */
const SHOWN_MILLISECONDS = 10_000;

/** More than this many at once would hide the page. */
const MAXIMUM_COUNT = 4;

/** Notices of something that was done; what merely happened, or was refused, carries no tick. */
const ACHIEVEMENTS = Object.freeze([
    'notice.customerJoined', 'notice.fileDelivered', 'notice.fileSaved', 'notice.hostBack', 'notice.sessionTakenUp',
]);

/**
 * The mark beside a notice.
 *
 * @param {Pick<Notice, 'key' | 'isError'>} notice
 * @returns {import('./icons.js').IconName}
 */
export function noticeIcon({ key, isError }) {
    if (isError) {
        return 'alert';
    }
    return ACHIEVEMENTS.includes(key) ? 'check' : 'info';
}

/**
 * Shows each notice once and tells it to screen readers. It stands in the flow of the page, so that it covers nothing,
 * and goes with what it speaks of: whoever makes the snapshots leaves it out then.
 */
export class NoticesView {
    /** @type {HTMLElement} */
    element = element('div', { class: 'notices' });
    #polite = element('div', { class: 'notices-group', role: 'status' });
    #assertive = element('div', { class: 'notices-group', role: 'alert' });
    #texts;
    #lastShown = -1;
    /** @type {Map<number, HTMLElement>} */
    #boxes = new Map();

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        this.#texts = texts;
        this.element.append(this.#assertive, this.#polite);
    }

    /**
     * @param {readonly Notice[]} notices
     * @param {HTMLElement} place where they stand now
     */
    draw(notices, place) {
        if (this.element.parentElement !== place) {
            place.append(this.element);
        }
        const present = new Set(notices.map(({ id }) => id));
        for (const id of [...this.#boxes.keys()].filter((shown) => !present.has(shown))) {
            this.#remove(id);
        }
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
            icon(noticeIcon(notice)), text, close);
        close.addEventListener('click', () => this.#remove(notice.id));
        const group = notice.isError ? this.#assertive : this.#polite;
        // The newest stands first, where it is seen without scrolling.
        group.prepend(box);
        this.#boxes.set(notice.id, box);
        const shown = [...this.#boxes].filter(([, other]) => other.parentElement === group);
        for (const [id] of shown.slice(0, -MAXIMUM_COUNT)) {
            this.#remove(id);
        }
        if (!notice.isError) {
            setTimeout(() => this.#remove(notice.id), SHOWN_MILLISECONDS);
        }
    }

    /** @param {number} id */
    #remove(id) {
        this.#boxes.get(id)?.remove();
        this.#boxes.delete(id);
    }
}
