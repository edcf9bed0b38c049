import { variant } from './variant.js';

/** @typedef {import('./i18n.js').TextKey} TextKey */
/** @typedef {import('./icons.js').IconName} IconName */
/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */

/** @typedef {'tools' | 'desktop' | 'application' | 'session'} TabName */
/** @typedef {'invite' | 'chat' | 'notes' | 'transferFile' | 'audio' | 'video' | 'requestView' | 'withdrawRequest'
 *     | 'stopView' | 'requestControl' | 'stopControl' | 'requestApplicationView' | 'offerSwitch'
 *     | 'requestApplicationControl' | 'standard' | 'sampling' | 'endSession'} ToolName */

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
 * The buttons of each tab for a session.
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
        desktop: [viewTool(snapshot, DESKTOP), controlTool(snapshot, DESKTOP)],
        application: [viewTool(snapshot, APPLICATION), controlTool(snapshot, APPLICATION)],
        session: [
            ...modeTools(snapshot),
            {
                name: 'endSession', icon: 'leave', label: 'console.end', detail: 'console.endHint', isEnabled: true,
                style: 'danger',
            },
        ],
    };
}

/** What each button that asks for something asks for. */
const SCOPES = Object.freeze(/** @type {const} */ ({
    requestView: 'viewDesktop', requestControl: 'controlDesktop', requestApplicationView: 'viewApplication',
    requestApplicationControl: 'controlApplication',
}));

/**
 * What a button asks for.
 *
 * @param {keyof typeof SCOPES} tool
 */
export function scopeOf(tool) {
    return SCOPES[tool];
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
 * What is asked to be seen and controlled in a tab, with what its buttons say.
 *
 * @typedef {object} Area
 * @property {'viewDesktop' | 'viewApplication'} viewScope
 * @property {'shareDesktop' | 'shareApplication'} viewAbility
 * @property {'controlDesktop' | 'controlApplication'} controlAbility
 * @property {ToolName} requestView
 * @property {ToolName} requestControl
 * @property {TextKey} viewHint
 * @property {TextKey} controlHint
 * @property {TextKey} otherHint why nothing can be asked for here while the other tab's is shown
 */

/** @type {Area} */
const DESKTOP = Object.freeze({
    viewScope: 'viewDesktop', viewAbility: 'shareDesktop', controlAbility: 'controlDesktop',
    requestView: 'requestView', requestControl: 'requestControl', viewHint: 'console.viewRequestHint',
    controlHint: 'console.controlRequestHint', otherHint: 'console.windowsShown',
});

/** @type {Area} */
const APPLICATION = Object.freeze({
    viewScope: 'viewApplication', viewAbility: 'shareApplication', controlAbility: 'controlApplication',
    requestView: 'requestApplicationView', requestControl: 'requestApplicationControl',
    viewHint: 'console.windowsViewHint', controlHint: 'console.windowsControlHint', otherHint: 'console.desktopShown',
});

/**
 * *Request view*, or what takes its place while a request or a picture is there.
 *
 * @param {HostSnapshot} snapshot
 * @param {Area} area
 * @returns {Tool}
 */
function viewTool({ session }, { viewScope, viewAbility, requestView, viewHint, otherHint }) {
    /** @type {Omit<Tool, 'detail'>} */
    const request = { name: requestView, icon: 'screen', label: 'console.viewRequest', isEnabled: false };
    if (session?.customer === undefined) {
        return { ...request, detail: 'console.needsCustomer' };
    }
    const { abilities, software } = session.customer;
    const [name, payload] = variant(session.share);
    if (name !== 'none' && payload.scope !== viewScope) {
        return { ...request, detail: otherHint };
    }
    switch (name) {
    case 'asked':
        return isAskedTogether(session) ? { ...request, detail: 'console.requestOpen' } : {
            name: 'withdrawRequest', icon: 'close', label: 'console.viewWithdraw', detail: 'console.viewWithdrawHint',
            isEnabled: true,
        };
    case 'starting':
    case 'live':
        return {
            name: 'stopView', icon: 'stop', label: 'console.viewStop', detail: 'console.viewStopHint', isEnabled: true,
        };
    default: {
        const isEnabled = abilities.includes(viewAbility);
        return {
            ...request, isEnabled,
            detail: isEnabled ? viewHint
                : software === 'supportManager' ? 'console.viewUnableNodeHint' : 'console.viewUnableHint',
        };
    }
    }
}

/**
 * Whether there is a Support Manager for the customer's system, as far as their browser says which it is.
 *
 * @param {import('./snapshots.js').HostCustomer} customer
 */
function hasSupportManagerFor({ system }) {
    return /^Linux\b/.test(system);
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
 * @param {Area} area
 * @returns {Tool}
 */
function controlTool({ session }, { viewScope, controlAbility, requestControl, controlHint, otherHint }) {
    /** @type {Omit<Tool, 'detail'>} */
    const request = { name: requestControl, icon: 'control', label: 'console.controlRequest', isEnabled: false };
    if (session?.customer === undefined) {
        return { ...request, detail: 'console.needsCustomer' };
    }
    const { abilities, software } = session.customer;
    const [share, payload] = variant(session.share);
    if (share !== 'none' && payload.scope !== viewScope) {
        return { ...request, detail: otherHint };
    }
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
        if (!abilities.includes(controlAbility) && software === 'browser' && hasSupportManagerFor(session.customer)) {
            return {
                name: 'offerSwitch', icon: 'control', label: 'console.offerSwitch',
                isEnabled: session.isSwitchOffered !== true,
                detail: session.isSwitchOffered === true ? 'console.offerSwitchOpen' : 'console.offerSwitchHint',
            };
        }
        if (!abilities.includes(controlAbility)) {
            return {
                ...request,
                detail: software === 'browser' ? 'console.controlUnableSystem' : 'console.controlUnableNode',
            };
        }
        return ['asked', 'starting'].includes(share)
            ? { ...request, detail: 'console.requestOpen' } : { ...request, detail: controlHint, isEnabled: true };
    }
}
