import { FrameEncoder } from './frame-encoder.js';
import { FrameSource } from './frame-source.js';
import { makeVideoMessage } from './video-message.js';

/** @typedef {import('./node-message.js').EncoderOrder} EncoderOrder */
/** @typedef {import('./video-message.js').VideoSource} VideoSource */

/** Pictures of a track of this page's, encoded and sent to its node until `stop`. Fires `failed`. */
export class PageVideo extends EventTarget {
    #source;
    #encoder;
    #frames;

    /**
     * @param {VideoSource} source
     * @param {MediaStreamTrack} track
     * @param {import('./frame-encoder.js').EncoderRules} rules
     * @param {(message: Uint8Array) => void} send
     */
    constructor(source, track, rules, send) {
        super();
        this.#source = source;
        this.#encoder = new FrameEncoder(rules, {
            makeEncoder: makeWebEncoder,
            send: (frame) => send(makeVideoMessage(source, frame)),
            copy: (frame, timestamp) => new VideoFrame(frame, { timestamp }),
            now: () => performance.now(),
            fail: () => this.dispatchEvent(new Event('failed')),
        });
        this.#frames = new FrameSource(track, (frame) => this.#encoder.push(frame));
    }

    /** @param {EncoderOrder} order one for another source is passed over */
    handle({ source, order }) {
        if (source !== this.#source) {
            return;
        }
        if (order === 'keyFrame') {
            this.#encoder.makeKeyFrame();
        } else {
            this.#encoder.setBitrate(order.bitsPerSecond);
        }
    }

    /** Nothing is sent any more, from this moment; the track is whoever's opened it. */
    stop() {
        this.#frames.stop();
        this.#encoder.close();
    }
}

/** Whether this browser encodes at all. */
export function canEncode() {
    return typeof VideoEncoder === 'function';
}

/** @type {import('./frame-encoder.js').EncoderSurroundings['makeEncoder']} */
function makeWebEncoder(onFrame, onError) {
    return new VideoEncoder({
        output: (chunk) => {
            const data = new Uint8Array(chunk.byteLength);
            chunk.copyTo(data);
            onFrame({ isKeyFrame: chunk.type === 'key', timestamp: chunk.timestamp, data });
        },
        error: onError,
    });
}
