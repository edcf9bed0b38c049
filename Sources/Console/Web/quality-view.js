import { element, setText, uniqueID } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./snapshots.js').HostCustomer} HostCustomer */

/**
 * How good the line is for a picture; loss and delay in figures at which people notice them.
 *
 * @param {Pick<HostCustomer, 'quality' | 'isReachable'>} customer
 * @returns {'good' | 'fair' | 'poor' | 'unknown'}
 */
export function lineGrade({ quality, isReachable }) {
    if (!isReachable) {
        return 'poor';
    }
    if (quality === undefined || quality === null) {
        return 'unknown';
    }
    const roundTrip = quality.roundTripMilliseconds ?? 0;
    if (quality.lossPercent >= 8 || roundTrip >= 400) {
        return 'poor';
    }
    return quality.lossPercent >= 2 || roundTrip >= 150 ? 'fair' : 'good';
}

/** The line in one word; a press opens its figures below, beside the picture and not on it. */
export class QualityView {
    /** Its place in a bar. */
    button = element('button', {
        type: 'button', class: 'button button-small button-quiet quality', 'aria-expanded': 'false',
    });
    /** The figures. */
    details = element('dl', { class: 'quality-details', hidden: true, id: uniqueID('quality') });
    #texts;
    #label = element('span');
    #bars = element('span', { class: 'quality-bars', 'aria-hidden': 'true' },
        element('span'), element('span'), element('span'));
    /** @type {Map<string, HTMLElement>} */
    #facts = new Map();

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        this.#texts = texts;
        this.button.setAttribute('aria-controls', this.details.id);
        this.button.append(this.#bars, this.#label, icon('chevron'));
        for (const name of /** @type {const} */ (['roundTrip', 'loss', 'frames', 'rate', 'path'])) {
            const value = element('dd');
            this.#facts.set(name, value);
            this.details.append(element('div', {}, texts.bind(element('dt'), `console.line.${name}`), value));
        }
        this.button.addEventListener('click', () => {
            this.details.hidden = !this.details.hidden;
            this.button.setAttribute('aria-expanded', String(!this.details.hidden));
        });
    }

    /** @param {HostCustomer} customer */
    draw(customer) {
        const grade = lineGrade(customer);
        this.#bars.dataset.grade = grade;
        setText(this.#label, this.#texts.text(`console.lineGrade.${grade}`));
        const { quality, path } = customer;
        const texts = this.#texts;
        this.#set('roundTrip', quality?.roundTripMilliseconds === undefined || quality.roundTripMilliseconds === null
            ? '–' : texts.text('console.quality.roundTrip', { milliseconds: quality.roundTripMilliseconds }));
        this.#set('loss', quality === undefined ? '–' : `${quality.lossPercent} %`);
        this.#set('frames', quality === undefined ? '–'
            : texts.text('console.quality.pictures', { pictures: quality.framesPerSecond }));
        this.#set('rate', quality === undefined ? '–'
            : texts.text('console.quality.rate', { rate: quality.kilobitsPerSecond }));
        this.#set('path', texts.text(`console.linePath.${path}`));
    }

    /**
     * @param {string} name
     * @param {string} text
     */
    #set(name, text) {
        const value = this.#facts.get(name);
        if (value !== undefined) {
            setText(value, text);
        }
    }
}
