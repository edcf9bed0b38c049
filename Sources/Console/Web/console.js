import { ConsoleView } from './console-view.js';
import { GateView } from './gate-view.js';
import { NodeCall } from './node-call.js';
import { Texts } from './i18n.js';
import { findKey, NodeConnection } from './node-connection.js';
import { listDecodable } from './video-feed.js';
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
    /** @type {NodeCall | null} */
    let call = null;
    const makeView = () => {
        const made = new ConsoleView(root, texts, new UploadQueue(makeSender(key)));
        made.addEventListener('command', (event) => {
            node.send(/** @type {CustomEvent<HostCommand>} */ (event).detail);
        });
        call = new NodeCall(made.call, {
            send: (command) => node.send(command), sendVideo: (message) => node.sendBytes(message),
            source: navigator.mediaDevices ?? null,
        });
        return made;
    };
    node.addEventListener('snapshot', (event) => {
        view ??= makeView();
        const snapshot = /** @type {CustomEvent<HostSnapshot>} */ (event).detail;
        view.draw(snapshot);
        call?.draw(snapshot.session?.call);
    });
    node.addEventListener('bytes', (event) => {
        const message = /** @type {CustomEvent<ArrayBuffer>} */ (event).detail;
        view?.receive(message);
        call?.receive(message);
    });
    const decodable = listDecodable(typeof VideoDecoder === 'function' ? VideoDecoder : undefined);
    node.addEventListener('state', async () => {
        gate.draw(node.state);
        view?.handleConnection(node.state);
        if (node.state !== 'open') {
            call?.disconnect();
        } else {
            node.send({ type: 'pageDecodes', codecs: await decodable });
        }
    });
    gate.addEventListener('retake', () => node.open());
    node.open();
}
