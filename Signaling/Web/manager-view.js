import { element } from './dom.js';
import { ManagerOpening } from './manager-opening.js';
import { hasSupportManager } from './packages.js';
import { fetchPackages } from './support-menu.js';

/** @typedef {import('./i18n.js').Texts} Texts */
/** @typedef {import('./i18n.js').TextKey} TextKey */
/** @typedef {import('./session/customer-session.js').Invitation} Invitation */

/**
 * Asks for a one-time code; `null` when the site gives none, which keeps the program from nothing.
 *
 * @returns {Promise<string | null>}
 */
async function makeCode() {
    try {
        const answer = await fetch('/api/openings', { method: 'POST' });
        const body = /** @type {{code?: unknown}} */ (await answer.json());
        return answer.ok && typeof body.code === 'string' ? body.code : null;
    } catch {
        return null;
    }
}

/**
 * @param {string} code
 * @returns {Promise<boolean | null>}
 */
async function isOpened(code) {
    try {
        const answer = await fetch(`/api/openings/${code}`);
        return answer.ok ? /** @type {{isOpened?: unknown}} */ (await answer.json()).isOpened === true : null;
    } catch {
        return false;
    }
}

/**
 * Hands a link to the system. In a frame of its own a browser that knows no program for it stays where it is.
 *
 * @param {string} link
 */
function follow(link) {
    document.querySelector('#manager-frame')?.remove();
    document.body.append(element('iframe', { id: 'manager-frame', src: link, hidden: true }));
}

/**
 * The ways to go on in Support Manager, below the card that joins in this browser: shown where the system and the site
 * have one.
 */
export class ManagerView {
    /** The part of the page. */
    element = element('section', { class: 'manager', hidden: true });
    #texts;
    #isHost;
    #tell;
    #opening;
    #open = element('button', { type: 'button', class: 'button' });
    #status = element('p', { role: 'status' });
    #others = element('div', { class: 'manager-others', hidden: true });

    /**
     * @param {Texts} texts
     * @param {Invitation | null | 'host'} invitation as in `makeManagerLink`
     * @param {{opening?: () => void, unavailable?: () => void}} [tell] what the person pressed, and that there is none
     */
    constructor(texts, invitation, tell = {}) {
        this.#tell = tell;
        this.#isHost = invitation === 'host';
        this.#texts = texts;
        this.#opening = new ManagerOpening({
            origin: window.location.origin, makeCode, isOpened, follow,
            wait: (milliseconds) => new Promise((resolve) => {
                setTimeout(resolve, milliseconds);
            }),
        }, invitation);
        const get = element('a', { class: 'button', href: '/download', target: '_blank', rel: 'noopener' });
        const again = element('button', { type: 'button', class: 'button' });
        this.#others.append(texts.bind(get, 'manager.get'), texts.bind(again, 'manager.continue'));
        this.#open.classList.toggle('button-primary', this.#isHost);
        this.element.append(
            texts.bind(element('p', { class: 'quiet' }), this.#isHost ? 'manager.whyHost' : 'manager.why'),
            texts.bind(this.#open, this.#isHost ? 'manager.startSession' : 'manager.open'), this.#status, this.#others);
        for (const button of [this.#open, again]) {
            button.addEventListener('click', () => {
                this.#tell.opening?.();
                void this.#opening.open();
            });
        }
        this.#opening.addEventListener('change', () => this.#draw());
    }

    /** Shows the part where it leads somewhere; a host has no other way. */
    async start() {
        const listing = hasSupportManager(navigator.userAgent) ? await fetchPackages() : undefined;
        this.element.hidden = listing === undefined
            || !this.#isHost && (listing === null || listing.packages.length === 0);
        if (this.element.hidden) {
            this.#tell.unavailable?.();
        }
    }

    #draw() {
        const { state } = this.#opening;
        /** @type {Readonly<Record<import('./manager-opening.js').OpeningState, TextKey | null>>} */
        const words = {
            idle: null, opening: 'manager.opening', opened: 'manager.opened',
            unanswered: this.#isHost ? 'manager.unansweredHost' : 'manager.unanswered',
        };
        const key = words[state];
        if (key !== null) {
            this.#texts.bind(this.#status, key);
        }
        this.#open.hidden = state === 'unanswered' || state === 'opened';
        this.#others.hidden = state !== 'unanswered';
    }
}
