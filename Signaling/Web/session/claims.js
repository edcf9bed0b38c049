/** Names that other people give, made fit to be shown or to be a file's name. */

/** Control characters, and those that turn or hide the text around them. */
const INVISIBLE = /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;

/** Names that Windows keeps for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;

const FILE_NAME_MAXIMUM_BYTES = 200;

/**
 * A person's name on one line, without characters that could turn or hide the words around it.
 *
 * @param {string} claim
 * @returns {string} at most 80 characters; may be empty
 */
export function cleanName(claim) {
    return [...claim.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim()].slice(0, 80).join('');
}

/**
 * Reduces a file's name to one path component that every system can store.
 *
 * @param {string} claim
 * @returns {string}
 */
export function safeFileName(claim) {
    const last = claim.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
    let name = last
        .replace(INVISIBLE, '')
        .replace(/[<>:"|?*]/g, '_')
        .replace(/^[\s.\-]+/, '')
        .replace(/[\s.]+$/, '');
    if (name === '') {
        return 'file';
    }
    if (RESERVED.test(name)) {
        name = `_${name}`;
    }
    return shorten(name);
}

/**
 * Cuts a name in front of its extension until it fits.
 *
 * @param {string} name
 * @returns {string}
 */
function shorten(name) {
    const encoder = new TextEncoder();
    const dot = name.lastIndexOf('.');
    const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : '';
    const base = [...name.slice(0, name.length - extension.length)];
    while (base.length > 1 && encoder.encode(base.join('') + extension).length > FILE_NAME_MAXIMUM_BYTES) {
        base.pop();
    }
    return base.join('') + extension;
}
