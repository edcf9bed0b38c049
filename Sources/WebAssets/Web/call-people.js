import { personState } from './call.js';
import { element, setText } from './dom.js';
import { icon } from './icons.js';
import { LevelMeter } from './level-meter.js';

/** @typedef {import('./snapshots.js').CallPerson} CallPerson */

/** Everybody else in the session: how each takes part by voice, and how loud each one is. */
export class CallPeopleView {
    element = element('ul', { class: 'call-people' });
    #texts;
    /** @type {Map<string, {row: HTMLElement, name: HTMLElement, state: HTMLElement, mark: HTMLElement,
     *     meter: LevelMeter}>} */
    #rows = new Map();

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        this.#texts = texts;
        texts.bindAttribute(this.element, 'aria-label', 'call.people');
    }

    /**
     * @param {readonly CallPerson[]} people
     * @param {boolean} hasLevels whether their voices are heard here
     */
    draw(people, hasLevels) {
        for (const [id, { row }] of this.#rows) {
            if (people.every((person) => person.id !== id)) {
                row.remove();
                this.#rows.delete(id);
            }
        }
        for (const person of people) {
            const { row, name, state, mark, meter } = this.#rows.get(person.id) ?? this.#makeRow(person.id);
            const key = personState(person);
            setText(name, person.name);
            setText(state, this.#texts.text(key));
            if (mark.dataset.state !== key) {
                mark.dataset.state = key;
                mark.replaceChildren(icon(key === 'call.person.joined' ? 'microphone'
                    : key === 'call.person.onPhone' ? 'phone' : 'muted'));
            }
            row.classList.toggle('call-person-joined', person.voice === 'joined');
            meter.element.hidden = !hasLevels || key !== 'call.person.joined';
            meter.element.setAttribute('aria-label', this.#texts.text('call.levelOf', { name: person.name }));
        }
        this.element.hidden = people.length === 0;
    }

    /** @param {ReadonlyMap<string, number>} levels */
    setLevels(levels) {
        for (const [id, { meter }] of this.#rows) {
            meter.set(levels.get(id) ?? 0);
        }
    }

    /** @param {string} id */
    #makeRow(id) {
        const name = element('bdi', { class: 'call-person-name' });
        const state = element('span', { class: 'call-person-state' });
        const mark = element('span', { class: 'call-person-mark' });
        const meter = new LevelMeter();
        const row = element('li', { class: 'call-person' }, mark,
            element('span', { class: 'call-person-text' }, name, ' ', state), meter.element);
        const entry = { row, name, state, mark, meter };
        this.#rows.set(id, entry);
        this.element.append(row);
        return entry;
    }
}
