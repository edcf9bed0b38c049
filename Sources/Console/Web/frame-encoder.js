/** @typedef {import('./video-message.js').VideoMessage} VideoMessage */

/**
 * The part of a `VideoEncoder` that is used here.
 *
 * @typedef {object} Encoder
 * @property {number} encodeQueueSize
 * @property {(configuration: VideoEncoderConfig) => void} configure
 * @property {(frame: VideoFrame, options: {keyFrame: boolean}) => void} encode
 * @property {() => void} close
 */

/**
 * What a source asks of its encoder.
 *
 * @typedef {object} EncoderRules
 * @property {number} firstBitrate bits per second until the node has said how many there may be
 * @property {number} framesPerSecond at most
 * @property {boolean} rests whether its picture may stand still, and no frame come for long
 * @property {(bitsPerSecond: number, width: number, height: number) => {width: number, height: number}} sizeFor the
 *     size in which a picture is encoded
 */

/**
 * @typedef {object} EncoderSurroundings
 * @property {(onFrame: (frame: Omit<VideoMessage, 'codec' | 'width' | 'height'>) => void, onError: () => void)
 *     => Encoder} makeEncoder
 * @property {(frame: VideoMessage) => void} send
 * @property {(frame: VideoFrame, timestamp: number) => VideoFrame} copy the same picture at another time
 * @property {() => number} now milliseconds on a clock that only goes forward
 * @property {() => void} fail it does not encode here
 */

/** With more frames than this waiting the encoder is behind, and the next ones are left out. */
const MAXIMUM_QUEUE = 2;

/** Less than this is no picture: the encoder waits until the line has room again. */
const MINIMUM_BITRATE = 20_000;

/** Smaller changes of the bitrate than this part are not worth a new configuration. */
const RELEVANT_CHANGE = 0.08;

/** A picture that stands still is sent again after this pause, a few times, and gets sharper by it. */
const REST_MILLISECONDS = 300;
const REPETITIONS = 4;

/** So many errors in a row, and the encoder is given up. */
const MAXIMUM_ERRORS = 3;

/** A face: whole size where there is room, a half and a third below. */
export const CAMERA_RULES = Object.freeze(/** @type {EncoderRules} */ ({
    firstBitrate: 250_000,
    framesPerSecond: 24,
    rests: false,
    sizeFor: (bitsPerSecond, width, height) => scaled(width, height,
        bitsPerSecond >= 200_000 ? 1 : bitsPerSecond >= 80_000 ? 1 / 2 : 1 / 3),
}));

/** A desktop: always whole, since small print must stay readable. */
export const SCREEN_RULES = Object.freeze(/** @type {EncoderRules} */ ({
    firstBitrate: 1_000_000,
    framesPerSecond: 15,
    rests: true,
    sizeFor: (_bitsPerSecond, width, height) => scaled(width, height, 1),
}));

/**
 * Encodes a track's frames with VP8 for the node: as many bits as the node orders, a key frame when it wants one.
 * Frames that come too fast, or while the encoder is behind, are left out; of a picture that may rest the last one is
 * kept, for a key frame while it stands still.
 */
export class FrameEncoder {
    #rules;
    #around;
    /** @type {Encoder | null} */
    #encoder = null;
    #bitrate;
    /** @type {{width: number, height: number, bitrate: number} | null} */
    #configured = null;
    #wantsKeyFrame = true;
    /** Microseconds, of the frame that was taken last. */
    #lastTimestamp = -Infinity;
    #errorCount = 0;
    #isClosed = false;
    /** @type {{frame: VideoFrame, at: number} | null} */
    #kept = null;
    #repetitions = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    #rest;

    /**
     * @param {EncoderRules} rules
     * @param {EncoderSurroundings} surroundings
     */
    constructor(rules, surroundings) {
        this.#rules = rules;
        this.#around = surroundings;
        this.#bitrate = rules.firstBitrate;
    }

    /** @param {number} bitsPerSecond */
    setBitrate(bitsPerSecond) {
        if (this.#bitrate < MINIMUM_BITRATE && bitsPerSecond >= MINIMUM_BITRATE) {
            // Whoever looks has waited.
            this.#wantsKeyFrame = true;
        }
        this.#bitrate = bitsPerSecond;
    }

    /** The next frame can be shown without any before it. */
    makeKeyFrame() {
        this.#wantsKeyFrame = true;
        this.#wait(0);
    }

    /**
     * Takes a frame and closes it.
     *
     * @param {VideoFrame} frame
     */
    push(frame) {
        try {
            if (!this.#isClosed && this.#isDue(frame.timestamp)) {
                this.#encode(frame);
                this.#keep(frame);
            } else if (!this.#isClosed) {
                // The last of a movement must not be missed.
                this.#keep(frame);
            }
        } catch {
            this.#handleError();
        } finally {
            frame.close();
        }
    }

    /** Nothing leaves any more. */
    close() {
        this.#isClosed = true;
        clearTimeout(this.#rest);
        this.#kept?.frame.close();
        this.#kept = null;
        this.#drop();
    }

    /** @param {VideoFrame} frame whose picture may be wanted again */
    #keep(frame) {
        if (this.#rules.rests) {
            this.#kept?.frame.close();
            this.#kept = { frame: this.#around.copy(frame, frame.timestamp), at: this.#around.now() };
            this.#repetitions = REPETITIONS;
            this.#wait(REST_MILLISECONDS);
        }
    }

    /** @param {number} milliseconds after which the kept picture is sent again, unless another comes */
    #wait(milliseconds) {
        clearTimeout(this.#rest);
        if (this.#kept !== null) {
            this.#rest = setTimeout(() => this.#repeat(), milliseconds);
        }
    }

    #repeat() {
        const kept = this.#kept;
        if (kept === null || this.#isClosed || (this.#repetitions === 0 && !this.#wantsKeyFrame)) {
            return;
        }
        this.#repetitions = Math.max(0, this.#repetitions - 1);
        const timestamp = kept.frame.timestamp + Math.round(1_000 * (this.#around.now() - kept.at));
        const frame = this.#around.copy(kept.frame, timestamp);
        try {
            if (this.#bitrate >= MINIMUM_BITRATE) {
                this.#encode(frame);
            }
        } catch {
            this.#handleError();
        } finally {
            frame.close();
        }
        this.#wait(REST_MILLISECONDS);
    }

    /** @param {number} timestamp */
    #isDue(timestamp) {
        // A little early counts as in time, since cameras' clocks tremble.
        const interval = 0.8 * 1_000_000 / this.#rules.framesPerSecond;
        return this.#bitrate >= MINIMUM_BITRATE && timestamp - this.#lastTimestamp >= interval
            && (this.#encoder?.encodeQueueSize ?? 0) <= MAXIMUM_QUEUE;
    }

    /** @param {VideoFrame} frame */
    #encode(frame) {
        const size = this.#rules.sizeFor(this.#bitrate, frame.displayWidth, frame.displayHeight);
        const encoder = this.#encoder ?? this.#begin();
        const before = this.#configured;
        const isResized = before?.width !== size.width || before.height !== size.height;
        if (before === null || isResized
            || Math.abs(this.#bitrate - before.bitrate) > before.bitrate * RELEVANT_CHANGE) {
            this.#configured = { ...size, bitrate: this.#bitrate };
            encoder.configure({
                codec: 'vp8', ...this.#configured, framerate: this.#rules.framesPerSecond, latencyMode: 'realtime',
                bitrateMode: 'variable',
            });
        }
        const keyFrame = this.#wantsKeyFrame || isResized;
        this.#wantsKeyFrame = false;
        this.#lastTimestamp = frame.timestamp;
        encoder.encode(frame, { keyFrame });
    }

    #begin() {
        const encoder = this.#around.makeEncoder((frame) => {
            if (this.#encoder === encoder && this.#configured !== null) {
                this.#errorCount = 0;
                const { width, height } = this.#configured;
                this.#around.send({ ...frame, codec: 'vp8', width, height });
            }
        }, () => {
            if (this.#encoder === encoder) {
                this.#handleError();
            }
        });
        this.#encoder = encoder;
        this.#configured = null;
        this.#wantsKeyFrame = true;
        return encoder;
    }

    #handleError() {
        this.#drop();
        this.#errorCount += 1;
        if (this.#errorCount >= MAXIMUM_ERRORS && !this.#isClosed) {
            this.#isClosed = true;
            this.#around.fail();
        }
    }

    #drop() {
        const encoder = this.#encoder;
        this.#encoder = null;
        this.#configured = null;
        this.#wantsKeyFrame = true;
        try {
            encoder?.close();
        } catch {
            // One that broke has closed itself.
        }
    }
}

/**
 * A size that VP8 takes: even, and not empty.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} scale
 */
function scaled(width, height, scale) {
    const even = (/** @type {number} */ length) => Math.max(2, 2 * Math.round(length * scale / 2));
    return { width: even(width), height: even(height) };
}
