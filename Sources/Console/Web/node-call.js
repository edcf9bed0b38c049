import { Camera } from './camera.js';
import { CAMERA_RULES } from './frame-encoder.js';
import { parseEncoderOrder, parseLevelsMessage } from './node-message.js';
import { canEncode, PageVideo } from './page-video.js';
import { RemoteCameras } from './remote-cameras.js';

/** @typedef {import('./call-view.js').CallPress} CallPress */
/** @typedef {import('./snapshots.js').CallCommand} CallCommand */
/** @typedef {import('./snapshots.js').CallSnapshot} CallSnapshot */

/** A camera that the node does not count as on by then is released: the host had closed cameras meanwhile. */
const CONFIRMATION_MILLISECONDS = 4_000;

/**
 * What the page does for a call whose voice its node carries: it opens the camera and encodes it, decodes the others'
 * and passes presses on.
 *
 * @typedef {object} NodeCallSurroundings
 * @property {(command: CallCommand | {type: 'needKeyFrame', of: string}) => void} send
 * @property {(message: Uint8Array) => void} sendVideo
 * @property {import('./camera.js').MediaSource | null} source
 */

/** Draws a node's call in a view and does the page's part of it. */
export class NodeCall {
    #view;
    #around;
    #camera;
    #cameras = new RemoteCameras();
    /** @type {PageVideo | null} */
    #video = null;
    /** @type {CallSnapshot | undefined} */
    #call;
    /** Whether the node has said that this camera is on. */
    #isConfirmed = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #confirmation;

    /**
     * @param {import('./call-view.js').CallView} view
     * @param {NodeCallSurroundings} surroundings
     */
    constructor(view, surroundings) {
        this.#view = view;
        this.#around = surroundings;
        this.#camera = new Camera(canEncode() ? surroundings.source : null);
        view.addEventListener('command', (event) => {
            this.press(/** @type {CustomEvent<CallPress>} */ (event).detail);
        });
        this.#camera.addEventListener('change', () => this.#handleCamera());
        this.#camera.addEventListener('track', () => this.#handleTrack());
        this.#cameras.addEventListener('picture', (event) => {
            const { person, canvas } =
                /** @type {CustomEvent<{person: string, canvas: HTMLCanvasElement | null}>} */ (event).detail;
            view.tiles.setPicture(person, canvas);
        });
        this.#cameras.addEventListener('needKeyFrame', (event) => {
            const { person } = /** @type {CustomEvent<{person: string}>} */ (event).detail;
            surroundings.send({ type: 'needKeyFrame', of: person });
        });
    }

    /** @param {CallSnapshot | undefined} call as the node's last snapshot has it */
    draw(call) {
        const wasCameraOn = this.#call?.own.isCameraOn ?? false;
        this.#call = call;
        const isCameraOn = call?.own.isCameraOn ?? false;
        if (isCameraOn && this.#camera.state === 'on') {
            this.#isConfirmed = true;
        } else if (isCameraOn && this.#camera.state === 'off' && !wasCameraOn) {
            // The page was loaded again, and its camera is off since then.
            this.#around.send({ type: 'stopCamera' });
        } else if (!isCameraOn && this.#isConfirmed) {
            this.#stopCamera();
        }
        if (call === undefined) {
            this.#stopCamera();
        }
        this.#cameras.draw(call?.people ?? []);
        this.#draw();
    }

    /** @param {CallPress} press what the person pressed */
    press(press) {
        switch (press.type) {
        case 'startCamera':
            void this.#startCamera();
            break;
        case 'stopCamera':
            this.#stopCamera();
            this.#around.send(press);
            break;
        case 'chooseCamera':
            void this.#camera.choose(press.device);
            break;
        default:
            this.#around.send(press);
        }
    }

    /** @param {ArrayBuffer} message a binary message of the node's; what is not for the call is passed over */
    receive(message) {
        const levels = parseLevelsMessage(message);
        if (levels !== null) {
            this.#view.setLevels(levels.own, levels.others);
            return;
        }
        const order = parseEncoderOrder(message);
        if (order !== null) {
            this.#video?.handle(order);
            return;
        }
        this.#cameras.push(message);
    }

    /** The node is gone: no camera stays open for nobody. */
    disconnect() {
        this.#stopCamera();
        this.#draw();
    }

    async #startCamera() {
        const isOn = await this.#camera.start();
        if (isOn && this.#call !== undefined) {
            this.#isConfirmed = false;
            this.#around.send({ type: 'startCamera' });
            this.#confirmation = setTimeout(() => {
                if (!this.#isConfirmed) {
                    this.#stopCamera();
                }
            }, CONFIRMATION_MILLISECONDS);
        } else if (this.#call === undefined) {
            this.#stopCamera();
        }
    }

    #stopCamera() {
        clearTimeout(this.#confirmation);
        this.#isConfirmed = false;
        if (this.#camera.state !== 'off') {
            this.#camera.stop();
        }
    }

    #handleTrack() {
        const { track } = this.#camera;
        this.#video?.stop();
        this.#video = null;
        if (track !== null) {
            this.#video = new PageVideo('camera', track, CAMERA_RULES, this.#around.sendVideo);
            this.#video.addEventListener('failed', () => this.#camera.fail('cameraUnsupported'));
        }
    }

    #handleCamera() {
        if (this.#camera.problem !== null && this.#call?.own.isCameraOn === true) {
            this.#around.send({ type: 'stopCamera' });
        }
        this.#draw();
    }

    #draw() {
        this.#view.draw(this.#call, this.#camera);
    }
}
