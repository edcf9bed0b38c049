import { en } from './catalogue-en.js';
import { zhHant } from './catalogue-zh-Hant.js';

/** @typedef {keyof typeof en} TextKey */
/** @typedef {'en' | 'zh-Hant'} LanguageTag */
/** @typedef {Readonly<Record<string, string | number>>} TextValues */

/** The languages of the interface, each by its own name. */
export const LANGUAGES = Object.freeze(/** @type {const} */ ([
    { tag: 'en', name: 'English' },
    { tag: 'zh-Hant', name: '繁體中文' },
]));

const STORAGE_KEY = 'nearhand.language';

/** @type {Readonly<Record<LanguageTag, Readonly<Record<TextKey, string>>>>} */
const CATALOGUES = Object.freeze({ en, 'zh-Hant': zhHant });

/**
 * Chooses the language for a person: what they chose by hand, else the first that their browser asks for and that
 * we have (any Chinese gets Traditional Chinese, the only Chinese there is), else English.
 *
 * @param {string | null} chosen
 * @param {readonly string[]} preferred as in `navigator.languages`
 * @returns {LanguageTag}
 */
export function chooseLanguage(chosen, preferred) {
    for (const wish of chosen === null ? preferred : [chosen, ...preferred]) {
        const primary = wish.toLowerCase().split('-')[0];
        if (primary === 'zh') {
            return 'zh-Hant';
        }
        if (primary === 'en') {
            return 'en';
        }
    }
    return 'en';
}

/**
 * Puts values into the `{placeholders}` of a text; one without a value stays as it is.
 *
 * @param {string} template
 * @param {TextValues} values
 * @returns {string}
 */
export function fillIn(template, values) {
    return template.replace(/\{(\w+)\}/g, (placeholder, name) => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        return value === undefined ? placeholder : String(value);
    });
}

/**
 * The interface's texts in the person's language. Fires `change` when they choose another one.
 *
 * An element bound here carries its key in `data-text` (or `data-text-ATTRIBUTE`), and gets its new text by itself
 * when the language changes; static pages may write the attribute themselves.
 */
export class Texts extends EventTarget {
    /** @type {LanguageTag} */
    #language;
    /** @type {Pick<Storage, 'getItem' | 'setItem'> | null} */
    #storage;
    /** @type {WeakMap<Element, Map<string, TextValues>>} */
    #values = new WeakMap();
    /** @type {Document | null} */
    #page = null;

    /**
     * @param {readonly string[]} preferred as in `navigator.languages`
     * @param {Pick<Storage, 'getItem' | 'setItem'> | null} storage where the choice by hand is kept
     */
    constructor(preferred, storage) {
        super();
        this.#storage = storage;
        this.#language = chooseLanguage(readChoice(storage), preferred);
    }

    /**
     * The texts of this page, which get its `lang` attribute and its `data-text` elements filled in.
     *
     * @param {Document} page
     * @returns {Texts}
     */
    static forPage(page) {
        let storage = null;
        try {
            storage = window.localStorage;
        } catch {
            // A browser that forbids storage still shows the page in its own language.
        }
        const texts = new Texts(navigator.languages, storage);
        texts.#page = page;
        texts.#fillPage();
        return texts;
    }

    get language() {
        return this.#language;
    }

    /** @param {LanguageTag} language */
    setLanguage(language) {
        if (language === this.#language) {
            return;
        }
        this.#language = language;
        try {
            this.#storage?.setItem(STORAGE_KEY, language);
        } catch {
            // The choice then holds for this page alone.
        }
        this.#fillPage();
        this.dispatchEvent(new Event('change'));
    }

    /**
     * @param {TextKey} key
     * @param {TextValues} [values]
     * @returns {string}
     */
    text(key, values = {}) {
        return fillIn(CATALOGUES[this.#language][key], values);
    }

    /**
     * Whether the catalogue has such a text; for keys that come from a node or the service.
     *
     * @param {string} key
     * @returns {key is TextKey}
     */
    has(key) {
        return Object.hasOwn(en, key);
    }

    /**
     * Sets an element's text now and at every change of language.
     *
     * @template {Element} Target
     * @param {Target} target
     * @param {TextKey} key
     * @param {TextValues} [values]
     * @returns {Target} the same element
     */
    bind(target, key, values = {}) {
        return this.#bind(target, '', key, values);
    }

    /**
     * Sets an attribute (`aria-label`, `placeholder`, `title`) now and at every change of language.
     *
     * @template {Element} Target
     * @param {Target} target
     * @param {string} attribute
     * @param {TextKey} key
     * @param {TextValues} [values]
     * @returns {Target} the same element
     */
    bindAttribute(target, attribute, key, values = {}) {
        return this.#bind(target, attribute, key, values);
    }

    /**
     * The time of day of a moment, as people of this language write it.
     *
     * @param {number} secondsSince1970
     * @returns {string}
     */
    timeOfDay(secondsSince1970) {
        const format = new Intl.DateTimeFormat(this.#language, { hour: 'numeric', minute: '2-digit' });
        return format.format(new Date(secondsSince1970 * 1000));
    }

    /**
     * A number of bytes in the unit that fits: `812 B`, `1.4 MB`.
     *
     * @param {number} count
     * @returns {string}
     */
    byteCount(count) {
        const units = ['B', 'kB', 'MB', 'GB', 'TB'];
        let value = count;
        let unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit += 1;
        }
        const digits = unit > 0 && value < 10 ? 1 : 0;
        const format = new Intl.NumberFormat(this.#language, {
            minimumFractionDigits: digits, maximumFractionDigits: digits,
        });
        return `${format.format(value)} ${units[unit]}`;
    }

    /**
     * @template {Element} Target
     * @param {Target} target
     * @param {string} attribute the empty string for the element's text
     * @param {TextKey} key
     * @param {TextValues} values
     * @returns {Target}
     */
    #bind(target, attribute, key, values) {
        target.setAttribute(attribute === '' ? 'data-text' : `data-text-${attribute}`, key);
        let known = this.#values.get(target);
        if (known === undefined) {
            known = new Map();
            this.#values.set(target, known);
        }
        known.set(attribute, values);
        this.#apply(target, attribute, key);
        return target;
    }

    /**
     * @param {Element} target
     * @param {string} attribute
     * @param {TextKey} key
     */
    #apply(target, attribute, key) {
        const text = this.text(key, this.#values.get(target)?.get(attribute));
        if (attribute !== '') {
            target.setAttribute(attribute, text);
        } else if (target.textContent !== text) {
            target.textContent = text;
        }
    }

    #fillPage() {
        if (this.#page === null) {
            return;
        }
        this.#page.documentElement.lang = this.#language;
        for (const target of this.#page.querySelectorAll('*')) {
            for (const { name, value } of [...target.attributes]) {
                if ((name === 'data-text' || name.startsWith('data-text-')) && this.has(value)) {
                    this.#apply(target, name.slice('data-text-'.length), value);
                }
            }
        }
    }
}

/**
 * @param {Pick<Storage, 'getItem'> | null} storage
 * @returns {string | null}
 */
function readChoice(storage) {
    try {
        return storage?.getItem(STORAGE_KEY) ?? null;
    } catch {
        return null;
    }
}
