import { ConsoleView } from './console-view.js';
import { GateView } from './gate-view.js';
import { Texts } from './i18n.js';
import { findKey, NodeConnection } from './node-connection.js';
import { makeSender, UploadQueue } from './upload-queue.js';

/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */
/** @typedef {import('./snapshots.js').HostCommand} HostCommand */

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

/** @param {string} key */
function start(key) {
    /** @type {NodeConnection<HostSnapshot, HostCommand>} */
    const node = new NodeConnection(key);
    /** @type {ConsoleView | null} */
    let view = null;
    const makeView = () => {
        const made = new ConsoleView(root, texts, new UploadQueue(makeSender(key)));
        made.addEventListener('command', (event) => {
            node.send(/** @type {CustomEvent<HostCommand>} */ (event).detail);
        });
        return made;
    };
    node.addEventListener('snapshot', (event) => {
        view ??= makeView();
        view.draw(/** @type {CustomEvent<HostSnapshot>} */ (event).detail);
    });
    node.addEventListener('video', (event) => {
        view?.pushVideo(/** @type {CustomEvent<ArrayBuffer>} */ (event).detail);
    });
    node.addEventListener('state', () => gate.draw(node.state));
    gate.addEventListener('retake', () => node.open());
    node.open();
}
