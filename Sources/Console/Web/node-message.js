import { asciiText } from './video-message.js';

/**
 * The customer's pointer: another shape, where it is now (in pixels of the shown picture), or none.
 *
 * @typedef {{kind: 'shape', width: number, height: number, hotspotX: number, hotspotY: number,
 *     pixels: Uint8ClampedArray} | {kind: 'place', x: number, y: number} | {kind: 'hidden'}} PointerMessage
 */

/** @typedef {{own: number, others: ReadonlyMap<string, number>}} LevelsMessage how loud everybody is, from 0 to 100 */

/**
 * What the node wants of an encoder of this page's.
 *
 * @typedef {object} EncoderOrder
 * @property {import('./video-message.js').VideoSource} source
 * @property {{bitsPerSecond: number} | 'keyFrame'} order
 */

/**
 * How a window looks that the person may pick.
 *
 * @typedef {{window: number, width: number, height: number, pixels: Uint8ClampedArray}} Thumbnail
 */

const KIND_POINTER = 3;
const KIND_LEVELS = 5;
const KIND_BITRATE = 6;
const KIND_KEY_FRAME = 7;
const KIND_THUMBNAIL = 8;

/** A pointer larger than this in a direction is none. */
const MAXIMUM_POINTER = 512;

const SHAPE_LENGTH = 10;
const THUMBNAIL_LENGTH = 9;

/**
 * Reads the pointer: `3`, then `1 · width 2 · height 2 · hotspotX 2 · hotspotY 2 · RGBA`, `2 · x 2 · y 2` or `3`.
 *
 * @param {ArrayBuffer} message
 * @returns {PointerMessage | null}
 */
export function parsePointerMessage(message) {
    const view = new DataView(message);
    if (view.byteLength < 2 || view.getUint8(0) !== KIND_POINTER) {
        return null;
    }
    switch (view.getUint8(1)) {
    case 1:
        return parseShape(view);
    case 2:
        return view.byteLength === 6 ? { kind: 'place', x: view.getInt16(2), y: view.getInt16(4) } : null;
    case 3:
        return view.byteLength === 2 ? { kind: 'hidden' } : null;
    default:
        return null;
    }
}

/**
 * Reads the levels: `5 · own 1`, then for each other person `nameLength 1 · personID · level 1`.
 *
 * @param {ArrayBuffer} message
 * @returns {LevelsMessage | null}
 */
export function parseLevelsMessage(message) {
    const view = new DataView(message);
    if (view.byteLength < 2 || view.getUint8(0) !== KIND_LEVELS) {
        return null;
    }
    /** @type {Map<string, number>} */
    const others = new Map();
    let offset = 2;
    while (offset < view.byteLength) {
        const end = offset + 1 + view.getUint8(offset);
        if (end >= view.byteLength) {
            return null;
        }
        others.set(asciiText(message, offset + 1, end), Math.min(100, view.getUint8(end)));
        offset = end + 1;
    }
    return { own: Math.min(100, view.getUint8(1)), others };
}

/**
 * Reads an order to an encoder: `6 · source 1 · bitsPerSecond 4` or, for a key frame, `7 · source 1`.
 *
 * @param {ArrayBuffer} message
 * @returns {EncoderOrder | null}
 */
export function parseEncoderOrder(message) {
    const view = new DataView(message);
    const number = view.byteLength >= 2 ? view.getUint8(1) : 0;
    if (number !== 1 && number !== 2) {
        return null;
    }
    const source = number === 1 ? 'screen' : 'camera';
    switch (view.getUint8(0)) {
    case KIND_BITRATE:
        return view.byteLength === 6 ? { source, order: { bitsPerSecond: view.getUint32(2) } } : null;
    case KIND_KEY_FRAME:
        return view.byteLength === 2 ? { source, order: 'keyFrame' } : null;
    default:
        return null;
    }
}

/**
 * Reads a thumbnail: `8 · window 4 · width 2 · height 2 · RGBA`.
 *
 * @param {ArrayBuffer} message
 * @returns {Thumbnail | null}
 */
export function parseThumbnail(message) {
    const view = new DataView(message);
    if (view.byteLength < THUMBNAIL_LENGTH || view.getUint8(0) !== KIND_THUMBNAIL) {
        return null;
    }
    const [width, height] = [view.getUint16(5), view.getUint16(7)];
    if (width === 0 || height === 0 || view.byteLength !== THUMBNAIL_LENGTH + 4 * width * height) {
        return null;
    }
    return {
        window: view.getUint32(1), width, height,
        pixels: new Uint8ClampedArray(message, THUMBNAIL_LENGTH, 4 * width * height),
    };
}

/**
 * @param {DataView} view
 * @returns {PointerMessage | null}
 */
function parseShape(view) {
    if (view.byteLength < SHAPE_LENGTH) {
        return null;
    }
    const width = view.getUint16(2);
    const height = view.getUint16(4);
    const isSize = width >= 1 && height >= 1 && width <= MAXIMUM_POINTER && height <= MAXIMUM_POINTER;
    if (!isSize || view.byteLength !== SHAPE_LENGTH + 4 * width * height) {
        return null;
    }
    return {
        kind: 'shape', width, height, hotspotX: view.getUint16(6), hotspotY: view.getUint16(8),
        pixels: new Uint8ClampedArray(view.buffer, SHAPE_LENGTH, 4 * width * height),
    };
}
