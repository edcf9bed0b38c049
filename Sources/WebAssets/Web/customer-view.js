import { Attention } from './attention.js';
import { CallView } from './call-view.js';
import { ChatView } from './chat-view.js';
import { hostName } from './customer-names.js';
import { makeStageCard } from './customer-stages.js';
import { element, setText } from './dom.js';
import { FilesView } from './files-view.js';
import { icon } from './icons.js';
import { makeLanguagePicker } from './language-picker.js';
import { NoticesView } from './notices-view.js';
import { PromptView } from './prompt-view.js';
import { variant } from './variant.js';

/** @typedef {import('./i18n.js').Texts} Texts */
/** @typedef {import('./snapshots.js').CustomerSnapshot} CustomerSnapshot */
/** @typedef {import('./snapshots.js').CustomerCommand} CustomerCommand */

/**
 * What differs between the browser's page and the native node's panel.
 *
 * @typedef {object} CustomerViewOptions
 * @property {boolean} isDesktop whether *Allow* shows the whole desktop at once (native) or opens a picker (browser)
 * @property {() => void} again starts over after the end
 */

/**
 * Draws a `CustomerSnapshot` and tells what the customer presses.
 *
 * It keeps no truth of its own: `draw` may be called with any snapshot at any time. Fires `command`, a `CustomEvent`
 * whose `detail` is a `CustomerCommand`, inside the press itself.
 */
export class CustomerView extends EventTarget {
    #texts;
    #options;
    #bar = element('div', { class: 'share-bar', role: 'region', hidden: true });
    #barText = element('p', { class: 'share-bar-text' });
    #stopControl = element('button', { type: 'button', class: 'button', hidden: true });
    #site = element('span', { class: 'header-site' });
    #stage = element('div', { class: 'stage' });
    #conversation = element('div', { class: 'conversation', hidden: true });
    #title = element('h1', { tabindex: -1 });
    #reach = element('p', { class: 'status', role: 'status' });
    #reachText = element('span');
    #screenText = element('p', { class: 'screen-text' });
    #byBrowser = element('p', { class: 'screen-text', hidden: true });
    #screen = element('section', { class: 'panel screen-panel' });
    #filesPanel = element('section', { class: 'panel files-panel' });
    #filesEmpty = element('p', { class: 'quiet' });
    #leave = element('button', { type: 'button', class: 'button' });
    #announcer = element('div', { class: 'visually-hidden', role: 'status' });
    /** Voice and video; whoever has the camera draws it. */
    call;
    /** Where the page puts what only it has. */
    extra = element('div');
    #attention = new Attention();
    /** The question that the person was called for last. */
    #calledFor = '';
    /** How many messages were unread when the person was called last. */
    #calledUnread = 0;
    #chat;
    #files;
    #prompt;
    #notices;
    /** Where notices stand: above the card of a stage, and in the conversation below who it is with. */
    #noticesPlace = element('div', { class: 'notices-place stage-notices' });
    #conversationNotices = element('div', { class: 'notices-place' });
    /** @type {import('./customer-stages.js').StageCard | null} */
    #card = null;
    /** @type {string | null} */
    #stageName = null;
    #typed = { number: '', name: '' };
    /** @type {CustomerSnapshot | null} */
    #snapshot = null;

    /**
     * @param {HTMLElement} root where the page is drawn
     * @param {Texts} texts
     * @param {CustomerViewOptions} options
     */
    constructor(root, texts, options) {
        super();
        this.#texts = texts;
        this.#options = options;
        this.call = new CallView(texts, { isHost: false });
        this.#chat = new ChatView(texts);
        this.#files = new FilesView(texts, 'customer');
        this.#prompt = new PromptView(texts, options);
        this.#notices = new NoticesView(texts);
        this.#noticesPlace.append(this.#notices.element);
        root.replaceChildren(this.#makeBar(), this.#makeHeader(),
            element('main', { class: 'page' }, this.#noticesPlace, this.#stage, this.#makeConversation()),
            this.#announcer);
        this.#listen();
    }

    /** @param {CustomerSnapshot} snapshot */
    draw(snapshot) {
        this.#snapshot = snapshot;
        // A site that has no name of its own need not say ours twice.
        setText(this.#site, snapshot.siteName === this.#texts.text('app.name') ? '' : snapshot.siteName);
        this.#drawStage(snapshot);
        this.#drawConversation(snapshot);
        this.#drawBar(snapshot);
        this.#prompt.draw(snapshot.prompt, this.#showsDesktop(snapshot));
        this.#notices.draw(snapshot.notices,
            variant(snapshot.stage)[0] === 'connected' ? this.#conversationNotices : this.#noticesPlace);
        this.#callFor(snapshot);
        this.#drawTitle();
    }

    /**
     * Calls the person once for each question.
     *
     * @param {CustomerSnapshot} snapshot
     */
    #callFor({ prompt }) {
        if (prompt !== undefined && prompt.request !== this.#calledFor) {
            this.#calledFor = prompt.request;
            this.#attention.call(this.#texts.text('app.name'), this.#texts.text('prompt.waiting'));
        }
    }

    /** Calls the person for a message that they cannot see. */
    #callForChat() {
        const count = this.#chat.unreadCount;
        if (count > this.#calledUnread && document.hidden) {
            this.#attention.call(this.#texts.text('app.name'), this.#texts.text('chat.latest', { count }));
        }
        this.#calledUnread = count;
    }

    #makeBar() {
        const stop = element('button', { type: 'button', class: 'button button-stop' }, icon('stop'));
        stop.append(this.#texts.bind(element('span'), 'share.stop'));
        this.#texts.bindAttribute(stop, 'title', 'share.stopKey');
        stop.addEventListener('click', () => this.#send({ type: 'stopShare' }));
        this.#texts.bindAttribute(this.#bar, 'aria-label', 'connected.yourScreen');
        this.#stopControl.append(this.#texts.bind(element('span'), 'share.stopControl'));
        this.#stopControl.addEventListener('click', () => this.#send({ type: 'stopControl' }));
        const dot = element('span', { class: 'live-dot', 'aria-hidden': 'true' });
        this.#bar.append(dot, this.#barText, this.#stopControl, stop);
        return this.#bar;
    }

    #makeHeader() {
        const brand = element('div', { class: 'brand' },
            element('img', { class: 'brand-mark', src: '/assets/nearhand.svg', alt: '', width: 28, height: 28 }),
            element('span', { class: 'brand-name' }, 'Nearhand'), this.#site);
        return element('header', { class: 'header' }, brand, makeLanguagePicker(this.#texts));
    }

    #makeConversation() {
        const texts = this.#texts;
        this.#leave.append(icon('leave'), texts.bind(element('span'), 'connected.leave'));
        const trust = element('p', { class: 'trust' }, icon('lock'), texts.bind(element('span'), 'connected.private'));
        this.#reach.append(element('span', { class: 'status-dot', 'aria-hidden': 'true' }), this.#reachText);
        const who = element('section', { class: 'panel who' },
            element('div', { class: 'who-text' }, this.#title,
                element('div', { class: 'who-facts' }, this.#reach, trust)),
            this.#leave);
        this.#screen.append(
            element('h2', { class: 'panel-title' }, icon('screen'),
                texts.bind(element('span'), 'connected.yourScreen')),
            this.#screenText, this.#byBrowser);
        texts.bind(this.#byBrowser, 'connected.byBrowser');
        this.#filesPanel.append(
            element('h2', { class: 'panel-title' }, icon('file'), texts.bind(element('span'), 'connected.files')),
            this.#filesEmpty, this.#files.element);
        const top = element('div', { class: 'conversation-top' }, who, this.#conversationNotices, this.extra);
        this.#conversation.append(top, this.call.element, this.#screen, this.#filesPanel, this.#chat.element);
        return this.#conversation;
    }

    #listen() {
        this.#leave.addEventListener('click', () => this.#send({ type: 'leave' }));
        this.#chat.addEventListener('send', (event) => {
            const { text } = /** @type {CustomEvent<{text: string}>} */ (event).detail;
            this.#send({ type: 'sendChat', text });
        });
        this.#chat.addEventListener('unread', () => {
            this.#callForChat();
            this.#drawTitle();
        });
        this.call.addEventListener('asking', () => this.#drawTitle());
        this.#files.addEventListener('download', (event) => {
            const { file } = /** @type {CustomEvent<{file: string}>} */ (event).detail;
            this.#send({ type: 'downloadFile', file });
        });
        this.#files.addEventListener('pause', (event) => {
            const { file } = /** @type {CustomEvent<{file: string}>} */ (event).detail;
            this.#send({ type: 'pauseDownload', file });
        });
        this.#files.addEventListener('cancel', (event) => {
            const { file } = /** @type {CustomEvent<{file: string}>} */ (event).detail;
            this.#send({ type: 'cancelDownload', file });
        });
        this.#prompt.addEventListener('answer', (event) => {
            const { request, isAllowed } =
                /** @type {CustomEvent<{request: string, isAllowed: boolean}>} */ (event).detail;
            this.#send({ type: 'answerPrompt', request, isAllowed });
        });
        document.addEventListener('keydown', (event) => {
            const isLive = this.#snapshot !== null && variant(this.#snapshot.share)[0] === 'live';
            if (event.key === 'Escape' && isLive && !event.isComposing && !this.#prompt.isOpen) {
                this.#send({ type: 'stopShare' });
            }
        });
        this.#texts.addEventListener('change', () => {
            if (this.#snapshot !== null) {
                this.draw(this.#snapshot);
            }
        });
    }

    /** @param {CustomerCommand} command */
    #send(command) {
        if (command.type === 'joinByLink' || command.type === 'joinByNumber') {
            this.#attention.askForNotifications();
        }
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }

    /** @param {CustomerSnapshot} snapshot */
    #drawStage(snapshot) {
        const [name] = variant(snapshot.stage);
        const isNew = name !== this.#stageName;
        if (isNew) {
            this.#stageName = name;
            if (name === 'typeDigits') {
                // The number has let this person in and works no more.
                this.#typed.number = '';
            }
            this.#card = makeStageCard(name, {
                texts: this.#texts, send: (command) => this.#send(command), again: this.#options.again,
                isDesktop: this.#options.isDesktop, typed: this.#typed,
            });
            this.#stage.replaceChildren(...(this.#card === null ? [] : [this.#card.element]));
            this.#stage.hidden = this.#card === null;
        }
        this.#card?.draw(snapshot);
        if (isNew && this.#card !== null) {
            this.#card.focusTarget.focus();
            this.#announce(this.#card.element.querySelector('h1')?.textContent ?? '');
        }
    }

    /** @param {CustomerSnapshot} snapshot */
    #drawConversation(snapshot) {
        const [stage] = variant(snapshot.stage);
        const isConnected = stage === 'connected';
        const keepsWhatWasSaid = stage === 'ended' && (snapshot.chat.length > 0 || snapshot.files.length > 0);
        const wasHidden = this.#conversation.hidden;
        this.#conversation.hidden = !isConnected && !keepsWhatWasSaid;
        this.#conversation.classList.toggle('conversation-over', !isConnected);
        if (this.#conversation.hidden) {
            this.#chat.draw([], false);
            this.#files.draw([], false);
            return;
        }
        const host = hostName(this.#texts, snapshot);
        this.#texts.bind(this.#title, 'connected.title', { host });
        this.#reach.classList.toggle('status-bad', !snapshot.isHostReachable);
        setText(this.#reachText, this.#texts.text(
            snapshot.isHostReachable ? 'connected.reachable' : 'connected.unreachable', { host }));
        const [share] = variant(snapshot.share);
        const showsDesktop = this.#showsDesktop(snapshot);
        /** @type {Readonly<Record<typeof share, import('./i18n.js').TextKey>>} */
        const keys = {
            none: 'connected.seesNothing',
            starting: showsDesktop ? 'share.starting' : 'connected.startingScreen',
            choosing: 'share.starting',
            live: snapshot.isOfWindows === true && showsDesktop
                ? (snapshot.isControlled === true ? 'connected.controlsWindows' : 'connected.seesWindows')
                : snapshot.isControlled === true ? 'connected.controlsDesktop'
                    : showsDesktop ? 'connected.seesDesktop' : 'connected.seesScreen',
        };
        setText(this.#screenText, this.#texts.text(keys[share], { host }));
        this.#byBrowser.hidden = snapshot.capturesByPage !== true || share !== 'none';
        this.#screen.dataset.share = share;
        // After the end only what was said and offered is of use.
        this.#filesPanel.hidden = !isConnected && snapshot.files.length === 0;
        this.#chat.element.hidden = !isConnected && snapshot.chat.length === 0;
        this.#filesEmpty.hidden = snapshot.files.length > 0;
        this.#texts.bind(this.#filesEmpty, 'connected.filesEmpty', { host });
        this.#files.draw(snapshot.files, isConnected);
        this.#chat.draw(snapshot.chat, isConnected);
        if (wasHidden && isConnected) {
            this.#title.focus();
            this.#announce(this.#texts.text('connected.title', { host }));
        }
    }

    /** @param {CustomerSnapshot} snapshot */
    #drawBar(snapshot) {
        const isLive = variant(snapshot.share)[0] === 'live';
        const host = hostName(this.#texts, snapshot);
        const isControlled = snapshot.isControlled === true;
        const isOfWindows = snapshot.isOfWindows === true;
        const text = isControlled ? (isOfWindows ? 'share.windowsControlBar' : 'share.controlBar')
            : isOfWindows ? 'share.windowsBar' : 'share.bar';
        if (isLive) {
            this.#texts.bind(this.#barText, text, { host });
        }
        if (isLive && isControlled === this.#stopControl.hidden) {
            this.#stopControl.hidden = !isControlled;
            this.#announce(this.#texts.text(text, { host }));
        }
        if (this.#bar.hidden === isLive) {
            this.#bar.hidden = !isLive;
            this.#announce(this.#texts.text(isLive ? text : 'notice.shareStopped', { host }));
        }
    }

    /**
     * Whether *Allow* shows the whole desktop at once.
     *
     * @param {CustomerSnapshot} snapshot
     */
    #showsDesktop({ capturesByPage }) {
        return this.#options.isDesktop && capturesByPage !== true;
    }

    #drawTitle() {
        const texts = this.#texts;
        const isLive = this.#snapshot !== null && variant(this.#snapshot.share)[0] === 'live';
        const unread = this.#chat.unreadCount;
        const marks = `${isLive ? '● ' : ''}${unread > 0 ? `(${unread}) ` : ''}`;
        const title = this.#prompt.isOpen ? texts.text('prompt.waiting') : this.call.isAsking && this.#snapshot !== null
            ? texts.text('connected.callTitle', { host: hostName(texts, this.#snapshot) }) : texts.text('app.name');
        document.title = `${marks}${title}`;
    }

    /**
     * Tells screen readers what changed.
     *
     * @param {string} text
     */
    #announce(text) {
        setText(this.#announcer, text);
    }
}
