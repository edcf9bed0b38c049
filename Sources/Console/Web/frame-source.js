/** Frames of a track that are read as they come, until `stop`. */
export class FrameSource {
    #isStopped = false;
    /** @type {ReadableStreamDefaultReader<VideoFrame> | null} */
    #reader = null;
    /** @type {HTMLVideoElement | null} */
    #video = null;

    /**
     * @param {MediaStreamTrack} track
     * @param {(frame: VideoFrame) => void} onFrame gets each frame, and closes it
     */
    constructor(track, onFrame) {
        if (typeof MediaStreamTrackProcessor === 'function') {
            this.#reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
            void this.#read(this.#reader, onFrame);
        } else {
            this.#play(track, onFrame);
        }
    }

    /** No frame comes any more, from this moment. */
    stop() {
        this.#isStopped = true;
        this.#reader?.cancel().catch(() => {});
        if (this.#video !== null) {
            this.#video.srcObject = null;
        }
    }

    /**
     * @param {ReadableStreamDefaultReader<VideoFrame>} reader
     * @param {(frame: VideoFrame) => void} onFrame
     */
    async #read(reader, onFrame) {
        for (;;) {
            const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
            if (done || value === undefined) {
                return;
            }
            if (this.#isStopped) {
                value.close();
                return;
            }
            onFrame(value);
        }
    }

    /**
     * Firefox and Safari give frames to a worker alone; a video element shows them here as well.
     *
     * @param {MediaStreamTrack} track
     * @param {(frame: VideoFrame) => void} onFrame
     */
    #play(track, onFrame) {
        const video = document.createElement('video');
        video.muted = true;
        video.playsInline = true;
        video.srcObject = new MediaStream([track]);
        this.#video = video;
        const next = () => video.requestVideoFrameCallback((now) => {
            if (!this.#isStopped) {
                onFrame(new VideoFrame(video, { timestamp: Math.round(now * 1000) }));
                next();
            }
        });
        next();
        video.play().catch(() => {});
    }
}
