import { clockText } from './countdown.js';
import { element } from './dom.js';
import { icon } from './icons.js';
import { spokenAddress } from './invitation.js';

/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */

/**
 * What the page remembers of the last session, to sum it up.
 *
 * @typedef {object} SessionSummary
 * @property {string | undefined} customer
 * @property {number} seconds how long the customer was there
 * @property {number} messages
 * @property {number} files
 */

/** Before and between sessions: sign in, or start one. Fires `command`. */
export class StartView extends EventTarget {
    element = element('div', { class: 'start' });
    #texts;
    /** What is drawn, so that a press is never lost to a redraw. */
    #drawn = '';

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        super();
        this.#texts = texts;
    }

    /**
     * @param {HostSnapshot} snapshot without a session
     * @param {SessionSummary | null} summary
     */
    draw(snapshot, summary) {
        const drawn = JSON.stringify([snapshot.account, snapshot.signInAddress, snapshot.site, snapshot.siteProblem,
            snapshot.service, snapshot.lastEnd, snapshot.isSiteUnknown, summary]);
        if (drawn === this.#drawn) {
            return;
        }
        this.#drawn = drawn;
        if (snapshot.isSiteUnknown === true) {
            this.element.replaceChildren(this.#makeQuestion(snapshot));
        } else if (snapshot.account === undefined) {
            this.element.replaceChildren(this.#makeSignIn(snapshot));
        } else if (snapshot.lastEnd === undefined) {
            this.element.replaceChildren(this.#makeStart(snapshot));
        } else {
            this.element.replaceChildren(this.#makeEnd(snapshot, snapshot.lastEnd, summary));
        }
    }

    /**
     * The question whether a site may be reached that this person has never used: any web page can open a link.
     *
     * @param {HostSnapshot} snapshot
     */
    #makeQuestion({ site }) {
        const texts = this.#texts;
        const yes = texts.bind(element('button', { type: 'button', class: 'button' }), 'manager.confirm');
        yes.addEventListener('click', () => {
            this.dispatchEvent(new CustomEvent('command', { detail: { type: 'confirmSite' } }));
        });
        return element('div', { class: 'card' }, element('div', { class: 'emblem' }, icon('shield')),
            texts.bind(element('h1'), 'manager.confirmTitle'), element('p', { class: 'confirm-site' }, site.address),
            texts.bind(element('p', { class: 'lead' }), 'manager.confirmHostDetail'),
            element('div', { class: 'card-actions' }, yes));
    }

    /** @param {HostSnapshot} snapshot */
    #makeSignIn({ site, siteProblem, signInAddress }) {
        const texts = this.#texts;
        const address = spokenAddress(site.address);
        // Until the site has said its name it has its address.
        const name = site.name === '' ? address : site.name;
        const card = element('div', { class: 'card' }, element('div', { class: 'emblem' }, icon('user')),
            texts.bind(element('h1'), 'console.signInTitle', { site: name }),
            texts.bind(element('p', { class: 'lead' }), 'console.signInDetail', { address }));
        if (siteProblem !== undefined) {
            card.append(this.#makeProblem(siteProblem, address, signInAddress === undefined));
        }
        if (signInAddress === undefined) {
            card.append(element('p', { class: 'status status-wait' },
                element('span', { class: 'status-dot', 'aria-hidden': 'true' }),
                texts.bind(element('span', { role: 'status' }), 'console.reachingSite', { site: name })));
        } else {
            const link = element('a', {
                class: 'button button-primary button-large', href: signInAddress, rel: 'noreferrer',
            });
            card.append(texts.bind(link, 'console.signIn'));
        }
        card.append(element('p', { class: 'reassurance' }, icon('lock'),
            texts.bind(element('span'), 'console.signInPassword')));
        return card;
    }

    /**
     * What keeps this program from the site, what is kept, what to do.
     *
     * @param {import('./snapshots.js').SiteProblem} problem
     * @param {string} address
     * @param {boolean} hasSignedIn whether the person has done their part on the site's page
     */
    #makeProblem(problem, address, hasSignedIn) {
        const text = element('div', { class: 'stack' },
            this.#texts.bind(element('p'), `console.siteProblem.${problem}`, { address }));
        if (hasSignedIn) {
            text.append(this.#texts.bind(element('p'), 'console.signInKept'));
        }
        return element('div', { class: 'banner', role: 'alert' }, icon('alert'), text);
    }

    /** @param {HostSnapshot} snapshot */
    #makeStart({ account, service }) {
        const texts = this.#texts;
        return element('div', { class: 'card' }, element('div', { class: 'emblem' }, icon('phone')),
            texts.bind(element('h1'), 'console.startTitle', { name: account?.displayName ?? '' }),
            texts.bind(element('p', { class: 'lead' }), 'console.startDetail'),
            this.#makeStartButton('console.start', service));
    }

    /**
     * @param {HostSnapshot} snapshot
     * @param {'byHost' | 'expired'} reason
     * @param {SessionSummary | null} summary
     */
    #makeEnd({ service }, reason, summary) {
        const texts = this.#texts;
        const card = element('div', { class: 'card' }, element('div', { class: 'emblem emblem-quiet' }, icon('check')),
            texts.bind(element('h1'), `console.ended.${reason}`),
            texts.bind(element('p', { class: 'lead' }), `console.endedDetail.${reason}`));
        if (summary?.customer !== undefined) {
            card.append(element('dl', { class: 'facts summary' },
                texts.bind(element('dt'), 'console.customer'), element('dd', {}, summary.customer),
                texts.bind(element('dt'), 'console.customerTime'),
                element('dd', { class: 'tabular' }, clockText(summary.seconds)),
                texts.bind(element('dt'), 'console.summaryMessages'), element('dd', {}, String(summary.messages)),
                texts.bind(element('dt'), 'console.summaryFiles'), element('dd', {}, String(summary.files))));
        }
        card.append(this.#makeStartButton('console.startAnother', service));
        return card;
    }

    /**
     * @param {'console.start' | 'console.startAnother'} key
     * @param {import('./snapshots.js').ServiceState} service
     * @returns {HTMLElement}
     */
    #makeStartButton(key, service) {
        const button = element('button', { type: 'button', class: 'button button-primary button-large' });
        this.#texts.bind(button, key);
        button.disabled = service !== 'connected';
        button.addEventListener('click', () => {
            button.disabled = true;
            this.dispatchEvent(new CustomEvent('command', { detail: { type: 'startSession' } }));
        });
        if (service === 'connected') {
            return button;
        }
        return element('div', { class: 'stack' }, button,
            this.#texts.bind(element('p', { class: 'quiet', role: 'status' }), 'console.startUnreachable'));
    }
}
