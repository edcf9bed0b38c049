import { makeCallEnvironment } from './browser-sound.js';
import { openSink } from './save-file.js';
import { describeSystem } from './session/describe-system.js';

/**
 * What the session engine needs, taken from this browser.
 *
 * @returns {import('./session/customer-session.js').SessionEnvironment}
 */
export function makeBrowserEnvironment() {
    const address = new URL('/api/signal', window.location.href);
    address.protocol = address.protocol === 'http:' ? 'ws:' : 'wss:';
    address.hash = '';
    return {
        signalingAddress: address.href,
        openSocket: (target, subprotocol) => new WebSocket(target, subprotocol),
        makePeerConnection: (configuration) => new RTCPeerConnection(configuration),
        makeCertificate: () => {
            const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
            return RTCPeerConnection.generateCertificate(algorithm);
        },
        captureScreen: canCapture() ? captureScreen : null,
        call: makeCallEnvironment(),
        openSink,
        system: describeSystem(navigator),
        origin: window.location.origin,
        now: () => performance.now(),
        wallClock: () => Math.floor(Date.now() / 1000),
    };
}

/**
 * @returns {boolean} whether this browser can show a screen; those of telephones cannot
 */
function canCapture() {
    const devices = /** @type {Partial<MediaDevices> | undefined} */ (navigator.mediaDevices);
    return typeof devices?.getDisplayMedia === 'function';
}

/**
 * Opens the browser's picker.
 *
 * @returns {Promise<MediaStream>}
 */
function captureScreen() {
    const wish = {
        // Without a size of its own a capture is scaled down to what the page holds for its screen, which is less than
        // the screen where the page is zoomed or another monitor is chosen.
        video: { frameRate: { max: 30 }, width: { max: 3840 }, height: { max: 2160 }, cursor: 'always' },
        audio: false,
        // This page's own tab would show itself without end.
        selfBrowserSurface: 'exclude',
        surfaceSwitching: 'include',
        systemAudio: 'exclude',
    };
    return navigator.mediaDevices.getDisplayMedia(wish);
}
