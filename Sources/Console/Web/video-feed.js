/** @typedef {import('./video-message.js').VideoMessage} VideoMessage */

/** With more frames than this waiting in the decoder the picture is late, and goes on at the next key frame. */
const MAXIMUM_QUEUE = 30;

/** What WebCodecs calls the codecs: VP9 in 4:2:0 and in 4:4:4, both with eight bits. */
const CODEC_STRINGS = Object.freeze({ vp8: 'vp8', vp9: 'vp09.00.10.08', vp9Profile1: 'vp09.01.10.08.03' });

/**
 * The codecs of `CODEC_STRINGS` that this browser decodes.
 *
 * @param {Pick<typeof VideoDecoder, 'isConfigSupported'> | undefined} decoder `VideoDecoder`, where there is one
 * @returns {Promise<VideoMessage['codec'][]>}
 */
export async function listDecodable(decoder) {
    const names = /** @type {VideoMessage['codec'][]} */ (Object.keys(CODEC_STRINGS));
    const answers = await Promise.all(names.map(async (name) => {
        try {
            return (await decoder?.isConfigSupported({ codec: CODEC_STRINGS[name] }))?.supported === true;
        } catch {
            return false;
        }
    }));
    return names.filter((_, index) => answers[index]);
}

/** A key frame is asked for again after this many milliseconds without one. */
const ASK_AGAIN = 1_000;

/**
 * The part of a `VideoDecoder` that the feed uses.
 *
 * @typedef {object} Decoder
 * @property {number} decodeQueueSize
 * @property {string} state
 * @property {(configuration: VideoDecoderConfig) => void} configure
 * @property {(message: VideoMessage) => void} decode
 * @property {() => void} close
 */

/**
 * What the feed needs of the page.
 *
 * @typedef {object} FeedSurroundings
 * @property {(onError: () => void) => Decoder} makeDecoder decoded frames go to the page by themselves
 * @property {() => void} askForKeyFrame
 * @property {() => number} now milliseconds on a clock that only goes forward
 */

/**
 * Feeds frames to a decoder so that it never sees a frame whose forerunners it lacks: after a start, an error or a
 * backlog it takes nothing before the next key frame, and asks for one. At a key frame the codec may change.
 */
export class VideoFeed {
    #surroundings;
    /** @type {Decoder | null} */
    #decoder = null;
    #needsKeyFrame = true;
    /** @type {VideoMessage['codec'] | null} */
    #codec = null;
    #askedAt = -Infinity;

    /** @param {FeedSurroundings} surroundings */
    constructor(surroundings) {
        this.#surroundings = surroundings;
    }

    /** Whether the picture stands still until a key frame comes. */
    get needsKeyFrame() {
        return this.#needsKeyFrame;
    }

    /** @param {VideoMessage} message */
    push(message) {
        if (this.#decoder !== null && this.#decoder.decodeQueueSize > MAXIMUM_QUEUE) {
            this.reset();
        }
        if (this.#needsKeyFrame && !message.isKeyFrame) {
            this.#ask();
            return;
        }
        try {
            if (this.#needsKeyFrame || (message.isKeyFrame && message.codec !== this.#codec)) {
                this.#begin(message);
            }
            this.#decoder?.decode(message);
        } catch {
            this.reset();
            this.#ask();
        }
    }

    /** Ends the picture; the next one begins with a key frame. */
    reset() {
        const decoder = this.#decoder;
        this.#decoder = null;
        this.#needsKeyFrame = true;
        if (decoder !== null && decoder.state !== 'closed') {
            decoder.close();
        }
    }

    /** @param {VideoMessage} message */
    #begin(message) {
        this.reset();
        const decoder = this.#surroundings.makeDecoder(() => {
            if (this.#decoder === decoder) {
                this.reset();
                this.#ask();
            }
        });
        decoder.configure({
            codec: CODEC_STRINGS[message.codec], codedWidth: message.width, codedHeight: message.height,
            optimizeForLatency: true,
        });
        this.#decoder = decoder;
        this.#codec = message.codec;
        this.#needsKeyFrame = false;
        this.#askedAt = -Infinity;
    }

    #ask() {
        const now = this.#surroundings.now();
        if (now - this.#askedAt >= ASK_AGAIN) {
            this.#askedAt = now;
            this.#surroundings.askForKeyFrame();
        }
    }
}
