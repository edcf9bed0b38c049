/**
 * The messages between a customer's page and the service, as in `Signaling/PROTOCOL.md`; one typedef for each message
 * that a customer sends or receives. `Tests/Vectors/signaling.json` holds an example of each.
 */

/** The protocol's version. */
export const SIGNALING_VERSION = 1;

/** The WebSocket subprotocol. */
export const SIGNALING_SUBPROTOCOL = 'nearhand.1';

/** @typedef {{type: 'visit', version: number}} Visit */

/** @typedef {{type: 'knock', number: string, name: string}} Knock */

/** @typedef {{type: 'knockByInvitation', invitation: string, name: string}} KnockByInvitation */

/**
 * Bytes for the other side of an attempt, which the service does not read.
 *
 * @typedef {object} Relay
 * @property {'relay'} type
 * @property {string} attempt
 * @property {string} payload base64url of a pairing message's JSON, at most 49 152 characters
 */

/** @typedef {{type: 'leave', attempt: string}} LeaveAttempt */

/**
 * Takes the relay of an admitted attempt over, after the connection broke; answered by `admitted`.
 *
 * @typedef {{type: 'rejoin', attempt: string}} Rejoin
 */

/**
 * Keeps the connection alive, since a page cannot send WebSocket pings; answered by `pong`.
 *
 * @typedef {{type: 'ping'}} Ping
 */

/** @typedef {Visit | Knock | KnockByInvitation | Relay | LeaveAttempt | Rejoin | Ping} ClientMessage */

/**
 * One entry of an `RTCConfiguration`'s `iceServers`.
 *
 * @typedef {object} ICEServer
 * @property {string[]} urls
 * @property {string} [username]
 * @property {string} [credential]
 */

/**
 * The answer to `visit`.
 *
 * @typedef {object} Welcome
 * @property {'welcome'} type
 * @property {number} version
 * @property {{name: string, address: string}} site
 * @property {ICEServer[]} iceServers
 * @property {number} now the service's clock, seconds since 1970
 */

/**
 * The knock arrived; the host decides.
 *
 * @typedef {{type: 'waiting', attempt: string, session: string, hostDisplayName: string}} Waiting
 */

/**
 * Pairing begins, with fresh relay credentials.
 *
 * @typedef {{type: 'admitted', attempt: string, iceServers: ICEServer[]}} Admitted
 */

/** @typedef {{type: 'declined', attempt: string}} Declined */

/**
 * The host's node is not connected now; the knock stands.
 *
 * @typedef {{type: 'hostAway', attempt: string}} HostAway
 */

/** @typedef {{type: 'relayed', attempt: string, payload: string}} Relayed */

/**
 * The other side gave the attempt up or its connection is gone.
 *
 * @typedef {{type: 'left', attempt: string}} Left
 */

/** @typedef {{type: 'sessionEnded', session: string, reason: 'byHost' | 'expired'}} SessionEnded */

/** @typedef {'numberDoesNotWork' | 'invitationDoesNotWork' | 'tooManyTries' | 'notSignedIn' | 'unsupportedVersion'
 *     | 'malformed' | 'tooLarge' | 'unknownSession' | 'unknownAttempt' | 'notAllowed' | 'unavailable'} RefusalCode */

/**
 * A message was not carried out; `attempt` is the one that it was about.
 *
 * @typedef {{type: 'refused', code: RefusalCode, retryAfter?: number, attempt?: string}} Refused
 */

/** @typedef {{type: 'pong'}} Pong */

/**
 * @typedef {Welcome | Waiting | Admitted | Declined | HostAway | Relayed | Left | SessionEnded | Refused | Pong
 * } ServiceMessage
 */

/** Members that are text, for each message a customer may receive. */
const TEXT_MEMBERS = Object.freeze(/** @type {Readonly<Record<ServiceMessage['type'], readonly string[]>>} */ ({
    welcome: [],
    waiting: ['attempt', 'session', 'hostDisplayName'],
    admitted: ['attempt'],
    declined: ['attempt'],
    hostAway: ['attempt'],
    relayed: ['attempt', 'payload'],
    left: ['attempt'],
    sessionEnded: ['session', 'reason'],
    refused: ['code'],
    pong: [],
}));

/**
 * Reads what the service sent.
 *
 * @param {unknown} data
 * @returns {ServiceMessage | null} `null` for anything that a customer need not understand
 */
export function parseServiceMessage(data) {
    if (typeof data !== 'string') {
        return null;
    }
    /** @type {unknown} */
    let parsed;
    try {
        parsed = JSON.parse(data);
    } catch {
        return null;
    }
    if (!isRecord(parsed) || typeof parsed.type !== 'string' || !Object.hasOwn(TEXT_MEMBERS, parsed.type)) {
        return null;
    }
    const message = /** @type {Record<string, unknown> & {type: ServiceMessage['type']}} */ (parsed);
    const isComplete = TEXT_MEMBERS[message.type].every((name) => typeof message[name] === 'string')
        && (message.type !== 'welcome' || isSite(message.site))
        && (!('iceServers' in message) || isServerList(message.iceServers));
    return isComplete ? /** @type {ServiceMessage} */ (/** @type {unknown} */ (message)) : null;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isSite(value) {
    return isRecord(value) && typeof value.name === 'string' && typeof value.address === 'string';
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isServerList(value) {
    return Array.isArray(value) && value.every((server) => isRecord(server) && Array.isArray(server.urls)
        && server.urls.every((address) => typeof address === 'string'));
}
