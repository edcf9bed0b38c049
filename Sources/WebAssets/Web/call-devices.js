import { element, uniqueID } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./snapshots.js').Device} Device */

/**
 * What one menu offers; `chosen` is `null` for the default.
 *
 * @typedef {{devices: readonly Device[], chosen: string | null}} DeviceChoice
 */

const KINDS = Object.freeze(/** @type {const} */ (['microphone', 'loudspeaker', 'camera']));

/**
 * The menus of microphones, loudspeakers and cameras; a kind without a choice has none. Fires `choose`, a `CustomEvent`
 * with `detail.kind` and `detail.device`.
 */
export class CallDevicesView extends EventTarget {
    element = element('details', { class: 'call-devices', hidden: true });
    #texts;
    /** @type {Map<typeof KINDS[number], {field: HTMLElement, menu: HTMLSelectElement, drawn: string}>} */
    #menus = new Map();

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
        const summary = element('summary', {}, icon('settings'), texts.bind(element('span'), 'call.devices'));
        this.element.append(summary);
        for (const kind of KINDS) {
            const id = uniqueID('device');
            const menu = element('select', { id });
            menu.addEventListener('change', () => {
                const detail = { kind, device: menu.value === '' ? null : menu.value };
                this.dispatchEvent(new CustomEvent('choose', { detail }));
            });
            const field = element('div', { class: 'field', hidden: true },
                texts.bind(element('label', { for: id }), `call.${kind}`), menu);
            this.#menus.set(kind, { field, menu, drawn: '' });
            this.element.append(field);
        }
    }

    /** @param {Readonly<Partial<Record<typeof KINDS[number], DeviceChoice>>>} choices */
    draw(choices) {
        for (const kind of KINDS) {
            this.#drawMenu(kind, choices[kind] ?? { devices: [], chosen: null });
        }
        this.element.hidden = [...this.#menus.values()].every(({ field }) => field.hidden);
    }

    /**
     * @param {typeof KINDS[number]} kind
     * @param {DeviceChoice} choice
     */
    #drawMenu(kind, { devices, chosen }) {
        const entry = this.#menus.get(kind);
        const drawn = JSON.stringify([devices, this.#texts.language]);
        if (entry === undefined) {
            return;
        }
        entry.field.hidden = devices.length === 0;
        if (entry.drawn !== drawn) {
            entry.drawn = drawn;
            entry.menu.replaceChildren(
                this.#texts.bind(element('option', { value: '' }), 'call.deviceDefault'),
                ...devices.map(({ id, name }, index) => element('option', { value: id },
                    name === '' ? this.#texts.text('call.deviceNumber', { number: index + 1 }) : name)));
        }
        entry.menu.value = devices.some(({ id }) => id === chosen) ? chosen ?? '' : '';
    }
}
