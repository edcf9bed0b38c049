import { element, setText } from './dom.js';
import { makeHelpButton } from './help-view.js';
import { icon } from './icons.js';
import { makeLanguagePicker } from './language-picker.js';
import { NotesPlace } from './notes-place.js';
import { NoticesView } from './notices-view.js';
import { secondsSince } from './countdown.js';
import { SessionView } from './session-view.js';
import { StartView } from './start-view.js';

/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */
/** @typedef {import('./start-view.js').SessionSummary} SessionSummary */

/**
 * Draws a `HostSnapshot` and tells what the host presses. Beside what it is given it keeps only the sum of the last
 * session, which no snapshot has. Fires `command`, a `CustomEvent` whose `detail` is a `HostCommand`.
 */
export class ConsoleView extends EventTarget {
    #texts;
    #site = element('span', { class: 'header-site' });
    #service = element('p', { class: 'status header-service' });
    #serviceText = element('span', { role: 'status' });
    #account = element('p', { class: 'account', hidden: true });
    #accountName = element('span');
    #signOut = element('button', { type: 'button', class: 'button button-small button-quiet' });
    #main = element('main', { class: 'console' });
    #start;
    #session;
    #notices;
    #notes;
    #noticesPlace = element('div', { class: 'notices-place start-notices' });
    /** @type {HostSnapshot | null} */
    #snapshot = null;
    /** @type {SessionSummary | null} */
    #summary = null;

    /**
     * @param {HTMLElement} root where the page is drawn
     * @param {import('./i18n.js').Texts} texts
     * @param {import('./upload-queue.js').UploadQueue} queue
     */
    constructor(root, texts, queue) {
        super();
        this.#texts = texts;
        this.#start = new StartView(texts);
        this.#session = new SessionView(texts, queue);
        this.#notes = new NotesPlace(texts, this.#session);
        this.#notices = new NoticesView(texts);
        this.#noticesPlace.append(this.#notices.element);
        this.#main.append(this.#noticesPlace, this.#start.element, this.#notes.element, this.#session.element);
        root.replaceChildren(this.#makeHeader(), this.#main);
        this.#start.element.hidden = true;
        this.#session.element.hidden = true;
        for (const view of [this.#start, this.#session, this.#notes]) {
            view.addEventListener('command', (event) => {
                this.dispatchEvent(new CustomEvent('command', {
                    detail: /** @type {CustomEvent<import('./snapshots.js').HostCommand>} */ (event).detail,
                }));
            });
        }
        this.#session.addEventListener('attention', () => this.#drawTitle());
        texts.addEventListener('change', () => {
            if (this.#snapshot !== null) {
                this.draw(this.#snapshot);
            }
        });
        setInterval(() => this.#session.tick(), 1_000);
    }

    /** @param {HostSnapshot} snapshot */
    draw(snapshot) {
        this.#noteSummary(snapshot);
        this.#snapshot = snapshot;
        this.#drawHeader(snapshot);
        const hasSession = snapshot.session !== undefined;
        this.#session.element.hidden = !hasSession;
        this.#start.element.hidden = hasSession;
        this.#session.draw(snapshot);
        if (!hasSession) {
            this.#start.draw(snapshot, this.#summary);
        }
        this.#notes.draw(snapshot);
        this.#notices.draw(snapshot.notices, hasSession ? this.#session.noticesPlace : this.#noticesPlace);
        this.#drawTitle();
    }

    /** @param {ArrayBuffer} message a binary message of the node's */
    receive(message) {
        this.#session.receive(message);
    }

    /** Voice and video of the session. */
    get call() {
        return this.#session.call;
    }

    /** @param {import('./node-connection.js').NodeState} state how the page stands with its node */
    handleConnection(state) {
        this.#notes.handleConnection(state);
    }

    #makeHeader() {
        const texts = this.#texts;
        this.#service.append(element('span', { class: 'status-dot', 'aria-hidden': 'true' }), this.#serviceText);
        this.#account.append(icon('user'), this.#accountName, this.#signOut);
        texts.bind(this.#signOut, 'console.signOut');
        this.#signOut.addEventListener('click', () => {
            this.dispatchEvent(new CustomEvent('command', { detail: { type: 'signOut' } }));
        });
        const brand = element('div', { class: 'brand' },
            element('img', { class: 'brand-mark', src: '/assets/nearhand.svg', alt: '', width: 28, height: 28 }),
            element('span', { class: 'brand-name' }, 'Nearhand'), this.#site);
        return element('header', { class: 'header console-header' }, brand,
            element('div', { class: 'header-facts' }, this.#service, this.#account, makeHelpButton(texts),
                makeLanguagePicker(texts)));
    }

    /** @param {HostSnapshot} snapshot */
    #drawHeader({ site, service, account, session }) {
        // A site that has no name of its own need not say ours twice.
        setText(this.#site, site.name === this.#texts.text('app.name') ? '' : site.name);
        this.#service.classList.toggle('status-bad', service === 'unreachable');
        this.#service.classList.toggle('status-wait', service === 'connecting');
        this.#service.hidden = account === undefined;
        setText(this.#serviceText, this.#texts.text(session !== undefined && service === 'unreachable'
            ? 'console.service.unreachableInSession' : `console.service.${service}`));
        this.#account.hidden = account === undefined;
        setText(this.#accountName, account?.displayName ?? '');
        this.#signOut.hidden = session !== undefined;
    }

    /**
     * Keeps what the last snapshot with a customer said, since the one after the end says nothing of it.
     *
     * @param {HostSnapshot} snapshot
     */
    #noteSummary({ session }) {
        const previous = this.#snapshot?.session;
        if (session !== undefined && session.id !== previous?.id) {
            this.#summary = null;
        }
        if (session?.customer !== undefined) {
            this.#summary = {
                customer: session.customer.name, seconds: 0, messages: session.chat.length, files: session.files.length,
            };
        }
        if (session === undefined && previous?.customer !== undefined && this.#summary !== null) {
            this.#summary.seconds = secondsSince(previous.customer.connectedAt, Date.now());
        }
    }

    #drawTitle() {
        const { session } = this.#snapshot ?? {};
        const unseen = session === undefined ? 0 : this.#session.unseenCount;
        const mark = unseen > 0 ? `(${unseen}) ` : '';
        const knock = session?.knocks[0];
        const subject = knock === undefined
            ? session?.customer?.name ?? this.#texts.text('console.title')
            : this.#texts.text('console.knock', { name: knock.name });
        document.title = `${mark}${subject} · Nearhand`;
    }
}
