import { GateView } from './gate-view.js';
import { Texts } from './i18n.js';
import { findKey, NodeConnection } from './node-connection.js';

/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */
/** @typedef {import('./snapshots.js').HostCommand} HostCommand */

/** After this many milliseconds the page goes back to the console, whatever the node says. */
const PATIENCE = 10_000;

// The site's sign-in page sends the browser here with a code (RFC 8252 §7.3). The request for this page did nothing
// with it: only a page that has this tab's key can hand it to the node.
const texts = Texts.forPage(document);
const root = /** @type {HTMLElement} */ (document.querySelector('#root'));
const gate = new GateView(texts, root);
document.body.append(gate.element);

const parameters = new URLSearchParams(window.location.search);
const code = parameters.get('code');
const state = parameters.get('state');
window.history.replaceState(null, '', window.location.pathname);

const found = await findKey(window).catch(() => /** @type {const} */ ({ problem: 'lost' }));
if ('problem' in found) {
    document.querySelector('#starting')?.remove();
    gate.draw(found.problem);
} else if (code === null || state === null) {
    // The person turned back on the site's page: the console offers the button again.
    window.location.replace('/');
} else {
    handOver(found.key, { type: 'completeSignIn', code, state });
}

/**
 * @param {string} key
 * @param {HostCommand} command
 */
function handOver(key, command) {
    /** @type {NodeConnection<HostSnapshot, HostCommand>} */
    const node = new NodeConnection(key);
    const goBack = () => window.location.replace('/');
    /** @type {number | null} */
    let noticeBefore = null;
    node.addEventListener('snapshot', (event) => {
        const { account, notices, signInAddress } = /** @type {CustomEvent<HostSnapshot>} */ (event).detail;
        const lastNotice = notices.at(-1)?.id ?? 0;
        if (noticeBefore === null) {
            // The first snapshot says that the key was taken.
            noticeBefore = lastNotice;
            node.send(command);
            setTimeout(goBack, PATIENCE);
        }
        // Only a node that has the code takes its address of the sign-in page away, or says what is wrong with the
        // code. A page that went back on any other snapshot would close its connection with the code still in it.
        if (account !== undefined || signInAddress === undefined || lastNotice > noticeBefore) {
            goBack();
        }
    });
    node.addEventListener('state', () => gate.draw(node.state));
    node.open();
}
