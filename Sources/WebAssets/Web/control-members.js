/**
 * What a member of a message is: a text, the same or nothing, 32 bytes as base64url, a whole number from 0, the same or
 * nothing, a truth value, a list of texts, a list of monitors, or one of the texts that are named.
 *
 * @typedef {'text' | 'textOrNone' | 'bytes32' | 'count' | 'countOrNone' | 'flag' | 'texts' | 'monitors'
 *     | readonly string[]} MemberKind
 */

/** More monitors than this are no list of a computer's. */
export const MAXIMUM_MONITORS = 16;

/**
 * Whether a value that came from outside is of this kind.
 *
 * @param {unknown} value
 * @param {MemberKind} kind
 * @returns {boolean}
 */
export function isMember(value, kind) {
    switch (kind) {
    case 'text':
        return typeof value === 'string';
    case 'textOrNone':
        return value === undefined || value === null || isMember(value, 'text');
    case 'bytes32':
        return typeof value === 'string' && /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/u.test(value);
    case 'count':
        return Number.isSafeInteger(value) && Number(value) >= 0;
    case 'countOrNone':
        return value === undefined || value === null || isMember(value, 'count');
    case 'flag':
        return typeof value === 'boolean';
    case 'texts':
        return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'monitors':
        return Array.isArray(value) && value.length <= MAXIMUM_MONITORS && value.every(isMonitor);
    default:
        return typeof value === 'string' && kind.includes(value);
    }
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isMonitor(value) {
    if (typeof value !== 'object' || value === null) {
        return false;
    }
    const { monitor, name, width, height, isPrimary } = /** @type {Record<string, unknown>} */ (value);
    return isMember(monitor, 'count') && isMember(name, 'text') && isMember(width, 'count') && isMember(height, 'count')
        && isMember(isPrimary, 'flag');
}
