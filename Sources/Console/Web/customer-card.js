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

    /**
     * @param {HostCustomer} customer
     * @param {boolean} isViewing whether the customer's screen is shown
     */
    draw(customer, isViewing) {
        this.#customer = customer;
        setText(this.#name, customer.name);
        this.#status.classList.toggle('status-bad', !customer.isReachable);
        setText(this.#statusText, this.#texts.text(
            customer.isReachable ? 'console.customerReachable' : 'console.customerUnreachable'));
        setText(this.#system, `${customer.system} · ${this.#texts.text(`console.software.${customer.software}`)}`);
        setText(this.#path, this.#texts.text(`console.path.${customer.path}`));
        this.#drawQuality(customer.quality, isViewing);
        this.tick();
    }

    /** Called each second. */
    tick() {
        if (this.#customer !== null) {
            setText(this.#time, clockText(secondsSince(this.#customer.connectedAt, Date.now())));
        }
    }

    /**
     * @param {HostCustomer['quality'] | null} quality
     * @param {boolean} isViewing
     */
    #drawQuality(quality, isViewing) {
        const parts = quality === null || quality === undefined ? ['–'] : qualityParts(this.#texts, quality, isViewing);
        const text = parts.join(' · ');
        if (this.#quality.textContent !== text) {
            this.#quality.replaceChildren(...parts.flatMap((part, index) => {
                // A part goes to the next line as a whole; the dot stays at the end of the line.
                const isLast = index === parts.length - 1;
                const whole = element('span', { class: 'fact-part' }, isLast ? part : `${part} ·`);
                return isLast ? [whole] : [whole, ' '];
            }));
        }
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

/**
 * What the line's fact says, part by part; without a picture nothing of pictures.
 *
 * @param {import('./i18n.js').Texts} texts
 * @param {import('./snapshots.js').LineQuality} quality
 * @param {boolean} isViewing
 * @returns {string[]}
 */
export function qualityParts(texts, quality, isViewing) {
    const { roundTripMilliseconds, kilobitsPerSecond, framesPerSecond, lossPercent } = quality;
    const parts = [
        texts.text('console.quality.roundTrip', { milliseconds: String(roundTripMilliseconds ?? '–') }),
        texts.text('console.quality.rate', { rate: String(kilobitsPerSecond) }),
    ];
    // Loss is counted of the picture's packets alone.
    return isViewing ? [
        ...parts, texts.text('console.quality.pictures', { pictures: String(framesPerSecond) }),
        texts.text('console.quality.loss', { loss: String(lossPercent) }),
    ] : parts;
}
