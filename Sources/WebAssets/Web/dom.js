/**
 * Attributes of a new element; `true` makes an empty attribute, `false` and `undefined` make none.
 *
 * @typedef {Readonly<Record<string, string | number | boolean | undefined>>} Attributes
 */

/**
 * Makes an element. Strings among the children become text, never markup: this is the one way in which pages
 * make elements, so nothing that a peer sends can become an element, an attribute's name or a script.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    setAttributes(made, attributes);
    made.append(...children);
    return made;
}

/**
 * @param {Element} target
 * @param {Attributes} attributes
 */
export function setAttributes(target, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith('on') || name === 'style' || name === 'srcdoc') {
            throw new TypeError('no code and no style in attributes');
        }
        if (value === undefined || value === false) {
            target.removeAttribute(name);
        } else {
            target.setAttribute(name, value === true ? '' : String(value));
        }
    }
}

/**
 * Replaces an element's text only when it differs, so that a screen reader does not hear it again.
 *
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
    if (target.textContent !== text) {
        target.textContent = text;
    }
}

let lastIdentifier = 0;

/**
 * An `id` that no other element of the page has.
 *
 * @param {string} prefix
 * @returns {string}
 */
export function uniqueID(prefix) {
    lastIdentifier += 1;
    return `${prefix}-${lastIdentifier}`;
}
