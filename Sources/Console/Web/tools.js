import { canShare } from './picture-state.js';
import { variant } from './variant.js';

/** @typedef {import('./i18n.js').TextKey} TextKey */
/** @typedef {import('./icons.js').IconName} IconName */
/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */

/** @typedef {'tools' | 'desktop' | 'application' | 'session'} TabName */
/** @typedef {'invite' | 'chat' | 'notes' | 'transferFile' | 'audio' | 'video' | 'requestView' | 'withdrawRequest'
 *     | 'stopView' | 'requestControl' | 'stopControl' | 'standard' | 'sampling' | 'endSession'} ToolName */

/**
 * A button of the dashboard as it stands now. `detail` says what it does or, where it cannot, why not.
 *
 * @typedef {object} Tool
 * @property {ToolName} name
 * @property {IconName} icon
 * @property {TextKey} label
 * @property {TextKey} detail
 * @property {boolean} isEnabled
 * @property {'danger'} [style]
 * @property {boolean} [isPressed] of a choice, whether it is made
 */

/** The tabs in their order; they are the same in every state. */
export const TABS = Object.freeze(/** @type {const} */ (['tools', 'desktop', 'application', 'session']));

/**
 * The buttons of each tab for a session; *Application* has none yet and says so.
 *
 * @param {HostSnapshot} snapshot with a session
 * @returns {Readonly<Record<TabName, readonly Tool[]>>}
 */
export function toolsOf(snapshot) {
    const hasCustomer = snapshot.session?.customer !== undefined;
    return {
        tools: [
            { name: 'invite', icon: 'phone', label: 'console.invite', detail: 'console.inviteHint', isEnabled: true },
            {
                name: 'chat', icon: 'chat', label: 'chat.title', isEnabled: hasCustomer,
                detail: hasCustomer ? 'console.chatHint' : 'console.needsCustomer',
            },
            {
                name: 'transferFile', icon: 'upload', label: 'console.transferFile', isEnabled: hasCustomer,
                detail: hasCustomer ? 'console.transferFileHint' : 'console.needsCustomer',
            },
            ...callTools(snapshot),
            ...notesTools(snapshot),
        ],
        desktop: [viewTool(snapshot), controlTool(snapshot)],
        application: [],
        session: [
            ...modeTools(snapshot),
            {
                name: 'endSession', icon: 'leave', label: 'console.end', detail: 'console.endHint', isEnabled: true,
                style: 'danger',
            },
        ],
    };
}

/**
 * *Notes*; a node that keeps none has no button for them.
 *
 * @param {HostSnapshot} snapshot
 * @returns {Tool[]}
 */
function notesTools({ notes }) {
    return notes === undefined ? [] : [{
        name: 'notes', icon: 'notes', label: 'notes.title', detail: 'console.notesHint', isEnabled: true,
    }];
}

/**
 * *Audio* and *Video*; a session of a node that knows no call has neither.
 *
 * @param {HostSnapshot} snapshot
 * @returns {Tool[]}
 */
function callTools({ session }) {
    const { customer, call } = session ?? {};
    if (customer === undefined) {
        return [
            {
                name: 'audio', icon: 'microphone', label: 'console.audio', detail: 'console.needsCustomer',
                isEnabled: false,
            },
            {
                name: 'video', icon: 'camera', label: 'console.video', detail: 'console.needsCustomer',
                isEnabled: false,
            },
        ];
    }
    if (call === undefined) {
        return [];
    }
    const canTalk = customer.abilities.includes('talk');
    const canSee = customer.abilities.includes('camera');
    return [
        {
            name: 'audio', icon: 'microphone', label: 'console.audio', isEnabled: canTalk,
            detail: !canTalk ? 'console.audioUnable'
                : call.own.voice === 'joined' ? 'console.audioHintOn' : 'console.audioHint',
        },
        {
            name: 'video', icon: 'camera', label: 'console.video', isEnabled: canSee,
            detail: !canSee ? 'console.videoUnable'
                : call.own.isCameraOn ? 'console.videoHintOn' : 'console.videoHint',
        },
    ];
}

/**
 * The two display modes; a session of a node that knows none has neither.
 *
 * @param {HostSnapshot} snapshot
 * @returns {Tool[]}
 */
function modeTools({ session }) {
    const mode = session?.displayMode;
    if (mode === undefined) {
        return [];
    }
    return [
        {
            name: 'standard', icon: 'screen', label: 'console.modeStandard', detail: 'console.modeStandardHint',
            isEnabled: true, isPressed: mode === 'standard',
        },
        {
            name: 'sampling', icon: 'speed', label: 'console.modeSampling', detail: 'console.modeSamplingHint',
            isEnabled: true, isPressed: mode === 'sampling',
        },
    ];
}

/**
 * *Request view*, or what takes its place while a request or a picture is there.
 *
 * @param {HostSnapshot} snapshot
 * @returns {Tool}
 */
function viewTool({ session }) {
    if (session?.customer === undefined) {
        return {
            name: 'requestView', icon: 'screen', label: 'console.viewRequest', detail: 'console.needsCustomer',
            isEnabled: false,
        };
    }
    switch (variant(session.share)[0]) {
    case 'asked':
        return isAskedTogether(session) ? {
            name: 'requestView', icon: 'screen', label: 'console.viewRequest', detail: 'console.requestOpen',
            isEnabled: false,
        } : {
            name: 'withdrawRequest', icon: 'close', label: 'console.viewWithdraw', detail: 'console.viewWithdrawHint',
            isEnabled: true,
        };
    case 'starting':
    case 'live':
        return {
            name: 'stopView', icon: 'stop', label: 'console.viewStop', detail: 'console.viewStopHint', isEnabled: true,
        };
    default:
        return {
            name: 'requestView', icon: 'screen', label: 'console.viewRequest', isEnabled: canShare(session),
            detail: canShare(session) ? 'console.viewRequestHint'
                : session.customer.software === 'supportManager' ? 'console.viewUnableNodeHint'
                    : 'console.viewUnableHint',
        };
    }
}

/**
 * Whether the open question asks for the view and for control in one.
 *
 * @param {import('./snapshots.js').HostSession} session
 */
function isAskedTogether({ share, control = { none: {} } }) {
    const [view, ofView] = variant(share);
    const [other, ofControl] = variant(control);
    return view === 'asked' && other === 'asked' && ofView.request === ofControl.request;
}

/**
 * *Request control*, or what takes its place while it is asked for or held.
 *
 * @param {HostSnapshot} snapshot
 * @returns {Tool}
 */
function controlTool({ session }) {
    /** @type {Omit<Tool, 'detail'>} */
    const request = { name: 'requestControl', icon: 'control', label: 'console.controlRequest', isEnabled: false };
    if (session?.customer === undefined) {
        return { ...request, detail: 'console.needsCustomer' };
    }
    const { abilities, software } = session.customer;
    switch (variant(session.control ?? { none: {} })[0]) {
    case 'asked':
        return {
            name: 'withdrawRequest', icon: 'close', label: 'console.viewWithdraw', detail: 'console.viewWithdrawHint',
            isEnabled: true,
        };
    case 'held':
        return {
            name: 'stopControl', icon: 'stop', label: 'console.controlStop', detail: 'console.controlStopHint',
            isEnabled: true,
        };
    default:
        if (!abilities.includes('controlDesktop')) {
            return {
                ...request,
                detail: software === 'browser' ? 'console.controlUnableBrowser' : 'console.controlUnableNode',
            };
        }
        return ['asked', 'starting'].includes(variant(session.share)[0])
            ? { ...request, detail: 'console.requestOpen' }
            : { ...request, detail: 'console.controlRequestHint', isEnabled: true };
    }
}
