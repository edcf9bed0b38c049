/**
 * The form in which Swift writes an enum with payloads: `{"live": {"request": "…"}}`, `{"waiting": {}}`.
 *
 * @template Value
 * @typedef {Value extends unknown
 *     ? {[Name in keyof Value & string]: readonly [Name, Value[Name]]}[keyof Value & string]
 *     : never} Variant
 */

/**
 * Reads such a value as its case's name and its payload, so that a `switch` over the name narrows the payload.
 *
 * @template {object} Value
 * @param {Value} value an object with one member
 * @returns {Variant<Value>}
 */
export function variant(value) {
    const [entry] = Object.entries(value);
    if (entry === undefined) {
        throw new TypeError('a variant has one member');
    }
    return /** @type {Variant<Value>} */ (/** @type {unknown} */ (entry));
}

/**
 * The name alone of a variant's case.
 *
 * @template {object} Value
 * @param {Value} value
 * @returns {Variant<Value>[0]}
 */
export function variantName(value) {
    return variant(value)[0];
}
