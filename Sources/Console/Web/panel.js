import { CustomerView } from './customer-view.js';
import { GateView } from './gate-view.js';
import { NodeCall } from './node-call.js';
import { parseEncoderOrder, parseThumbnail } from './node-message.js';
import { PageCapture, pickScreen } from './page-capture.js';
import { canEncode } from './page-video.js';
import { Texts } from './i18n.js';
import { findKey, NodeConnection } from './node-connection.js';
import { WindowPicker } from './window-picker.js';

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
 * Draws the customer's page from what the node knows. The node shares the whole desktop, so no picker follows, but
 * where it cannot read the screen this page captures what the person picks.
 *
 * @param {string} key
 */
function start(key) {
    /** @type {NodeConnection<CustomerSnapshot, CustomerCommand>} */
    const node = new NodeConnection(key);
    /** @type {CustomerView | null} */
    let view = null;
    /** @type {NodeCall | null} */
    let call = null;
    let capturesByPage = false;
    const picker = new WindowPicker(texts);
    picker.addEventListener('choose', (event) => {
        const { request, windows } =
            /** @type {CustomEvent<{request: string, windows: number[]}>} */ (event).detail;
        node.send({ type: 'chooseWindows', request, windows });
    });
    let asksForWindows = false;
    const sendVideo = (/** @type {Uint8Array} */ message) => node.sendBytes(message);
    const capture = new PageCapture({
        send: (command) => node.send(command), sendVideo,
        pick: canEncode() && 'getDisplayMedia' in (navigator.mediaDevices ?? {}) ? pickScreen : null,
    });
    const makeView = () => {
        const made = new CustomerView(root, texts, {
            isDesktop: true, again: () => node.send({ type: 'startOver' }),
        });
        made.addEventListener('command', (event) => {
            const command = /** @type {CustomEvent<CustomerCommand>} */ (event).detail;
            if (command.type === 'stopShare' || command.type === 'leave') {
                capture.stop();
            }
            node.send(command);
            if (command.type === 'answerPrompt' && command.isAllowed && capturesByPage) {
                capture.begin(asksForWindows);
            }
        });
        call = new NodeCall(made.call, {
            send: (command) => node.send(command), sendVideo, source: navigator.mediaDevices ?? null,
        });
        return made;
    };
    node.addEventListener('snapshot', (event) => {
        view ??= makeView();
        const snapshot = /** @type {CustomEvent<CustomerSnapshot>} */ (event).detail;
        capturesByPage = snapshot.capturesByPage === true;
        asksForWindows = isOfWindows(snapshot.prompt);
        view.draw(snapshot);
        picker.draw(snapshot);
        call?.draw(snapshot.call);
        capture.draw(snapshot.share);
    });
    node.addEventListener('bytes', (event) => {
        const message = /** @type {CustomEvent<ArrayBuffer>} */ (event).detail;
        const order = parseEncoderOrder(message);
        if (order !== null) {
            capture.handle(order);
        }
        const thumbnail = parseThumbnail(message);
        if (thumbnail !== null) {
            picker.setThumbnail(thumbnail);
        }
        call?.receive(message);
    });
    node.addEventListener('state', () => {
        gate.draw(node.state);
        if (node.state !== 'open') {
            call?.disconnect();
            capture.stop();
        }
    });
    gate.addEventListener('retake', () => node.open());
    node.open();
}

/** @param {import('./snapshots.js').SharePrompt | undefined} prompt */
function isOfWindows(prompt) {
    return prompt?.scope === 'viewApplication' || prompt?.scope === 'controlApplication';
}
