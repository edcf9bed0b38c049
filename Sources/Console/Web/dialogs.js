import { element, uniqueID } from './dom.js';
import { icon } from './icons.js';
import { makeCopyButton } from './copy-button.js';

/** @typedef {import('./i18n.js').Texts} Texts */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/**
 * Asks before something that cannot be taken back; Escape, a click beside the dialog and *Cancel* all mean no.
 *
 * @param {Texts} texts
 * @param {{title: TextKey, detail: TextKey, confirm: TextKey, values?: import('./i18n.js').TextValues}} question
 * @returns {Promise<boolean>}
 */
export function askToConfirm(texts, { title, detail, confirm, values }) {
    const titleID = uniqueID('confirm');
    const dialog = element('dialog', { class: 'dialog', role: 'alertdialog', 'aria-labelledby': titleID });
    const no = texts.bind(element('button', { type: 'button', class: 'button' }), 'console.cancel');
    const yes = texts.bind(element('button', { type: 'button', class: 'button button-danger' }), confirm);
    dialog.append(texts.bind(element('h2', { id: titleID }), title, values),
        texts.bind(element('p', { class: 'lead' }), detail, values),
        element('div', { class: 'dialog-actions' }, no, yes));
    return new Promise((resolve) => {
        let answer = false;
        no.addEventListener('click', () => dialog.close());
        yes.addEventListener('click', () => {
            answer = true;
            dialog.close();
        });
        showDialog(dialog, () => resolve(answer));
        no.focus();
    });
}

/**
 * Shows the ready text of an invitation, to copy into a mail or a message.
 *
 * @param {Texts} texts
 * @param {string} invitation
 */
export function showInvitation(texts, invitation) {
    const titleID = uniqueID('invitation');
    const dialog = element('dialog', { class: 'dialog dialog-wide', 'aria-labelledby': titleID });
    const text = element('textarea', { class: 'invitation-text', readonly: true, rows: 17 });
    text.value = invitation;
    text.setSelectionRange(0, 0);
    texts.bindAttribute(text, 'aria-label', 'console.inviteText');
    const close = texts.bind(element('button', { type: 'button', class: 'button' }), 'console.close');
    close.addEventListener('click', () => dialog.close());
    const copy = makeCopyButton(texts, () => text.value, { label: 'console.copyText', style: 'button button-primary' });
    dialog.append(texts.bind(element('h2', { id: titleID }), 'console.inviteTitle'),
        texts.bind(element('p', { class: 'lead' }), 'console.inviteDetail'), text,
        element('p', { class: 'reassurance' }, icon('lock'), texts.bind(element('span'), 'console.inviteWarning')),
        element('div', { class: 'dialog-actions' }, close, copy));
    showDialog(dialog, () => undefined);
    copy.focus();
}

/**
 * Shows a dialog that a click beside it closes as Escape does, and takes it away at its end.
 *
 * @param {HTMLDialogElement} dialog
 * @param {() => void} onClose
 */
export function showDialog(dialog, onClose) {
    dialog.addEventListener('click', (event) => {
        if (event.target === dialog) {
            dialog.close();
        }
    });
    dialog.addEventListener('close', () => {
        dialog.remove();
        onClose();
    });
    document.body.append(dialog);
    dialog.showModal();
}
