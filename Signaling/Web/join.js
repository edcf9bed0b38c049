import { makeBrowserEnvironment } from './browser-environment.js';
import { CustomerView } from './customer-view.js';
import { JoinCall } from './join-call.js';
import { Texts } from './i18n.js';
import { readAddress } from './invitation-address.js';
import { ManagerView } from './manager-view.js';
import { CustomerSession } from './session/customer-session.js';
import { addSupportMenu } from './support-menu.js';
import { SwitchView } from './switch-view.js';
import { variant } from './variant.js';

/** @typedef {import('./session/customer-session.js').Invitation} Invitation */
/** @typedef {import('./snapshots.js').CustomerCommand} CustomerCommand */
/** @typedef {import('./snapshots.js').JoinProblem} JoinProblem */

/** A site that does not answer its own page by then is treated as out of reach. */
const FETCH_MILLISECONDS = 10_000;

/**
 * What the page knows before the person presses anything.
 *
 * @typedef {object} Opening
 * @property {{name: string, address: string}} site
 * @property {Invitation | null} invitation
 * @property {JoinProblem | null} problem
 */

/**
 * Takes the address and removes the secret from the address bar, where others may look or a person may copy it. The
 * tab's own history entry keeps it, so that the page can be loaded again before it has joined.
 *
 * @returns {import('./invitation-address.js').OpenedAddress}
 */
function takeAddress() {
    const { pathname, hash } = window.location;
    const kept = /** @type {unknown} */ (window.history.state);
    const fragment = hash !== '' ? hash : typeof kept === 'string' ? kept : '';
    if (hash !== '') {
        window.history.replaceState(hash, '', pathname);
    }
    return readAddress(pathname, fragment);
}

/**
 * @param {string} path
 * @returns {Promise<{status: number, body: Record<string, unknown>}>} status 0 when the site cannot be reached
 */
async function fetchJSON(path) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), FETCH_MILLISECONDS);
    try {
        const answer = await fetch(path, { headers: { accept: 'application/json' }, signal: patience.signal });
        const body = /** @type {unknown} */ (await answer.json().catch(() => null));
        return {
            status: answer.status,
            body: typeof body === 'object' && body !== null ? /** @type {Record<string, unknown>} */ (body) : {},
        };
    } catch {
        return { status: 0, body: {} };
    } finally {
        clearTimeout(timer);
    }
}

/**
 * @param {unknown} value
 * @returns {string | null}
 */
function asText(value) {
    return typeof value === 'string' && value !== '' ? value : null;
}

/** @returns {Promise<Opening>} */
async function readOpening() {
    const address = takeAddress();
    const [site, invitation] = await Promise.all([
        fetchJSON('/api/site'),
        address.kind === 'link' ? fetchJSON(`/api/invitations/${address.invitation}`) : null,
    ]);
    const opening = {
        site: {
            name: asText(invitation?.body.siteName) ?? asText(site.body.name) ?? '',
            address: window.location.origin,
        },
        invitation: null,
        problem: null,
    };
    if (address.kind === 'damaged') {
        return { ...opening, problem: 'linkDamaged' };
    }
    if (address.kind !== 'link' || invitation === null) {
        return opening;
    }
    if ([400, 404, 410].includes(invitation.status)) {
        return { ...opening, problem: 'invitationDoesNotWork' };
    }
    return {
        ...opening,
        invitation: {
            invitation: address.invitation, secret: address.secret,
            hostDisplayName: asText(invitation.body.hostDisplayName),
        },
        problem: invitation.status === 200 ? null : 'siteUnreachable',
    };
}

async function start() {
    const root = document.getElementById('root');
    if (root === null) {
        return;
    }
    const texts = Texts.forPage(document);
    const { site, invitation, problem } = await readOpening();
    const session = new CustomerSession(makeBrowserEnvironment(), site, invitation, problem);
    const view = new CustomerView(root, texts, { isDesktop: false, again: () => session.startOver() });
    view.addEventListener('command', (event) => {
        session.handle(/** @type {CustomEvent<CustomerCommand>} */ (event).detail);
    });
    const call = new JoinCall(view.call, session);
    const switchView = new SwitchView(texts);
    view.extra.append(switchView.element);
    const support = document.getElementById('support');
    session.addEventListener('snapshot', () => {
        view.draw(session.snapshot);
        call.draw();
        switchView.draw(session.programSwitch, session.snapshot.hostDisplayName ?? '');
        if (support !== null) {
            support.hidden = !['enterNumber', 'enterName'].includes(variant(session.snapshot.stage)[0]);
        }
    });
    if (support !== null) {
        const manager = new ManagerView(texts, invitation);
        support.append(manager.element);
        void manager.start();
        void addSupportMenu(support, texts);
    }
    window.addEventListener('pagehide', () => session.abandon());
    // Another link opened in this tab changes the fragment alone.
    window.addEventListener('hashchange', () => window.location.reload());
    view.draw(session.snapshot);
}

if (!document.documentElement.hasAttribute('data-unsupported')) {
    document.documentElement.setAttribute('data-started', '');
    await start();
}
