import { element } from './dom.js';
import { parseCameraMessage } from './video-message.js';
import { VideoFeed } from './video-feed.js';
import { canDecode, makeWebDecoder } from './web-decoder.js';

/** More cameras than this are not decoded at once. */
const MAXIMUM_COUNT = 8;

/**
 * The others' cameras as the node passes them on, each decoded to a canvas of its own. Fires `picture`, a `CustomEvent`
 * with `detail.person` and `detail.canvas` (`null` when it is over), and `needKeyFrame` with `detail.person`.
 */
export class RemoteCameras extends EventTarget {
    /** @type {Map<string, {feed: VideoFeed, canvas: HTMLCanvasElement, hasPicture: boolean}>} */
    #cameras = new Map();
    /** @type {ReadonlySet<string>} */
    #shown = new Set();

    /** @param {readonly import('./snapshots.js').CallPerson[]} people */
    draw(people) {
        this.#shown = new Set(people.filter(({ isCameraOn }) => isCameraOn).map(({ id }) => id));
        for (const [person, { feed }] of this.#cameras) {
            if (!this.#shown.has(person)) {
                feed.reset();
                this.#cameras.delete(person);
                this.dispatchEvent(new CustomEvent('picture', { detail: { person, canvas: null } }));
            }
        }
    }

    /** @param {ArrayBuffer} message of the node's; what is no frame of a shown camera is passed over */
    push(message) {
        const frame = parseCameraMessage(message);
        if (frame === null || !this.#shown.has(frame.person) || !canDecode()) {
            return;
        }
        const camera = this.#cameras.get(frame.person) ?? this.#add(frame.person);
        camera?.feed.push(frame);
    }

    /** @param {string} person */
    #add(person) {
        if (this.#cameras.size >= MAXIMUM_COUNT) {
            return null;
        }
        const canvas = element('canvas', { role: 'img', 'aria-hidden': 'true' });
        const context = canvas.getContext('2d', { alpha: false });
        const feed = new VideoFeed({
            makeDecoder: (onError) => makeWebDecoder((frame) => {
                const isShown = this.#cameras.get(person) === camera && context !== null;
                if (isShown) {
                    drawWhole(canvas, context, frame);
                }
                frame.close();
                if (isShown && !camera.hasPicture) {
                    camera.hasPicture = true;
                    this.dispatchEvent(new CustomEvent('picture', { detail: { person, canvas } }));
                }
            }, onError),
            askForKeyFrame: () => this.dispatchEvent(new CustomEvent('needKeyFrame', { detail: { person } })),
            now: () => performance.now(),
        });
        const camera = { feed, canvas, hasPicture: false };
        this.#cameras.set(person, camera);
        return camera;
    }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2D} context
 * @param {VideoFrame} frame
 */
function drawWhole(canvas, context, frame) {
    if (canvas.width !== frame.displayWidth || canvas.height !== frame.displayHeight) {
        canvas.width = frame.displayWidth;
        canvas.height = frame.displayHeight;
    }
    context.drawImage(frame, 0, 0, canvas.width, canvas.height);
}
