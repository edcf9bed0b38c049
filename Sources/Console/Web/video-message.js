/** Bytes before a screen's frame: kind 1 · flags 1 · width 2 · height 2 · timestamp 8; a camera's has a name behind. */
const HEADER_LENGTH = 14;
const KIND_SCREEN = 1;
const KIND_CAMERA = 2;
const FLAG_KEY_FRAME = 1;

/** Bits 1 and 2 of the flags. */
const CODECS = Object.freeze(/** @type {const} */ (['vp8', 'vp9', 'vp9Profile1']));

/** @typedef {typeof CODECS[number]} VideoCodecName */

/**
 * One encoded frame as the node sends it.
 *
 * @typedef {object} VideoMessage
 * @property {boolean} isKeyFrame
 * @property {VideoCodecName} codec
 * @property {number} width of a key frame, else 0
 * @property {number} height of a key frame, else 0
 * @property {number} timestamp microseconds
 * @property {Uint8Array} data the encoded frame
 */

/** @typedef {VideoMessage & {person: string}} CameraMessage a frame of somebody's camera */

/** @typedef {'screen' | 'camera'} VideoSource */

/**
 * Reads a frame of the shared screen; `null` when the message is none or has no frame in it.
 *
 * @param {ArrayBuffer} message
 * @returns {VideoMessage | null}
 */
export function parseVideoMessage(message) {
    return kindOf(message) === KIND_SCREEN ? parseFrame(message, HEADER_LENGTH) : null;
}

/**
 * Reads a frame of a camera: the header, `nameLength 1 · personID (ASCII)`, the frame.
 *
 * @param {ArrayBuffer} message
 * @returns {CameraMessage | null}
 */
export function parseCameraMessage(message) {
    if (kindOf(message) !== KIND_CAMERA || message.byteLength <= HEADER_LENGTH) {
        return null;
    }
    const end = HEADER_LENGTH + 1 + new DataView(message).getUint8(HEADER_LENGTH);
    const frame = parseFrame(message, end);
    return frame === null ? null : { ...frame, person: asciiText(message, HEADER_LENGTH + 1, end) };
}

/**
 * Writes a frame that this page encoded, for its node.
 *
 * @param {VideoSource} source
 * @param {VideoMessage} frame
 * @returns {Uint8Array}
 */
export function makeVideoMessage(source, { isKeyFrame, codec, width, height, timestamp, data }) {
    const message = new Uint8Array(HEADER_LENGTH + data.byteLength);
    const view = new DataView(message.buffer);
    view.setUint8(0, source === 'screen' ? KIND_SCREEN : KIND_CAMERA);
    view.setUint8(1, (isKeyFrame ? FLAG_KEY_FRAME : 0) | (CODECS.indexOf(codec) << 1));
    view.setUint16(2, isKeyFrame ? width : 0);
    view.setUint16(4, isKeyFrame ? height : 0);
    view.setBigUint64(6, BigInt(Math.max(0, Math.round(timestamp))));
    message.set(data, HEADER_LENGTH);
    return message;
}

/**
 * The characters of an identifier.
 *
 * @param {ArrayBuffer} message
 * @param {number} start
 * @param {number} end
 * @returns {string}
 */
export function asciiText(message, start, end) {
    return String.fromCharCode(...new Uint8Array(message, start, end - start));
}

/**
 * @param {ArrayBuffer} message
 * @returns {number}
 */
function kindOf(message) {
    return message.byteLength > 0 ? new DataView(message).getUint8(0) : 0;
}

/**
 * @param {ArrayBuffer} message
 * @param {number} start of the frame's own bytes
 * @returns {VideoMessage | null}
 */
function parseFrame(message, start) {
    if (message.byteLength <= start) {
        return null;
    }
    const view = new DataView(message);
    const flags = view.getUint8(1);
    const codec = CODECS[(flags >> 1) & 3];
    return codec === undefined ? null : {
        isKeyFrame: (flags & FLAG_KEY_FRAME) !== 0, codec,
        width: view.getUint16(2),
        height: view.getUint16(4),
        timestamp: Number(view.getBigUint64(6)),
        data: new Uint8Array(message, start),
    };
}
