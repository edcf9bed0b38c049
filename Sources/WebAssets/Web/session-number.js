/** The number of digits of a session number. */
export const SESSION_NUMBER_DIGITS = 9;

/**
 * Reads digits that a person typed: spaces, hyphens and full-width digits are accepted, anything else is not.
 *
 * @param {string} typed
 * @param {number} count how many digits there must be
 * @returns {string | null} ASCII digits
 */
export function parseDigits(typed, count) {
    const digits = typed
        .replace(/[\uFF10-\uFF19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 0x30))
        .replace(/[\s\-\u2010-\u2013]/g, '');
    return digits.length === count && /^[0-9]+$/.test(digits) ? digits : null;
}

/**
 * @param {string} typed
 * @returns {string | null} nine ASCII digits
 */
export function parseSessionNumber(typed) {
    return parseDigits(typed, SESSION_NUMBER_DIGITS);
}

/**
 * Groups digits by three for reading aloud: `123 456 789`.
 *
 * @param {string} digits
 * @returns {string}
 */
export function groupDigits(digits) {
    return digits.replace(/(\d{3})(?=\d)/g, '$1 ');
}
