/**
 * A `VideoDecoder` as a `VideoFeed` uses it.
 *
 * @param {(frame: VideoFrame) => void} onFrame gets each picture, and closes it
 * @param {() => void} onError
 * @returns {import('./video-feed.js').Decoder}
 */
export function makeWebDecoder(onFrame, onError) {
    const decoder = new VideoDecoder({ output: onFrame, error: onError });
    return {
        get decodeQueueSize() {
            return decoder.decodeQueueSize;
        },
        get state() {
            return decoder.state;
        },
        configure: (configuration) => decoder.configure(configuration),
        decode: ({ isKeyFrame, timestamp, data }) => decoder.decode(
            new EncodedVideoChunk({ type: isKeyFrame ? 'key' : 'delta', timestamp, data })),
        close: () => decoder.close(),
    };
}

/** Whether this browser decodes at all. */
export function canDecode() {
    return typeof VideoDecoder === 'function';
}
