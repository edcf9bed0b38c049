import { clockText, secondsSince } from './countdown.js';
import { element, setText } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./snapshots.js').HostCustomer} HostCustomer */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/** Who is in the session, with what, over which path, and for how long. */
export class CustomerCard {
    element = element('section', { class: 'panel customer-card' });
    #texts;
    #name = element('h2');
    #status = element('p', { class: 'status' });
    #statusText = element('span', { role: 'status' });
    #system = element('dd');
    #path = element('dd');
    #quality = element('dd');
    #time = element('dd', { class: 'customer-time' });
    /** @type {HostCustomer | null} */
    #customer = null;

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        this.#texts = texts;
        this.#status.append(element('span', { class: 'status-dot', 'aria-hidden': 'true' }), this.#statusText);
        this.element.append(
            element('div', { class: 'customer-head' }, element('div', { class: 'emblem emblem-small' }, icon('user')),
                element('div', { class: 'customer-title' }, this.#name, this.#status)),
            element('dl', { class: 'facts' },
                ...this.#makeFact('console.customerTime', this.#time),
                ...this.#makeFact('console.customerSystem', this.#system),
                ...this.#makeFact('console.customerPath', this.#path),
                ...this.#makeFact('console.customerQuality', this.#quality)));
    }

    /** @param {HostCustomer} customer */
    draw(customer) {
        this.#customer = customer;
        setText(this.#name, customer.name);
        this.#status.classList.toggle('status-bad', !customer.isReachable);
        setText(this.#statusText, this.#texts.text(
            customer.isReachable ? 'console.customerReachable' : 'console.customerUnreachable'));
        setText(this.#system, `${customer.system} · ${this.#texts.text(`console.software.${customer.software}`)}`);
        setText(this.#path, this.#texts.text(`console.path.${customer.path}`));
        setText(this.#quality, this.#qualityText(customer.quality));
        this.tick();
    }

    /** Called each second. */
    tick() {
        if (this.#customer !== null) {
            setText(this.#time, clockText(secondsSince(this.#customer.connectedAt, Date.now())));
        }
    }

    /**
     * @param {import('./snapshots.js').LineQuality | null | undefined} quality
     * @returns {string}
     */
    #qualityText(quality) {
        if (quality === null || quality === undefined) {
            return '–';
        }
        const { roundTripMilliseconds, kilobitsPerSecond, framesPerSecond, lossPercent } = quality;
        return this.#texts.text('console.quality', {
            milliseconds: String(roundTripMilliseconds ?? '–'), rate: String(kilobitsPerSecond),
            pictures: String(framesPerSecond), loss: String(lossPercent),
        });
    }

    /**
     * @param {TextKey} key
     * @param {HTMLElement} value
     * @returns {HTMLElement[]}
     */
    #makeFact(key, value) {
        return [this.#texts.bind(element('dt'), key), value];
    }
}
