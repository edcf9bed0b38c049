import { setText } from './dom.js';
import { Texts } from './i18n.js';
import { makeLanguagePicker } from './language-picker.js';
import { ManagerView } from './manager-view.js';
import { hasSupportManager } from './packages.js';
import { PASSWORD_MINIMUM, readDetails, readOutcome } from './sign-in-request.js';
import { addSupportMenu } from './support-menu.js';

/** @typedef {import('./i18n.js').TextKey} TextKey */
/** @typedef {import('./sign-in-request.js').SignInDetails} SignInDetails */
/** @typedef {import('./sign-in-request.js').SignInOutcome} SignInOutcome */

/**
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
function find(id, kind) {
    const found = document.getElementById(id);
    if (!(found instanceof kind)) {
        throw new TypeError(`the page has no ${id}`);
    }
    return found;
}

/** The page on which a host signs in. It holds the passwords in its fields alone and nowhere else. */
class SignInPage {
    #texts = Texts.forPage(document);
    #passwordForm = find('password-form', HTMLFormElement);
    #newPasswordForm = find('new-password-form', HTMLFormElement);
    #name = find('name', HTMLInputElement);
    #password = find('password', HTMLInputElement);
    #newPassword = find('new-password', HTMLInputElement);
    #repeatedPassword = find('repeated-password', HTMLInputElement);
    #details = readDetails(window.location.search);

    start() {
        find('language', HTMLElement).append(makeLanguagePicker(this.#texts));
        void this.#showSite();
        void addSupportMenu(find('support', HTMLElement), this.#texts);
        const details = this.#details;
        if (details === null) {
            this.#show(window.location.search === '' ? 'host' : 'damaged');
            this.#offerConsole();
            return;
        }
        this.#passwordForm.addEventListener('submit', (event) => {
            event.preventDefault();
            void this.#submitPassword(details);
        });
        this.#newPasswordForm.addEventListener('submit', (event) => {
            event.preventDefault();
            void this.#submitNewPassword(details);
        });
        // Until now a press would have sent the form without this script.
        for (const form of [this.#passwordForm, this.#newPasswordForm]) {
            form.querySelector('button')?.removeAttribute('disabled');
        }
        // Not away from somebody who types already: their password would go on in the field for the name.
        if (!(document.activeElement instanceof HTMLInputElement)) {
            this.#name.focus();
        }
    }

    /** Who comes by the address alone has no console yet: Support Manager opens it. */
    #offerConsole() {
        const place = find('host', HTMLElement);
        if (hasSupportManager(navigator.userAgent)) {
            const manager = new ManagerView(this.#texts, 'host');
            place.append(manager.element);
            void manager.start();
        } else {
            const sentence = document.createElement('p');
            place.append(this.#texts.bind(sentence, 'download.linuxOnly'));
        }
    }

    async #showSite() {
        try {
            const answer = await fetch('/api/site');
            const site = /** @type {{name?: unknown}} */ (await answer.json());
            // A site that has no name of its own need not say ours twice.
            if (typeof site.name === 'string' && site.name !== this.#texts.text('app.name')) {
                setText(find('site', HTMLElement), site.name);
            }
        } catch {
            // Without the site's name the page still works; submitting says what is wrong.
        }
    }

    /** @param {SignInDetails} details */
    async #submitPassword(details) {
        const place = find('problem', HTMLElement);
        if (this.#name.value.trim() === '' || this.#password.value === '') {
            this.#texts.bind(place, 'signIn.incomplete');
            (this.#name.value.trim() === '' ? this.#name : this.#password).focus();
            return;
        }
        const outcome = await this.#post(this.#passwordForm, details);
        if ('needsNewPassword' in outcome) {
            this.#show('new-password-form');
            this.#newPassword.focus();
        } else {
            this.#finish(outcome, place, this.#password);
        }
    }

    /** @param {SignInDetails} details */
    async #submitNewPassword(details) {
        const place = find('new-password-problem', HTMLElement);
        if ([...this.#newPassword.value].length < PASSWORD_MINIMUM) {
            this.#texts.bind(place, 'signIn.newPasswordRefused');
            this.#newPassword.focus();
            return;
        }
        if (this.#newPassword.value !== this.#repeatedPassword.value) {
            this.#texts.bind(place, 'signIn.passwordsDiffer');
            this.#repeatedPassword.focus();
            return;
        }
        const outcome = await this.#post(this.#newPasswordForm, details, this.#newPassword.value);
        this.#finish(outcome, place, this.#newPassword);
    }

    /**
     * @param {HTMLFormElement} form its button is disabled meanwhile
     * @param {SignInDetails} details
     * @param {string} [newPassword]
     * @returns {Promise<SignInOutcome>}
     */
    async #post(form, details, newPassword) {
        const button = form.querySelector('button');
        button?.setAttribute('disabled', '');
        try {
            const answer = await fetch('/api/sign-in', {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify({
                    name: this.#name.value.trim(), password: this.#password.value, newPassword, ...details,
                }),
            });
            return readOutcome(answer.status, /** @type {unknown} */ (await answer.json().catch(() => null)));
        } catch {
            return readOutcome(0, null);
        } finally {
            button?.removeAttribute('disabled');
        }
    }

    /**
     * @param {SignInOutcome} outcome
     * @param {HTMLElement} place where a problem is said
     * @param {HTMLInputElement} field what is then typed again
     */
    #finish(outcome, place, field) {
        if ('redirect' in outcome) {
            this.#show('done');
            window.location.replace(outcome.redirect);
        } else if ('problem' in outcome) {
            this.#texts.bind(place, outcome.problem);
            field.select();
        }
    }

    /** @param {'password-form' | 'new-password-form' | 'damaged' | 'host' | 'done'} id */
    #show(id) {
        for (const other of ['password-form', 'new-password-form', 'damaged', 'host', 'done']) {
            find(other, HTMLElement).hidden = other !== id;
        }
    }
}

new SignInPage().start();
