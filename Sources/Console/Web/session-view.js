import { Attention } from './attention.js';
import { CallView } from './call-view.js';
import { ChatView } from './chat-view.js';
import { CustomerCard } from './customer-card.js';
import { DashboardView } from './dashboard-view.js';
import { askToConfirm, showInvitation } from './dialogs.js';
import { element } from './dom.js';
import { HostFilesView } from './host-files-view.js';
import { HostPairingView } from './host-pairing-view.js';
import { icon } from './icons.js';
import { invitationText } from './invitation.js';
import { InvitationView } from './invitation-view.js';
import { KnocksView } from './knocks-view.js';
import { PictureView } from './picture-view.js';
import { scopeOf } from './tools.js';
import { variant } from './variant.js';

/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */
/** @typedef {import('./snapshots.js').HostCommand} HostCommand */
/** @typedef {import('./tools.js').ToolName} ToolName */

/**
 * A session from its start to its end. Fires `command`, `attention` (when the title has something to say) and `notes`
 * (when the person wants to write).
 */
export class SessionView extends EventTarget {
    element = element('div', { class: 'session' });
    /** Where notices stand during a session: beside the picture, never on it. */
    noticesPlace = element('div', { class: 'notices-place' });
    /** Where the notes stand during a session. */
    notesPlace = element('div', { class: 'notes-place' });
    #texts;
    #attention = new Attention();
    #dashboard;
    #knocks;
    #invitation;
    #pairing;
    #picture;
    #card;
    /** Voice and video; whoever has the camera and the node draws it. */
    call;
    #chat;
    #files;
    #next;
    #side = element('aside', { class: 'side' });
    /** @type {HostSnapshot | null} */
    #snapshot = null;

    /**
     * @param {import('./i18n.js').Texts} texts
     * @param {import('./upload-queue.js').UploadQueue} queue
     */
    constructor(texts, queue) {
        super();
        this.#texts = texts;
        this.#dashboard = new DashboardView(texts);
        this.#knocks = new KnocksView(texts);
        this.#invitation = new InvitationView(texts);
        this.#pairing = new HostPairingView(texts);
        this.#picture = new PictureView(texts);
        this.#card = new CustomerCard(texts);
        this.call = new CallView(texts, { isHost: true });
        this.#chat = new ChatView(texts);
        this.#files = new HostFilesView(texts, queue);
        this.#next = this.#makeNextSteps();
        texts.bindAttribute(this.#side, 'aria-label', 'console.customer');
        this.#side.append(this.noticesPlace, this.#next, this.#card.element, this.call.element, this.notesPlace,
            this.#chat.element, this.#files.element);
        const stage = element('div', { class: 'stage' }, this.#knocks.element, this.#pairing.element,
            this.#picture.element, this.#invitation.element);
        this.element.append(this.#dashboard.element, element('div', { class: 'workspace' }, stage, this.#side),
            this.#files.dropTarget, this.#knocks.announcer);
        this.#listen();
    }

    /** What the page's title counts: people at the door, and messages that were not read. */
    get unseenCount() {
        return (this.#snapshot?.session?.knocks.length ?? 0) + this.#chat.unreadCount;
    }

    /** @param {HostSnapshot} snapshot */
    draw(snapshot) {
        this.#snapshot = snapshot;
        const { session } = snapshot;
        this.#knocks.draw(session);
        if (session === undefined) {
            return;
        }
        const hasCustomer = session.customer !== undefined;
        const isPairing = session.pairing !== undefined;
        this.#dashboard.draw(snapshot);
        this.#pairing.element.hidden = !isPairing;
        this.#pairing.draw(session.pairing);
        this.#picture.element.hidden = !hasCustomer || isPairing;
        this.#picture.draw(session);
        this.#invitation.element.hidden = hasCustomer || isPairing;
        this.#invitation.draw(snapshot);
        this.#next.hidden = hasCustomer;
        this.#card.element.hidden = !hasCustomer;
        if (session.customer !== undefined) {
            this.#card.draw(session.customer, variant(session.share)[0] === 'live');
        }
        // Files before chat: they share the column, and the conversation scrolls to its end in the room that is left.
        this.#files.element.hidden = !hasCustomer && session.files.length === 0;
        this.#files.draw(session, hasCustomer);
        this.#chat.element.hidden = !hasCustomer && session.chat.length === 0;
        this.#chat.draw(session.chat, hasCustomer);
    }

    /** Called each second. */
    tick() {
        this.#invitation.tick();
        this.#card.tick();
        this.#picture.tick();
    }

    /** @param {ArrayBuffer} message a binary message of the node's */
    receive(message) {
        this.#picture.push(message);
    }

    #makeNextSteps() {
        const texts = this.#texts;
        const list = element('ol', { class: 'next-list' });
        for (const key of /** @type {const} */ (['console.next1', 'console.next2', 'console.next3'])) {
            list.append(texts.bind(element('li'), key));
        }
        return element('section', { class: 'panel next' },
            element('h2', { class: 'panel-title' }, icon('user'), texts.bind(element('span'), 'console.nextTitle')),
            texts.bind(element('p', { class: 'quiet' }), 'console.nextWaiting'), list,
            element('p', { class: 'reassurance' }, icon('shield'), texts.bind(element('span'), 'console.nextSafe')));
    }

    #listen() {
        for (const view of [this.#knocks, this.#invitation, this.#pairing, this.#picture, this.#files]) {
            view.addEventListener('command', (event) => {
                this.#send(/** @type {CustomEvent<HostCommand>} */ (event).detail);
            });
        }
        this.#dashboard.addEventListener('press', (event) => {
            void this.#press(/** @type {CustomEvent<ToolName>} */ (event).detail);
        });
        this.#knocks.addEventListener('knock', () => this.#attention.sound());
        this.#chat.addEventListener('unread', () => {
            if (this.#chat.unreadCount > 0 && document.hidden) {
                this.#attention.call(
                    this.#texts.text('app.name'), this.#texts.text('chat.latest', { count: this.#chat.unreadCount }));
            }
            this.dispatchEvent(new Event('attention'));
        });
        this.#chat.addEventListener('send', (event) => {
            const { text } = /** @type {CustomEvent<{text: string}>} */ (event).detail;
            this.#send({ type: 'sendChat', text });
        });
    }

    /** @param {ToolName} tool */
    async #press(tool) {
        switch (tool) {
        case 'invite':
            if (this.#snapshot !== null) {
                showInvitation(this.#texts, invitationText(this.#texts, this.#snapshot));
            }
            break;
        case 'chat':
            this.#chat.element.querySelector('textarea')?.focus();
            break;
        case 'transferFile':
            this.#files.pick();
            break;
        case 'notes':
            this.dispatchEvent(new Event('notes'));
            break;
        case 'audio':
        case 'video':
            this.#pressCall(tool);
            break;
        case 'standard':
        case 'sampling':
            this.#send({ type: 'setDisplayMode', mode: tool });
            break;
        case 'endSession':
            if (await askToConfirm(this.#texts, {
                title: 'console.endTitle', detail: 'console.endDetail', confirm: 'console.end',
            })) {
                this.#send({ type: 'endSession' });
            }
            break;
        case 'requestView':
        case 'requestControl':
        case 'requestApplicationView':
        case 'requestApplicationControl':
            this.#send({ type: 'requestShare', scope: scopeOf(tool) });
            break;
        default:
            this.#send({ type: tool });
        }
    }

    /**
     * Begins one's own part of it, or shows where it is.
     *
     * @param {'audio' | 'video'} tool
     */
    #pressCall(tool) {
        const own = this.#snapshot?.session?.call?.own;
        if (tool === 'audio' && own?.voice !== 'joined') {
            this.#send({ type: 'joinVoice' });
        } else if (tool === 'video' && own?.isCameraOn === false) {
            // As a press in the call's own part: the page opens the camera first.
            this.call.dispatchEvent(new CustomEvent('command', { detail: { type: 'startCamera' } }));
        } else {
            this.call.focus();
        }
    }

    /** @param {HostCommand} command */
    #send(command) {
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
}
