import { element } from './dom.js';

/** What may be an address; whether it is one, `URL` decides. */
const CANDIDATE = /https?:\/\/[^\s<>"'`]+/giu;

/** What ends a sentence is no part of an address at its end. */
const TRAILING = /[.,;:!?)\]}»”’。，；：！？）」』]+$/u;

/** Characters that turn the direction of writing, or are not seen, and so hide where an address leads. */
const DECEPTIVE = /[\p{Cc}\p{Cf}]/u;

/**
 * One part of a message: words, or an address with what it is shown as.
 *
 * @typedef {{text: string, address?: string}} ChatPart
 */

/**
 * Finds the addresses in a message. Only http and https are addresses; one with a user's name before its site, which
 * looks like another site, or with characters that are not seen, stays words.
 *
 * @param {string} text
 * @returns {ChatPart[]}
 */
export function chatParts(text) {
    /** @type {ChatPart[]} */
    const parts = [];
    let end = 0;
    for (const { 0: found = '', index: start = 0 } of text.matchAll(CANDIDATE)) {
        const shown = found.replace(TRAILING, '');
        const address = safeAddress(shown);
        if (address === null) {
            continue;
        }
        if (start > end) {
            parts.push({ text: text.slice(end, start) });
        }
        parts.push({ text: shown, address });
        end = start + shown.length;
    }
    if (end < text.length) {
        parts.push({ text: text.slice(end) });
    }
    return parts;
}

/**
 * The parts as nodes: an address opens in a page of its own, which learns nothing of this one.
 *
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function makeChatText(text) {
    return chatParts(text).map((part) => part.address === undefined ? part.text : element('a', {
        href: part.address, target: '_blank', rel: 'noopener noreferrer nofollow', title: part.address,
    }, part.text));
}

/**
 * A conversation as a text to keep, a line for each message.
 *
 * @param {readonly import('./snapshots.js').ChatEntry[]} entries
 * @param {import('./i18n.js').Texts} texts
 * @returns {string}
 */
export function conversationText(entries, texts) {
    return entries.map(({ isOwn, from, text, sentAt }) =>
        `[${texts.timeOfDay(sentAt)}] ${isOwn ? texts.text('chat.you') : from}: ${text}`).join('\n');
}

/**
 * @param {string} shown
 * @returns {string | null}
 */
function safeAddress(shown) {
    if (DECEPTIVE.test(shown)) {
        return null;
    }
    try {
        const { protocol, username, password, href } = new URL(shown);
        const isSafe = (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
        return isSafe ? href : null;
    } catch {
        return null;
    }
}
