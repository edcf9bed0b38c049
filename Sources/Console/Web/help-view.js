import { element, uniqueID } from './dom.js';
import { icon } from './icons.js';
import { showDialog } from './dialogs.js';

/** @typedef {import('./i18n.js').Texts} Texts */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/** @type {readonly Readonly<{button: TextKey, customer: TextKey, approves: TextKey}>[]} in the order of the tabs */
const ROWS = Object.freeze([
    { button: 'console.invite', customer: 'help.inviteCustomer', approves: 'help.nobody' },
    { button: 'chat.title', customer: 'help.chatCustomer', approves: 'help.nobody' },
    { button: 'console.transferFile', customer: 'help.fileCustomer', approves: 'help.fileApproves' },
    { button: 'console.audio', customer: 'help.audioCustomer', approves: 'help.audioApproves' },
    { button: 'console.video', customer: 'help.videoCustomer', approves: 'help.videoApproves' },
    { button: 'notes.title', customer: 'help.notesCustomer', approves: 'help.nobody' },
    { button: 'help.view', customer: 'help.viewCustomer', approves: 'help.viewApproves' },
    { button: 'help.control', customer: 'help.controlCustomer', approves: 'help.controlApproves' },
    { button: 'help.application', customer: 'help.applicationCustomer', approves: 'help.applicationApproves' },
    { button: 'help.modes', customer: 'help.modesCustomer', approves: 'help.nobody' },
    { button: 'console.end', customer: 'help.endCustomer', approves: 'help.endApproves' },
]);

/**
 * The button that opens the help: what each button of the console does to the customer, and who approves it.
 *
 * @param {Texts} texts
 * @returns {HTMLButtonElement}
 */
export function makeHelpButton(texts) {
    const button = element('button', { type: 'button', class: 'button button-small button-quiet' }, icon('info'));
    button.append(texts.bind(element('span'), 'help.open'));
    button.addEventListener('click', () => showHelp(texts));
    return button;
}

/** @param {Texts} texts */
function showHelp(texts) {
    const titleID = uniqueID('help');
    const dialog = element('dialog', { class: 'dialog dialog-wide help', 'aria-labelledby': titleID });
    const head = element('tr', {}, element('td'), ...['help.customer', 'help.approves'].map((key) =>
        texts.bind(element('th', { scope: 'col' }), /** @type {TextKey} */ (key))));
    const body = element('tbody', {}, ...ROWS.map(({ button, customer, approves }) => element('tr', {},
        texts.bind(element('th', { scope: 'row' }), button), texts.bind(element('td'), customer),
        texts.bind(element('td'), approves))));
    const close = texts.bind(element('button', { type: 'button', class: 'button' }), 'console.close');
    close.addEventListener('click', () => dialog.close());
    dialog.append(
        texts.bind(element('h2', { id: titleID, tabindex: -1 }), 'help.title'),
        texts.bind(element('p', { class: 'lead' }), 'help.lead'),
        element('div', { class: 'help-rows', tabindex: 0, role: 'group', 'aria-labelledby': titleID },
            element('table', {}, element('thead', {}, head), body)),
        texts.bind(element('p', { class: 'quiet' }), 'help.keys'),
        element('div', { class: 'dialog-actions' }, close));
    showDialog(dialog, () => undefined);
    dialog.querySelector('h2')?.focus();
}
