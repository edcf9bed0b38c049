import { element, setText } from './dom.js';
import { icon } from './icons.js';

/** How long the button says *Copied*. */
const SAID_MILLISECONDS = 2_000;

/**
 * A button that copies a text and says so.
 *
 * @param {import('./i18n.js').Texts} texts
 * @param {() => string} getText
 * @param {{label?: import('./i18n.js').TextKey, style?: string}} [options]
 * @returns {HTMLButtonElement}
 */
export function makeCopyButton(texts, getText, options = {}) {
    const { label = 'console.copy', style = 'button button-small' } = options;
    const word = element('span');
    // The button's word is its name; what a live region holds would be none.
    const button = element('button', { type: 'button', class: style, 'aria-live': 'polite' }, icon('copy'), word);
    texts.bind(word, label);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    button.addEventListener('click', async () => {
        const isCopied = await copy(getText());
        setText(word, texts.text(isCopied ? 'console.copied' : 'console.copyFailed'));
        clearTimeout(timer);
        timer = setTimeout(() => texts.bind(word, label), SAID_MILLISECONDS);
    });
    return button;
}

/**
 * @param {string} text
 * @returns {Promise<boolean>}
 */
async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}
