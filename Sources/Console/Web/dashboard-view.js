import { element, uniqueID } from './dom.js';
import { icon } from './icons.js';
import { TABS, toolsOf } from './tools.js';

/** @typedef {import('./tools.js').TabName} TabName */
/** @typedef {import('./tools.js').Tool} Tool */
/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */

/** The four tabs with their buttons. Fires `press`, a `CustomEvent` whose `detail` is the tool's name. */
export class DashboardView extends EventTarget {
    element = element('section', { class: 'dashboard' });
    #texts;
    /** @type {Map<TabName, {tab: HTMLButtonElement, panel: HTMLElement}>} */
    #tabs = new Map();
    /** @type {TabName} */
    #selected = 'tools';
    #drawn = '';

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
        const list = element('div', { class: 'tabs', role: 'tablist' });
        texts.bindAttribute(list, 'aria-label', 'console.dashboard');
        this.element.append(list);
        for (const name of TABS) {
            const tab = this.#makeTab(name);
            list.append(tab);
        }
        for (const { panel } of this.#tabs.values()) {
            this.element.append(panel);
        }
        list.addEventListener('keydown', (event) => this.#handleKey(event));
        this.#select('tools');
    }

    /** @param {HostSnapshot} snapshot with a session */
    draw(snapshot) {
        const tools = toolsOf(snapshot);
        const drawn = JSON.stringify(tools);
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        for (const name of TABS) {
            const panel = this.#tabs.get(name)?.panel;
            const focused = panel?.contains(document.activeElement) === true
                ? document.activeElement?.getAttribute('data-tool') ?? '' : null;
            panel?.replaceChildren(...tools[name].map((tool) => this.#makeTool(tool)));
            if (focused !== null) {
                const [first, ...others] = panel?.querySelectorAll('button') ?? [];
                (others.find(({ dataset }) => dataset.tool === focused) ?? first)?.focus();
            }
        }
    }

    /** @param {TabName} name */
    #makeTab(name) {
        const tabID = uniqueID('tab');
        const panelID = uniqueID('tab-panel');
        const tab = element('button', {
            type: 'button', class: 'tab', role: 'tab', id: tabID, 'aria-controls': panelID,
        });
        this.#texts.bind(tab, `console.tab.${name}`);
        tab.addEventListener('click', () => this.#select(name));
        const panel = element('div', { class: 'tab-panel', role: 'tabpanel', id: panelID, 'aria-labelledby': tabID });
        this.#tabs.set(name, { tab, panel });
        return tab;
    }

    /** @param {Tool} tool */
    #makeTool({ name, icon: iconName, label, detail, isEnabled, style, isPressed }) {
        const hintID = uniqueID('tool-hint');
        const hint = this.#texts.bind(element('span', { class: 'tool-hint', id: hintID }), detail);
        const title = this.#texts.bind(element('span', { class: 'tool-label' }), label);
        const button = element('button', {
            type: 'button', class: style === undefined ? 'tool' : `tool tool-${style}`, 'aria-describedby': hintID,
            'aria-disabled': isEnabled ? undefined : 'true', 'data-tool': name,
            'aria-pressed': isPressed === undefined ? undefined : String(isPressed),
        });
        button.append(element('span', { class: 'tool-icon' }, icon(iconName)),
            element('span', { class: 'tool-body' }, title, hint));
        // Not `disabled`: a person who tabs to it hears why it does not work.
        this.#texts.bindAttribute(button, 'title', detail);
        button.addEventListener('click', () => {
            if (isEnabled) {
                this.dispatchEvent(new CustomEvent('press', { detail: name }));
            }
        });
        return button;
    }

    /** @param {TabName} name */
    #select(name) {
        this.#selected = name;
        for (const [other, { tab, panel }] of this.#tabs) {
            const isSelected = other === name;
            tab.setAttribute('aria-selected', String(isSelected));
            tab.tabIndex = isSelected ? 0 : -1;
            panel.hidden = !isSelected;
        }
    }

    /** @param {KeyboardEvent} event */
    #handleKey(event) {
        const index = TABS.indexOf(this.#selected);
        /** @type {Readonly<Record<string, number>>} */
        const targets = {
            ArrowRight: (index + 1) % TABS.length, ArrowLeft: (index + TABS.length - 1) % TABS.length,
            Home: 0, End: TABS.length - 1,
        };
        const name = TABS[targets[event.key] ?? -1];
        if (name !== undefined) {
            event.preventDefault();
            this.#select(name);
            this.#tabs.get(name)?.tab.focus();
        }
    }
}
