// Parts of the web platform that Debian 12's TypeScript 4.8 does not declare, cut down to what the pages use.

// WebCodecs: <https://www.w3.org/TR/webcodecs/>

interface VideoFrameRectangle {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
}

declare class VideoFrame {
    constructor(image: HTMLVideoElement | HTMLCanvasElement | VideoFrame, init: { timestamp: number });
    readonly codedWidth: number;
    readonly codedHeight: number;
    readonly displayWidth: number;
    readonly displayHeight: number;
    readonly visibleRect: VideoFrameRectangle | null;
    /** Microseconds. */
    readonly timestamp: number;
    close(): void;
}

type EncodedVideoChunkType = "key" | "delta";

interface EncodedVideoChunkInit {
    type: EncodedVideoChunkType;
    /** Microseconds. */
    timestamp: number;
    data: BufferSource;
}

declare class EncodedVideoChunk {
    constructor(init: EncodedVideoChunkInit);
    copyTo(destination: BufferSource): void;
    readonly type: EncodedVideoChunkType;
    readonly timestamp: number;
    readonly byteLength: number;
}

interface VideoDecoderConfig {
    codec: string;
    codedWidth?: number;
    codedHeight?: number;
    hardwareAcceleration?: "no-preference" | "prefer-hardware" | "prefer-software";
    optimizeForLatency?: boolean;
}

interface VideoDecoderSupport {
    supported: boolean;
    config: VideoDecoderConfig;
}

interface VideoDecoderInit {
    output: (frame: VideoFrame) => void;
    error: (error: DOMException) => void;
}

declare class VideoDecoder {
    constructor(init: VideoDecoderInit);
    static isConfigSupported(config: VideoDecoderConfig): Promise<VideoDecoderSupport>;
    readonly state: "unconfigured" | "configured" | "closed";
    readonly decodeQueueSize: number;
    configure(config: VideoDecoderConfig): void;
    decode(chunk: EncodedVideoChunk): void;
    flush(): Promise<void>;
    reset(): void;
    close(): void;
}

interface VideoEncoderConfig {
    codec: string;
    width: number;
    height: number;
    /** Bits per second. */
    bitrate?: number;
    framerate?: number;
    latencyMode?: "quality" | "realtime";
    bitrateMode?: "constant" | "variable";
}

interface VideoEncoderInit {
    output: (chunk: EncodedVideoChunk) => void;
    error: (error: DOMException) => void;
}

declare class VideoEncoder {
    constructor(init: VideoEncoderInit);
    readonly state: "unconfigured" | "configured" | "closed";
    readonly encodeQueueSize: number;
    configure(config: VideoEncoderConfig): void;
    encode(frame: VideoFrame, options?: { keyFrame?: boolean }): void;
    close(): void;
}

// MediaStreamTrack insertable media processing: <https://w3c.github.io/mediacapture-transform/>

declare class MediaStreamTrackProcessor {
    constructor(init: { track: MediaStreamTrack });
    readonly readable: ReadableStream<VideoFrame>;
}

interface CanvasDrawImage {
    drawImage(image: VideoFrame, x: number, y: number): void;
    drawImage(image: VideoFrame, x: number, y: number, width: number, height: number): void;
}

interface CanvasRenderingContext2D extends CanvasDrawImage {}

// Document Picture-in-Picture: <https://wicg.github.io/document-picture-in-picture/>

interface DocumentPictureInPicture extends EventTarget {
    readonly window: Window | null;
    requestWindow(options?: { width?: number; height?: number }): Promise<Window>;
}

interface Window {
    readonly documentPictureInPicture?: DocumentPictureInPicture;
}

// File System Access: <https://wicg.github.io/file-system-access/>

interface FileSystemWritableFileStream extends WritableStream {
    write(data: BufferSource | Blob | string): Promise<void>;
    abort(reason?: string): Promise<void>;
    close(): Promise<void>;
}

interface FileSystemFileHandle {
    createWritable(options?: { keepExistingData?: boolean }): Promise<FileSystemWritableFileStream>;
}

interface Window {
    showSaveFilePicker?(options?: { suggestedName?: string }): Promise<FileSystemFileHandle>;
    showDirectoryPicker?(options?: { mode?: "read" | "readwrite" }): Promise<FileSystemDirectoryHandle>;
}

// WebRTC extensions: <https://w3c.github.io/webrtc-extensions/#rtcrtpencodingparameters-dictionary>

interface RTCRtpEncodingParameters {
    maxFramerate?: number;
    codec?: RTCRtpCodecParameters;
}

// Screen capture: <https://w3c.github.io/mediacapture-screen-share/>

interface MediaTrackSettings {
    displaySurface?: "monitor" | "window" | "browser";
}

// User-agent client hints: <https://wicg.github.io/ua-client-hints/>

interface NavigatorUserAgentData {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
    readonly platform: string;
}

interface Navigator {
    readonly userAgentData?: NavigatorUserAgentData;
}
