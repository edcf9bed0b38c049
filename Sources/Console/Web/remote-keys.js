/** @typedef {import('./remote-input.js').InputEvent} InputEvent */

/**
 * Chords that the host's own computer would take for itself, by the name of their text: each key's code and what it
 * makes, in the order in which they go down.
 */
export const SPECIAL_KEYS = Object.freeze({
    ctrlAltDelete: [['ControlLeft', 'Control'], ['AltLeft', 'Alt'], ['Delete', 'Delete']],
    altTab: [['AltLeft', 'Alt'], ['Tab', 'Tab']],
    altF4: [['AltLeft', 'Alt'], ['F4', 'F4']],
    super: [['MetaLeft', 'Meta']],
    escape: [['Escape', 'Escape']],
    printScreen: [['PrintScreen', 'PrintScreen']],
});

/** @typedef {keyof typeof SPECIAL_KEYS} SpecialKey */

/**
 * A chord as its keys go down and come up again.
 *
 * @param {SpecialKey} name
 * @returns {InputEvent[]}
 */
export function chord(name) {
    const keys = SPECIAL_KEYS[name];
    return [
        ...keys.map(([code = '', key = '']) => makeKey(code, key, true)),
        ...[...keys].reverse().map(([code = '', key = '']) => makeKey(code, key, false)),
    ];
}

/**
 * @param {string} code
 * @param {string} key
 * @param {boolean} isDown
 * @returns {InputEvent}
 */
function makeKey(code, key, isDown) {
    return { type: 'key', code, key, isDown };
}
