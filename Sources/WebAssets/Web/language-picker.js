import { element } from './dom.js';
import { LANGUAGES } from './i18n.js';
import { icon } from './icons.js';

/**
 * Makes the control by which a person chooses the language of the page.
 *
 * @param {import('./i18n.js').Texts} texts
 * @returns {HTMLElement}
 */
export function makeLanguagePicker(texts) {
    const select = element('select', { name: 'language', autocomplete: 'off' });
    texts.bindAttribute(select, 'aria-label', 'language.label');
    for (const { tag, name } of LANGUAGES) {
        const option = element('option', { value: tag, lang: tag }, name);
        option.selected = tag === texts.language;
        select.append(option);
    }
    select.addEventListener('change', () => {
        const choice = LANGUAGES.find(({ tag }) => tag === select.value);
        if (choice !== undefined) {
            texts.setLanguage(choice.tag);
        }
    });
    return element('div', { class: 'language-picker' }, icon('globe'), select);
}
