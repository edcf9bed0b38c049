/** Bytes before the frame: kind 1 · flags 1 · width 2 · height 2 · timestamp 8. */
const HEADER_LENGTH = 14;
const KIND_VIDEO = 1;
const FLAG_KEY_FRAME = 1;

/**
 * One encoded frame as the node sends it.
 *
 * @typedef {object} VideoMessage
 * @property {boolean} isKeyFrame
 * @property {number} width of a key frame, else 0
 * @property {number} height of a key frame, else 0
 * @property {number} timestamp microseconds
 * @property {Uint8Array} data the VP8 frame
 */

/**
 * Reads a binary message of the node's; `null` when it is no video or has no frame in it.
 *
 * @param {ArrayBuffer} message
 * @returns {VideoMessage | null}
 */
export function parseVideoMessage(message) {
    const view = new DataView(message);
    if (view.byteLength <= HEADER_LENGTH || view.getUint8(0) !== KIND_VIDEO) {
        return null;
    }
    return {
        isKeyFrame: (view.getUint8(1) & FLAG_KEY_FRAME) !== 0,
        width: view.getUint16(2),
        height: view.getUint16(4),
        timestamp: Number(view.getBigUint64(6)),
        data: new Uint8Array(message, HEADER_LENGTH),
    };
}
