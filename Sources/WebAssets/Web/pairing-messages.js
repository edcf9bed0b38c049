/** What the two sides of a pairing say to each other, and what it asks of the page. No DOM. */

/**
 * Why an attempt is over: somebody's digits differ, the link's secret is not the host's, or something came that the
 * real host did not send.
 * @typedef {"mismatch" | "secretDiffers" | "notGenuine"} PairingFailure
 */

/**
 * What the pairing wants done.
 * - `relay`: send this payload to the other side, through the service.
 * - `typeDigits`: ask the person for the six digits that the host reads out.
 * - `readBack`: the digits fit; show these four, which the person reads back.
 * - `description`: the host's offer; answer it with `answer(sdp)`. One that comes after `verified` restarts ICE.
 * - `candidate`, `endOfCandidates`: the host's, for the peer connection.
 * - `verified`: the host is genuine; only from now on may data channels be used.
 * - `failed`: the attempt is over; close the peer connection.
 * @typedef {{type: "relay", payload: string}
 *     | {type: "typeDigits"}
 *     | {type: "readBack", digits: string}
 *     | {type: "description", kind: "offer", sdp: string}
 *     | {type: "candidate", candidate: string, mid: string}
 *     | {type: "endOfCandidates"}
 *     | {type: "verified"}
 *     | {type: "failed", reason: PairingFailure}} PairingOutput
 */

/**
 * A message of either side as it lies in a relay's payload; everything in it is a claim.
 * @typedef {{type: string, [member: string]: unknown}} PairingMessage
 */

/** Thrown inside to end the attempt. */
export class PairingError extends Error {
    /** @param {PairingFailure} reason */
    constructor(reason) {
        super(reason);
        this.reason = reason;
    }
}

/**
 * Reads a message that came through the relay or out of a box.
 *
 * @param {Uint8Array | null} bytes UTF-8 JSON
 * @returns {PairingMessage}
 */
export function parseMessage(bytes) {
    if (bytes === null) throw new PairingError('notGenuine');
    /** @type {unknown} */
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (!isMessage(value)) throw new PairingError('notGenuine');
    return value;
}

/**
 * @param {unknown} value
 * @returns {value is PairingMessage}
 */
function isMessage(value) {
    return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'type') === 'string';
}
