import { makeCopyButton } from './copy-button.js';
import { clockText, secondsUntil } from './countdown.js';
import { element, setText } from './dom.js';
import { icon } from './icons.js';
import { imageAddress, spokenAddress } from './invitation.js';
import { groupDigits } from './session-number.js';

/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */
/** @typedef {import('./snapshots.js').HostSession} HostSession */

/** Within this many seconds of its end the number's clock asks for attention. */
const SOON = 120;

/** The number to read out, and the link to send. Fires `command`. */
export class InvitationView extends EventTarget {
    element = element('section', { class: 'invitation' });
    #texts;
    #number = element('p', { class: 'session-number' });
    #clock = element('p', { class: 'clock' });
    #clockText = element('span');
    #renew = element('button', { type: 'button', class: 'button button-small' });
    #address = element('span', { class: 'address-text' });
    #link = element('p', { class: 'link-text' });
    #linkState = element('p', { class: 'quiet' });
    #linkActions = element('div', { class: 'row' });
    #qr = element('img', { class: 'qr', hidden: true });
    #makeLink = element('button', { type: 'button', class: 'button button-small' });
    /** @type {HostSnapshot | null} */
    #snapshot = null;

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
        this.element.append(this.#makeNumberPanel(), this.#makeLinkPanel());
    }

    /** @param {HostSnapshot} snapshot with a session */
    draw(snapshot) {
        this.#snapshot = snapshot;
        const { session } = snapshot;
        if (session === undefined) {
            return;
        }
        setText(this.#number, groupDigits(session.number));
        this.#number.setAttribute('aria-label', [...session.number].join(' '));
        setText(this.#address, spokenAddress(snapshot.site.address));
        this.#drawLink(session);
        this.tick();
    }

    /** Called each second. */
    tick() {
        const session = this.#snapshot?.session;
        if (session === undefined) {
            return;
        }
        const left = secondsUntil(session.numberExpiresAt, Date.now());
        const isOver = left === 0;
        this.#number.classList.toggle('session-number-over', isOver);
        this.#clock.classList.toggle('clock-soon', left <= SOON);
        this.#renew.classList.toggle('button-primary', isOver);
        setText(this.#clockText, isOver
            ? this.#texts.text('console.numberExpired')
            : this.#texts.text('console.numberLeft', { time: clockText(left) }));
        this.#drawLinkState(session);
    }

    #makeNumberPanel() {
        const texts = this.#texts;
        this.#renew.append(texts.bind(element('span'), 'console.numberRenew'));
        this.#renew.addEventListener('click', () => this.#send({ type: 'renewNumber' }));
        this.#clock.append(icon('clock'), this.#clockText);
        const address = element('p', { class: 'address' },
            texts.bind(element('span', { class: 'quiet' }), 'console.siteAddress'), this.#address);
        return element('section', { class: 'panel number-panel' },
            element('h2', { class: 'panel-title' }, icon('phone'), texts.bind(element('span'), 'console.byPhone')),
            texts.bind(element('p', { class: 'quiet' }), 'console.byPhoneDetail'),
            address, this.#number,
            element('div', { class: 'row row-centred' }, this.#clock, this.#renew));
    }

    #makeLinkPanel() {
        const texts = this.#texts;
        texts.bindAttribute(this.#qr, 'alt', 'console.linkQRCode');
        this.#makeLink.append(icon('link'), texts.bind(element('span'), 'console.linkMake'));
        this.#makeLink.addEventListener('click', () => this.#send({ type: 'makeLink' }));
        const copy = makeCopyButton(
            texts, () => this.#snapshot?.session?.link ?? '', { style: 'button button-small button-primary' });
        this.#linkActions.append(copy);
        return element('section', { class: 'panel link-panel' },
            element('div', { class: 'link-body' },
                element('h2', { class: 'panel-title' }, icon('link'), texts.bind(element('span'), 'console.byLink')),
                texts.bind(element('p', { class: 'quiet' }), 'console.byLinkDetail'),
                this.#link, element('div', { class: 'row' }, this.#linkActions, this.#makeLink), this.#linkState),
            this.#qr);
    }

    /** @param {HostSession} session */
    #drawLink(session) {
        const hasLink = session.link !== undefined;
        this.#link.hidden = !hasLink;
        this.#linkActions.hidden = !hasLink;
        setText(this.#link, session.link ?? '');
        const code = session.linkQRCode === undefined ? '' : imageAddress(session.linkQRCode);
        this.#qr.hidden = !hasLink || code === '';
        if (code !== '' && this.#qr.getAttribute('src') !== code) {
            this.#qr.setAttribute('src', code);
        }
    }

    /** @param {HostSession} session */
    #drawLinkState(session) {
        if (session.link === undefined) {
            setText(this.#linkState, this.#texts.text(
                session.isLinkUsed ? 'console.linkUsed' : 'console.linkNone'));
            return;
        }
        const left = session.linkExpiresAt === undefined ? 0 : secondsUntil(session.linkExpiresAt, Date.now());
        setText(this.#linkState, this.#texts.text('console.linkLeft', { time: clockText(left) }));
    }

    /** @param {import('./snapshots.js').HostCommand} command */
    #send(command) {
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
}
