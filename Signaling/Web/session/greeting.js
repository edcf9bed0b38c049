import { CONTROL_VERSION } from '../control.js';

/**
 * The first message of this side: who it is and what it can do with this browser and these sections.
 *
 * @param {import('./conversation.js').ConversationEnvironment} environment
 * @param {string} name
 * @param {import('./peer-media.js').PeerMedia} media
 * @returns {import('../control.js').Hello}
 */
export function greetingOf({ captureScreen, call, system }, name, { canTalk, canUseCamera }) {
    return {
        type: 'hello', version: CONTROL_VERSION, name, role: 'customer', software: 'browser', system,
        abilities: [
            ...(captureScreen === null ? [] : /** @type {const} */ (['shareDesktop', 'shareApplication'])),
            'receiveFiles',
            ...(call !== null && canTalk ? [/** @type {const} */ ('talk')] : []),
            ...(call !== null && canUseCamera ? [/** @type {const} */ ('camera')] : []),
        ],
    };
}

/**
 * Resolves when what was sent last on a channel is on its way, or after half a second.
 *
 * @param {RTCDataChannel | null} channel
 * @param {() => number} now milliseconds on a monotonic clock
 * @returns {Promise<void>}
 */
export async function drain(channel, now) {
    const deadline = now() + 500;
    while ((channel?.bufferedAmount ?? 0) > 0 && now() < deadline) {
        await new Promise((resolve) => {
            setTimeout(resolve, 20);
        });
    }
    // What left the browser's buffer still has to leave its transport.
    await new Promise((resolve) => {
        setTimeout(resolve, 100);
    });
}
