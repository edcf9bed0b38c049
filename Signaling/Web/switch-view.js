import { element } from './dom.js';
import { icon } from './icons.js';
import { ManagerView } from './manager-view.js';

/** @typedef {import('./session/program-switch.js').ProgramSwitch} ProgramSwitch */

/** The host's question whether the person goes on in Support Manager, with the ways to do so. */
export class SwitchView {
    /** The part of the page; empty while nothing is asked. */
    element = element('div');
    #texts;
    /** @type {ProgramSwitch['offer']} */
    #drawn = null;

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        this.#texts = texts;
    }

    /**
     * @param {ProgramSwitch | null} programSwitch of the connection that stands
     * @param {string} host
     */
    draw(programSwitch, host) {
        const offer = programSwitch?.offer ?? null;
        if (offer === this.#drawn) {
            return;
        }
        this.#drawn = offer;
        if (programSwitch === null || offer === null) {
            this.element.replaceChildren();
            return;
        }
        const manager = new ManagerView(this.#texts, { ...offer, hostDisplayName: host }, {
            opening: () => programSwitch.answer('accepted'),
            unavailable: () => programSwitch.answer('unavailable'),
        });
        const stay = element('button', { type: 'button', class: 'button' });
        stay.addEventListener('click', () => programSwitch.answer('declined'));
        const texts = this.#texts;
        this.element.replaceChildren(element('section', { class: 'panel switch', role: 'alert' },
            element('h2', { class: 'panel-title' }, icon('control'),
                texts.bind(element('span'), 'switch.title', { host })),
            texts.bind(element('p'), 'switch.detail', { host }),
            manager.element, texts.bind(stay, 'switch.stay')));
        void manager.start();
    }
}
