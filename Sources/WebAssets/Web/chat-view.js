import { conversationText, makeChatText } from './chat-text.js';
import { CHAT_MAXIMUM_CHARACTERS } from './control.js';
import { makeCopyButton } from './copy-button.js';
import { element, setText } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./snapshots.js').ChatEntry} ChatEntry */

/** Messages of one person within this many seconds stand under one name. */
const GROUP_SECONDS = 120;

/** Within this many pixels of its end the conversation counts as read, and follows new messages. */
const END_TOLERANCE = 24;

/**
 * The conversation and the field below it.
 *
 * Fires `send` (a `CustomEvent` with `detail.text`) and `unread` (when `unreadCount` changes).
 */
export class ChatView extends EventTarget {
    /** @type {HTMLElement} */
    element;
    #texts;
    #log = element('div', { class: 'chat-log', role: 'log', tabindex: 0 });
    #list = element('ol', { class: 'chat-list' });
    #empty = element('p', { class: 'chat-empty' });
    #latest = element('button', { type: 'button', class: 'chat-latest', hidden: true });
    #latestText = element('span');
    #field = element('textarea', { class: 'chat-field', rows: 1, maxlength: CHAT_MAXIMUM_CHARACTERS });
    #send = element('button', { type: 'submit', class: 'button button-primary button-icon' }, icon('send'));
    #copy;
    #badge = element('span', { class: 'badge', hidden: true });
    /** @type {ChatEntry[]} */
    #drawn = [];
    #unread = 0;
    /** Whether the reader was at the end before the last change of size or text. */
    #follows = true;

    /**
     * @param {import('./i18n.js').Texts} texts
     */
    constructor(texts) {
        super();
        this.#texts = texts;
        const title = element('h2', { class: 'panel-title' });
        this.#copy = makeCopyButton(texts, () => conversationText(this.#drawn, texts), { label: 'chat.copy' });
        this.#copy.classList.add('chat-copy');
        this.#copy.hidden = true;
        title.append(icon('chat'), texts.bind(element('span'), 'chat.title'), this.#badge, this.#copy);
        texts.bindAttribute(this.#log, 'aria-label', 'chat.log');
        texts.bind(this.#empty, 'chat.empty');
        texts.bindAttribute(this.#field, 'aria-label', 'chat.label');
        texts.bindAttribute(this.#field, 'placeholder', 'chat.placeholder');
        texts.bindAttribute(this.#send, 'aria-label', 'chat.send');
        texts.bindAttribute(this.#send, 'title', 'chat.send');
        this.#latest.append(icon('down'), this.#latestText);
        this.#log.append(this.#empty, this.#list);
        const form = element('form', { class: 'chat-form' }, this.#field, this.#send);
        this.element = element('section', { class: 'panel chat' }, title,
            element('div', { class: 'chat-frame' }, this.#log, this.#latest), form);
        this.#listen(form);
    }

    /** How many messages of others the person has not seen yet. */
    get unreadCount() {
        return this.#unread;
    }

    /**
     * Draws the conversation; messages only ever come behind those already drawn, or it is another conversation.
     *
     * @param {readonly ChatEntry[]} entries
     * @param {boolean} isEnabled whether the person can write
     */
    draw(entries, isEnabled) {
        this.#field.disabled = !isEnabled;
        this.#send.disabled = !isEnabled;
        if (this.#drawn.some((entry, index) => entries[index]?.id !== entry.id)) {
            this.#list.replaceChildren();
            this.#drawn = [];
            this.#setUnread(0);
        }
        const fresh = entries.slice(this.#drawn.length);
        if (fresh.length > 0) {
            this.#append(fresh);
        }
        this.#empty.hidden = this.#drawn.length > 0;
        this.#copy.hidden = this.#drawn.length === 0;
    }

    /** @param {HTMLFormElement} form */
    #listen(form) {
        form.addEventListener('submit', (event) => {
            event.preventDefault();
            this.#submit();
        });
        this.#field.addEventListener('keydown', (event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
                event.preventDefault();
                this.#submit();
            }
        });
        this.#field.addEventListener('input', () => this.#fitField());
        this.#log.addEventListener('scroll', () => {
            this.#follows = this.#isAtEnd();
            this.#readWhenSeen();
        });
        this.#latest.addEventListener('click', () => {
            this.#scrollToEnd();
            this.#field.focus();
        });
        new ResizeObserver(() => {
            if (this.#follows) {
                this.#scrollToEnd();
            }
        }).observe(this.#log);
        window.addEventListener('focus', () => this.#readWhenSeen());
        document.addEventListener('visibilitychange', () => this.#readWhenSeen());
        this.#texts.addEventListener('change', () => {
            const entries = this.#drawn;
            this.#list.replaceChildren();
            this.#drawn = [];
            for (const entry of entries) {
                this.#appendEntry(entry);
            }
            this.#drawUnread();
        });
    }

    #submit() {
        const text = this.#field.value.trim();
        if (text === '' || this.#field.disabled) {
            return;
        }
        this.#field.value = '';
        this.#fitField();
        this.dispatchEvent(new CustomEvent('send', { detail: { text } }));
        this.#field.focus();
    }

    /** Grows the field with its text, up to five lines. */
    #fitField() {
        const lines = Math.min(5, this.#field.value.split('\n').length + Math.floor(this.#field.value.length / 60));
        this.#field.rows = Math.max(1, lines);
    }

    /** @param {readonly ChatEntry[]} fresh */
    #append(fresh) {
        const isSeen = this.#isAtEnd() && !document.hidden && document.hasFocus();
        const unread = fresh.filter((entry) => !entry.isOwn).length;
        const hasOwn = fresh.some((entry) => entry.isOwn);
        if (unread > 0 && !isSeen && !hasOwn && this.#unread === 0 && this.#drawn.length > 0) {
            this.#list.querySelector('.chat-new')?.remove();
            const mark = this.#texts.bind(element('span'), 'chat.new');
            this.#list.append(element('li', { class: 'chat-new', 'aria-hidden': 'true' }, mark));
        }
        const follows = this.#isAtEnd() || hasOwn;
        for (const entry of fresh) {
            this.#appendEntry(entry);
        }
        this.#empty.hidden = true;
        if (follows) {
            this.#scrollToEnd();
        }
        this.#setUnread(hasOwn || isSeen ? 0 : this.#unread + unread);
    }

    /** @param {ChatEntry} entry */
    #appendEntry(entry) {
        const previous = this.#drawn.at(-1);
        const continues = previous !== undefined && previous.isOwn === entry.isOwn && previous.from === entry.from
            && Math.abs(entry.sentAt - previous.sentAt) < GROUP_SECONDS;
        const time = new Date(entry.sentAt * 1000);
        const from = entry.isOwn ? this.#texts.text('chat.you') : entry.from;
        const head = element('p', { class: continues ? 'chat-head visually-hidden' : 'chat-head' },
            element('bdi', { class: 'chat-from' }, from), ' ',
            element('time', {
                datetime: Number.isNaN(time.getTime()) ? undefined : time.toISOString(),
            }, Number.isNaN(time.getTime()) ? '' : this.#texts.timeOfDay(entry.sentAt)));
        const text = element('p', { class: 'chat-text', dir: 'auto' }, ...makeChatText(entry.text));
        const classes = `chat-entry ${entry.isOwn ? 'chat-own' : 'chat-other'}${continues ? ' chat-continued' : ''}`;
        this.#list.append(element('li', { class: classes }, head, text));
        this.#drawn.push(entry);
    }

    #isAtEnd() {
        return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight <= END_TOLERANCE;
    }

    #scrollToEnd() {
        this.#log.scrollTop = this.#log.scrollHeight;
        this.#follows = true;
    }

    #readWhenSeen() {
        if (this.#unread > 0 && this.#isAtEnd() && !document.hidden && document.hasFocus()) {
            this.#setUnread(0);
        }
    }

    /** @param {number} count */
    #setUnread(count) {
        if (count !== this.#unread) {
            this.#unread = count;
            this.#drawUnread();
            this.dispatchEvent(new Event('unread'));
        }
    }

    #drawUnread() {
        const count = this.#unread;
        this.#badge.hidden = count === 0;
        setText(this.#badge, count === 0 ? '' : String(count));
        this.#badge.setAttribute('aria-label', this.#texts.text('chat.unread', { count }));
        this.#latest.hidden = count === 0 || this.#isAtEnd();
        setText(this.#latestText, this.#texts.text('chat.latest', { count }));
    }
}
