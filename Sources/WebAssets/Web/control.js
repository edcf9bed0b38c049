import { isMember } from './control-members.js';

/**
 * The messages of the `control` and `chat` data channels, one typedef for each case of Swift's `ControlMessage`.
 * Everything in them is a claim of the other side. `Tests/Vectors/control.json` holds an example of each.
 */

/** The version that each `hello` names. */
export const CONTROL_VERSION = 1;

/** The longest chat message, in characters. */
export const CHAT_MAXIMUM_CHARACTERS = 4_000;

/**
 * The first message of each side.
 *
 * @typedef {object} Hello
 * @property {'hello'} type
 * @property {number} version
 * @property {string} name what the person calls themselves
 * @property {'host' | 'customer'} role
 * @property {'browser' | 'supportManager'} software
 * @property {string} system `Linux`, `Windows · Chrome 156`
 * @property {readonly Ability[]} abilities
 */

/**
 * What a side can do: `talk` where sound can be had, `camera` where cameras can be shown, `controlDesktop` on a native
 * node.
 *
 * @typedef {'shareDesktop' | 'controlDesktop' | 'shareApplication' | 'controlApplication' | 'receiveFiles' | 'talk'
 *     | 'camera'} Ability
 */

/**
 * Each second; three missed means the other side cannot be reached.
 *
 * @typedef {{type: 'heartbeat', sequence: number}} Heartbeat
 */

/** @typedef {'viewDesktop' | 'controlDesktop' | 'viewApplication' | 'controlApplication'} ShareScope */

/**
 * Host to customer: asks to be shown something. Nothing follows from it but a prompt.
 *
 * @typedef {{type: 'requestShare', request: string, scope: ShareScope}} RequestShare
 */

/**
 * Host to customer: the request is taken back.
 *
 * @typedef {{type: 'withdrawRequest', request: string}} WithdrawRequest
 */

/** @typedef {'allowed' | 'denied' | 'timedOut' | 'notShared' | 'wholeScreen' | 'unable'} ShareAnswer */

/**
 * Customer to host: what the person, or the time-out, answered.
 *
 * @typedef {{type: 'answerShare', request: string, answer: ShareAnswer}} AnswerShare
 */

/** @typedef {'monitor' | 'window' | 'browser'} Surface */

/**
 * Customer to host: the picture begins.
 *
 * @typedef {{type: 'shareStarted', request: string, surface: Surface}} ShareStarted
 */

/** @typedef {'byCustomer' | 'byHost' | 'captureFailed' | 'ended'} StopReason */

/** @typedef {'noDisplay' | 'displayRefused' | 'wayland' | 'unsuitableDisplay' | 'displayLost' | 'barLost'
 *     | 'windowsClosed' | 'broken'} CaptureFailure */

/**
 * Customer to host: the picture has stopped. A native node says what failed.
 *
 * @typedef {{type: 'shareStopped', request: string, reason: StopReason, failure?: CaptureFailure}} ShareStopped
 */

/**
 * Host to customer: the host no longer wants the picture.
 *
 * @typedef {{type: 'stopShare', request: string}} StopShare
 */

/**
 * Host to customer: the host gives control back; the picture goes on.
 *
 * @typedef {{type: 'stopControl', request: string}} StopControl
 */

/**
 * Customer to host: control is over; the picture goes on.
 *
 * @typedef {{type: 'controlStopped', request: string, reason: StopReason}} ControlStopped
 */

/**
 * Customer to host: whether somebody uses the customer's own mouse or keyboard, which comes first.
 *
 * @typedef {{type: 'controlPaused', request: string, isPaused: boolean}} ControlPaused
 */

/**
 * Host to customer: a file can be downloaded.
 *
 * @typedef {object} FilePublished
 * @property {'filePublished'} type
 * @property {string} file
 * @property {string} name as the publisher has it; reduced to one safe component by whoever receives it
 * @property {number} size bytes
 * @property {string} sha256 64 lower-case hexadecimal digits
 */

/**
 * Host to customer: the file is no longer offered.
 *
 * @typedef {{type: 'fileWithdrawn', file: string}} FileWithdrawn
 */

/**
 * Customer to host: send this file on a `file` channel whose protocol is `transfer`.
 *
 * @typedef {{type: 'fileWanted', file: string, transfer: string, offset: number}} FileWanted
 */

/**
 * Either way: the transfer ends without the file.
 *
 * @typedef {{type: 'fileFailed', transfer: string, reason: import('./snapshots.js').FileFailure}} FileFailed
 */

/**
 * Customer to host: all bytes arrived and the hash fits.
 *
 * @typedef {{type: 'fileReceived', transfer: string}} FileReceived
 */

/**
 * Host to everybody: which parts of the call are open now, after hello and on change. What is closed ends for all.
 *
 * @typedef {{type: 'callOffered', voice: boolean, camera: boolean}} CallOffered
 */

/** @typedef {'off' | 'onPhone' | 'joined'} Voice how a person takes part by voice */

/**
 * Either way: what the sender has switched on of the call, after hello and on change.
 *
 * @typedef {{type: 'callPresence', voice: Voice, isMuted: boolean, isCameraOn: boolean}} CallPresence
 */

/** @typedef {'standard' | 'sampling'} DisplayMode sharp first, or motion first */

/**
 * Host to customer: how the shared picture is to be made; `standard` until told.
 *
 * @typedef {{type: 'setDisplayMode', mode: DisplayMode}} SetDisplayMode
 */

/**
 * A monitor of the computer that is shown; its name is a claim, its size is in pixels.
 *
 * @typedef {{monitor: number, name: string, width: number, height: number, isPrimary: boolean}} Monitor
 */

/**
 * Customer to host, by a native node while it shows a whole desktop: what could be shown, and what is.
 *
 * @typedef {{type: 'monitors', monitors: readonly Monitor[], shown?: number | null}} Monitors
 */

/**
 * Host to customer: show this monitor of the last list.
 *
 * @typedef {{type: 'chooseMonitor', monitor: number}} ChooseMonitor
 */

/**
 * Primary host to one of a pair that it brings together: make a certificate for the other, whose name this is.
 *
 * @typedef {{type: 'prepareIntroduction', participant: string}} PrepareIntroduction
 */

/**
 * In answer to it: the SHA-256 of the certificate, 32 bytes as base64url.
 *
 * @typedef {{type: 'introductionPrepared', participant: string, fingerprint: string}} IntroductionPrepared
 */

/**
 * Primary host to both of a pair: who the other is, the only certificate that they may show, and the pair's secret,
 * both 32 bytes as base64url.
 *
 * @typedef {object} Introduced
 * @property {'introduced'} type
 * @property {string} participant
 * @property {string} name
 * @property {string | null} [account] of a host
 * @property {'host' | 'customer'} role
 * @property {string} fingerprint
 * @property {string} secret
 * @property {boolean} offers whether the receiver makes the offer
 */

/**
 * Either way between the primary host and one of a pair: a sealed payload for the other.
 *
 * @typedef {{type: 'introductionRelay', participant: string, payload: string}} IntroductionRelay
 */

/**
 * Either way between the primary host and one of a pair: the pair is over, or never was.
 *
 * @typedef {{type: 'dismissed', participant: string}} Dismissed
 */

/**
 * Host to customer: the session ends for everybody.
 *
 * @typedef {{type: 'end'}} End
 */

/**
 * Host to customer, in a browser: go on in Support Manager, by this link, which carries its secret.
 *
 * @typedef {{type: 'offerSwitch', link: string}} OfferSwitch
 */

/** @typedef {'accepted' | 'declined' | 'unavailable'} SwitchAnswer */

/**
 * Customer to host: what the person said to it.
 *
 * @typedef {{type: 'answerSwitch', answer: SwitchAnswer}} AnswerSwitch
 */

/**
 * Customer to host: the customer leaves.
 *
 * @typedef {{type: 'leave'}} Leave
 */

/**
 * @typedef {Hello | Heartbeat | RequestShare | WithdrawRequest | AnswerShare | ShareStarted | ShareStopped | StopShare
 *     | StopControl | ControlStopped | ControlPaused
 *     | FilePublished | FileWithdrawn | FileWanted | FileFailed | FileReceived | CallOffered | CallPresence
 *     | SetDisplayMode | Monitors | ChooseMonitor | PrepareIntroduction | IntroductionPrepared | Introduced
 *     | IntroductionRelay | Dismissed | OfferSwitch | AnswerSwitch | End | Leave} ControlMessage
 */

/**
 * One message of the `chat` channel.
 *
 * @typedef {object} ChatMessage
 * @property {string} id
 * @property {string} text at most `CHAT_MAXIMUM_CHARACTERS`
 * @property {number} sentAt the sender's clock, seconds since 1970
 */

const FAILURES = ['cancelled', 'unknownFile', 'changed', 'hashMismatch', 'diskFull', 'writeFailed', 'connectionLost',
    'paused'];

/**
 * What each message's members are; the parsers below refuse anything else.
 *
 * @type {Readonly<Record<ControlMessage['type'], Readonly<Record<string, import('./control-members.js').MemberKind>>>>}
 */
const MEMBERS = Object.freeze({
    hello: {
        version: 'count', name: 'text', role: ['host', 'customer'], software: ['browser', 'supportManager'],
        system: 'text', abilities: 'texts',
    },
    heartbeat: { sequence: 'count' },
    requestShare: {
        request: 'text', scope: ['viewDesktop', 'controlDesktop', 'viewApplication', 'controlApplication'],
    },
    withdrawRequest: { request: 'text' },
    answerShare: {
        request: 'text', answer: ['allowed', 'denied', 'timedOut', 'notShared', 'wholeScreen', 'unable'],
    },
    shareStarted: { request: 'text', surface: ['monitor', 'window', 'browser'] },
    shareStopped: { request: 'text', reason: ['byCustomer', 'byHost', 'captureFailed', 'ended'] },
    stopShare: { request: 'text' },
    stopControl: { request: 'text' },
    controlStopped: { request: 'text', reason: ['byCustomer', 'byHost', 'captureFailed', 'ended'] },
    controlPaused: { request: 'text', isPaused: 'flag' },
    filePublished: { file: 'text', name: 'text', size: 'count', sha256: 'text' },
    fileWithdrawn: { file: 'text' },
    fileWanted: { file: 'text', transfer: 'text', offset: 'count' },
    fileFailed: { transfer: 'text', reason: FAILURES },
    fileReceived: { transfer: 'text' },
    callOffered: { voice: 'flag', camera: 'flag' },
    callPresence: { voice: ['off', 'onPhone', 'joined'], isMuted: 'flag', isCameraOn: 'flag' },
    setDisplayMode: { mode: ['standard', 'sampling'] },
    monitors: { monitors: 'monitors', shown: 'countOrNone' },
    chooseMonitor: { monitor: 'count' },
    prepareIntroduction: { participant: 'text' },
    introductionPrepared: { participant: 'text', fingerprint: 'bytes32' },
    introduced: {
        participant: 'text', name: 'text', account: 'textOrNone', role: ['host', 'customer'], fingerprint: 'bytes32',
        secret: 'bytes32', offers: 'flag',
    },
    introductionRelay: { participant: 'text', payload: 'text' },
    dismissed: { participant: 'text' },
    offerSwitch: { link: 'text' },
    answerSwitch: { answer: ['accepted', 'declined', 'unavailable'] },
    end: {},
    leave: {},
});

/**
 * Reads a message of the `control` channel.
 *
 * @param {unknown} data
 * @returns {ControlMessage | null} `null` for anything that is not exactly a known message
 */
export function parseControlMessage(data) {
    const value = parseObject(data);
    if (value === null || typeof value.type !== 'string' || !Object.hasOwn(MEMBERS, value.type)) {
        return null;
    }
    const type = /** @type {ControlMessage['type']} */ (value.type);
    /** @type {Record<string, unknown>} */
    const message = { type };
    for (const [name, kind] of Object.entries(MEMBERS[type])) {
        if (!isMember(value[name], kind)) {
            return null;
        }
        if (value[name] !== undefined) {
            message[name] = value[name];
        }
    }
    return /** @type {ControlMessage} */ (/** @type {unknown} */ (message));
}

/**
 * Reads a message of the `chat` channel.
 *
 * @param {unknown} data
 * @returns {ChatMessage | null}
 */
export function parseChatMessage(data) {
    const value = parseObject(data);
    if (value === null || !isMember(value.id, 'text') || !isMember(value.text, 'text')
        || !Number.isSafeInteger(value.sentAt)) {
        return null;
    }
    const text = String(value.text);
    if (text.length === 0 || [...text].length > CHAT_MAXIMUM_CHARACTERS) {
        return null;
    }
    return { id: String(value.id), text, sentAt: Number(value.sentAt) };
}

/**
 * @param {unknown} data
 * @returns {Record<string, unknown> | null}
 */
function parseObject(data) {
    if (typeof data !== 'string' || data.length > 65_536) {
        return null;
    }
    try {
        const value = /** @type {unknown} */ (JSON.parse(data));
        return typeof value === 'object' && value !== null && !Array.isArray(value)
            ? /** @type {Record<string, unknown>} */ (value) : null;
    } catch {
        return null;
    }
}
