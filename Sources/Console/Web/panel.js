import { CustomerView } from './customer-view.js';
import { GateView } from './gate-view.js';
import { Texts } from './i18n.js';
import { findKey, NodeConnection } from './node-connection.js';

/** @typedef {import('./snapshots.js').CustomerSnapshot} CustomerSnapshot */
/** @typedef {import('./snapshots.js').CustomerCommand} CustomerCommand */

const texts = Texts.forPage(document);
const root = /** @type {HTMLElement} */ (document.querySelector('#root'));
const gate = new GateView(texts, root);
document.body.append(gate.element);

const found = await findKey(window).catch(() => /** @type {const} */ ({ problem: 'lost' }));
if ('problem' in found) {
    document.querySelector('#starting')?.remove();
    gate.draw(found.problem);
} else {
    start(found.key);
}

/**
 * Draws the customer's page from what the node knows; the node shares the whole desktop, so no picker follows.
 *
 * @param {string} key
 */
function start(key) {
    /** @type {NodeConnection<CustomerSnapshot, CustomerCommand>} */
    const node = new NodeConnection(key);
    /** @type {CustomerView | null} */
    let view = null;
    const makeView = () => {
        const made = new CustomerView(root, texts, {
            isDesktop: true, again: () => node.send({ type: 'startOver' }),
        });
        made.addEventListener('command', (event) => {
            node.send(/** @type {CustomEvent<CustomerCommand>} */ (event).detail);
        });
        return made;
    };
    node.addEventListener('snapshot', (event) => {
        view ??= makeView();
        view.draw(/** @type {CustomEvent<CustomerSnapshot>} */ (event).detail);
    });
    node.addEventListener('state', () => gate.draw(node.state));
    gate.addEventListener('retake', () => node.open());
    node.open();
}
