import { element, uniqueID } from './dom.js';
import { icon } from './icons.js';
import { QualityView } from './quality-view.js';
import { chord, SPECIAL_KEYS } from './remote-keys.js';
import { variant } from './variant.js';

/** @typedef {import('./snapshots.js').HostSession} HostSession */
/** @typedef {import('./snapshots.js').HostCommand} HostCommand */
/** @typedef {import('./picture-canvas.js').PictureScale} PictureScale */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/**
 * What a host sets of the picture while looking at it: its scale, full screen, the display mode, the monitor; and the
 * line that it comes over. Fires `scale` (`detail`: a `PictureScale`), `fullScreen`, and `command` (`detail`: a
 * `HostCommand`).
 */
export class PictureToolsView extends EventTarget {
    element = element('div', { class: 'picture-tools', role: 'group' });
    /** The figures of the line, to stand below the tools. */
    details;
    /** The line in one word, to stand beside what is seen; a press opens the figures. */
    line;
    /** Gives control back; to stand beside what ends the picture. */
    stopControl = element('button', { type: 'button', class: 'button button-small', hidden: true }, icon('stop'));
    #texts;
    /** @type {Map<PictureScale, HTMLButtonElement>} */
    #scales = new Map();
    #mode = element('select', { id: uniqueID('mode') });
    #monitor = element('select', { id: uniqueID('monitor') });
    #monitorField;
    #keys = element('select', { id: uniqueID('keys') });
    #keysField;
    #quality;
    #drawnMonitors = '';

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
        this.#quality = new QualityView(texts);
        this.details = this.#quality.details;
        this.line = this.#quality.button;
        texts.bindAttribute(this.element, 'aria-label', 'console.pictureTools');
        const group = element('div', { class: 'segments', role: 'group' },
            this.#makeScale('fit', 'console.pictureFit'), this.#makeScale('actual', 'console.pictureActual'));
        texts.bindAttribute(group, 'aria-label', 'console.pictureScale');
        const full = element('button', { type: 'button', class: 'button button-small button-quiet' }, icon('expand'));
        full.append(texts.bind(element('span'), 'console.pictureFullScreen'));
        full.addEventListener('click', () => this.dispatchEvent(new Event('fullScreen')));
        for (const mode of /** @type {const} */ (['standard', 'sampling'])) {
            this.#mode.append(texts.bind(element('option', { value: mode }), `console.mode.${mode}`));
        }
        this.#mode.addEventListener('change', () => {
            this.#send({ type: 'setDisplayMode', mode: this.#mode.value === 'sampling' ? 'sampling' : 'standard' });
        });
        this.#monitor.addEventListener('change', () => {
            this.#send({ type: 'chooseMonitor', monitor: Number(this.#monitor.value) });
        });
        this.#monitorField = this.#makeField(this.#monitor, 'console.monitor');
        this.#keysField = this.#makeKeys();
        this.stopControl.append(texts.bind(element('span'), 'console.controlStop'));
        this.stopControl.addEventListener('click', () => this.#send({ type: 'stopControl' }));
        this.element.append(group, full, this.#makeField(this.#mode, 'console.displayMode'), this.#monitorField,
            this.#keysField);
        this.showScale('fit');
    }

    /** @param {HostSession} session */
    draw(session) {
        this.#mode.value = session.displayMode ?? 'standard';
        this.#drawMonitors(session);
        const isControlled = variant(session.control ?? { none: {} })[0] === 'held';
        this.#keysField.hidden = !isControlled;
        this.stopControl.hidden = !isControlled;
        if (session.customer !== undefined) {
            this.#quality.draw(session.customer);
        }
    }

    /** A menu rather than buttons: its first entry is its name, and takes the choice back. */
    #makeKeys() {
        this.#keys.append(this.#texts.bind(element('option', { value: '' }), 'console.keysChoose'));
        for (const name of /** @type {import('./remote-keys.js').SpecialKey[]} */ (Object.keys(SPECIAL_KEYS))) {
            this.#keys.append(this.#texts.bind(element('option', { value: name }), `console.keys.${name}`));
        }
        this.#keys.addEventListener('change', () => {
            const name = /** @type {import('./remote-keys.js').SpecialKey | ''} */ (this.#keys.value);
            this.#keys.value = '';
            if (name !== '') {
                for (const event of chord(name)) {
                    this.#send({ type: 'input', event });
                }
            }
        });
        return this.#makeField(this.#keys, 'console.keys');
    }

    /** @param {PictureScale} scale */
    showScale(scale) {
        for (const [name, button] of this.#scales) {
            button.setAttribute('aria-pressed', String(name === scale));
        }
    }

    /** @param {HostSession} session */
    #drawMonitors({ monitors = [], monitor }) {
        this.#monitorField.hidden = monitors.length < 2;
        const drawn = JSON.stringify(monitors);
        if (drawn !== this.#drawnMonitors) {
            this.#drawnMonitors = drawn;
            this.#monitor.replaceChildren(...monitors.map(({ monitor: number, name, width, height }) =>
                element('option', { value: number }, `${name} · ${width} × ${height}`)));
        }
        // A node that was told nothing shows the primary one.
        this.#monitor.value = String(monitor ?? monitors.find(({ isPrimary }) => isPrimary)?.monitor ?? '');
    }

    /**
     * @param {PictureScale} scale
     * @param {TextKey} key
     */
    #makeScale(scale, key) {
        const button = this.#texts.bind(element('button', { type: 'button', class: 'segment' }), key);
        button.addEventListener('click', () => {
            this.showScale(scale);
            this.dispatchEvent(new CustomEvent('scale', { detail: scale }));
        });
        this.#scales.set(scale, button);
        return button;
    }

    /**
     * @param {HTMLSelectElement} menu
     * @param {TextKey} key
     */
    #makeField(menu, key) {
        return element('span', { class: 'picture-field' },
            this.#texts.bind(element('label', { for: menu.id }), key), menu);
    }

    /** @param {HostCommand} command */
    #send(command) {
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
}
