import { makeManagerLink } from './manager-link.js';

/** @typedef {import('./session/customer-session.js').Invitation} Invitation */

/**
 * Where an attempt to open Support Manager stands: `idle` before the press; `opening` for the two seconds in which a
 * program that is there opens; then `unanswered`, while the person sees the other ways, and `opened` as soon as the
 * program says so.
 *
 * @typedef {'idle' | 'opening' | 'unanswered' | 'opened'} OpeningState
 */

/**
 * What an attempt needs of the page; tests have their own.
 *
 * @typedef {object} OpeningEnvironment
 * @property {string} origin
 * @property {() => Promise<string | null>} makeCode asks the site for a one-time code
 * @property {(code: string) => Promise<boolean | null>} isOpened `null` when the code is over
 * @property {(link: string) => void} follow hands the link to the system
 * @property {(milliseconds: number) => Promise<void>} wait
 */

/** How long the page waits before it shows the other ways. */
export const PATIENCE_MILLISECONDS = 2_000;
const POLL_MILLISECONDS = 250;

/** Opens Support Manager by its link, and finds out whether that worked. Fires `change`. */
export class ManagerOpening extends EventTarget {
    #environment;
    #invitation;
    /** @type {OpeningState} */
    #state = 'idle';
    /** Counts the presses: an earlier one says nothing any more. */
    #press = 0;

    /**
     * @param {OpeningEnvironment} environment
     * @param {Invitation | null | 'host'} invitation as in `makeManagerLink`
     */
    constructor(environment, invitation) {
        super();
        this.#environment = environment;
        this.#invitation = invitation;
    }

    /** @returns {OpeningState} */
    get state() {
        return this.#state;
    }

    /** Tries once; a press while another is on its way begins anew. */
    async open() {
        this.#press += 1;
        const press = this.#press;
        this.#set('opening');
        const { makeCode, isOpened, follow, wait, origin } = this.#environment;
        const code = await makeCode();
        if (press !== this.#press) {
            return;
        }
        follow(makeManagerLink(origin, code, this.#invitation));
        let waited = 0;
        for (;;) {
            await wait(POLL_MILLISECONDS);
            waited += POLL_MILLISECONDS;
            const answer = code === null ? null : await isOpened(code);
            if (press !== this.#press) {
                return;
            }
            if (answer === true) {
                this.#set('opened');
                return;
            }
            if (waited >= PATIENCE_MILLISECONDS) {
                this.#set('unanswered');
                if (answer === null) {
                    return;
                }
            }
        }
    }

    /** @param {OpeningState} state */
    #set(state) {
        if (this.#state !== state) {
            this.#state = state;
            this.dispatchEvent(new Event('change'));
        }
    }
}
