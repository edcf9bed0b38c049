import { canShare } from './picture-view.js';
import { variant } from './variant.js';

/** @typedef {import('./i18n.js').TextKey} TextKey */
/** @typedef {import('./icons.js').IconName} IconName */
/** @typedef {import('./snapshots.js').HostSnapshot} HostSnapshot */

/** @typedef {'tools' | 'desktop' | 'application' | 'session'} TabName */
/** @typedef {'invite' | 'chat' | 'transferFile' | 'requestView' | 'withdrawRequest' | 'stopView' | 'endSession'
 * } ToolName */

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
        ],
        desktop: [viewTool(snapshot)],
        application: [],
        session: [
            {
                name: 'endSession', icon: 'leave', label: 'console.end', detail: 'console.endHint', isEnabled: true,
                style: 'danger',
            },
        ],
    };
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
        return {
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
