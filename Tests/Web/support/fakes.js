/** Stand-ins for what a browser gives the session engine, as small as the tests need them. */

/** @param {Uint8Array} bytes */
export function pairs(bytes) {
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}

/** What has not come by then will not come: WebCrypto works on other threads, which a busy machine lets wait. */
const PATIENCE_MILLISECONDS = 30_000;

/** Waits, in real time, until something holds. */
export async function until(condition, what = String(condition)) {
    const deadline = performance.now() + PATIENCE_MILLISECONDS;
    do {
        const value = condition();
        if (value) {
            return value;
        }
        await new Promise((resolve) => {
            setImmediate(resolve);
        });
    } while (performance.now() < deadline);
    throw new Error(`never: ${what}`);
}

/** Lets everything that was begun on this thread come to its end; for what WebCrypto does there is `until`. */
export async function settle() {
    for (let turn = 0; turn < 50; turn += 1) {
        await new Promise((resolve) => {
            setImmediate(resolve);
        });
    }
}

export class FakeSocket extends EventTarget {
    readyState = 0;
    /** Messages that the page sent. */
    sent = [];

    open() {
        this.readyState = 1;
        this.dispatchEvent(new Event('open'));
    }

    send(data) {
        this.sent.push(JSON.parse(data));
    }

    /** The service sends a message. */
    receive(message) {
        const event = new Event('message');
        event.data = typeof message === 'string' ? message : JSON.stringify(message);
        this.dispatchEvent(event);
    }

    close() {
        if (this.readyState !== 3) {
            this.readyState = 3;
            this.dispatchEvent(new Event('close'));
        }
    }
}

export class FakeChannel extends EventTarget {
    readyState = 'open';
    bufferedAmount = 0;
    binaryType = 'blob';
    sent = [];

    constructor(label, protocol = '') {
        super();
        this.label = label;
        this.protocol = protocol;
    }

    send(data) {
        if (this.readyState !== 'open') {
            throw new Error('the channel is not open');
        }
        this.sent.push(typeof data === 'string' ? JSON.parse(data) : data);
    }

    /** The host sends a message. */
    receive(message) {
        const event = new Event('message');
        event.data = message instanceof ArrayBuffer || typeof message === 'string' ? message : JSON.stringify(message);
        this.dispatchEvent(event);
    }

    close() {
        if (this.readyState !== 'closed') {
            this.readyState = 'closed';
            this.dispatchEvent(new Event('close'));
        }
    }
}

export class FakeTrack extends EventTarget {
    kind = 'video';
    contentHint = '';
    readyState = 'live';

    getSettings() {
        return { displaySurface: 'window' };
    }

    stop() {
        this.readyState = 'ended';
    }
}

/** @param {FakeTrack[]} tracks */
export function fakeStream(...tracks) {
    return { getVideoTracks: () => tracks, getAudioTracks: () => [] };
}

/** A peer connection that answers with a given fingerprint, and connects when it is told to. */
export class FakePeerConnection extends EventTarget {
    connectionState = 'new';
    iceConnectionState = 'new';
    currentRemoteDescription = null;
    localDescription = null;
    sctp = null;
    isClosed = false;
    candidates = [];
    sender = {
        track: null,
        isActive: true,
        transport: null,
        async replaceTrack(track) {
            this.track = track;
        },
        getParameters() {
            return { encodings: [{ active: this.isActive }] };
        },
        async setParameters({ encodings }) {
            this.isActive = encodings[0].active;
        },
    };
    configuration = { certificates: ['the first'], iceServers: [] };
    transceiver = { direction: 'recvonly', receiver: { track: { kind: 'video' } }, sender: this.sender };

    /** @param {Uint8Array} fingerprint */
    constructor(fingerprint) {
        super();
        this.fingerprint = fingerprint;
    }

    getConfiguration() {
        return { ...this.configuration };
    }

    setConfiguration(configuration) {
        // As Chromium does it.
        if (configuration.certificates !== this.configuration.certificates) {
            throw new DOMException('', 'InvalidModificationError');
        }
        this.configuration = configuration;
    }

    async setRemoteDescription(description) {
        this.currentRemoteDescription = description;
    }

    async createAnswer() {
        return { type: 'answer', sdp: `v=0\r\na=fingerprint:sha-256 ${pairs(this.fingerprint)}\r\n` };
    }

    async setLocalDescription(description) {
        this.localDescription = description;
    }

    getTransceivers() {
        return [this.transceiver];
    }

    async addIceCandidate(candidate) {
        this.candidates.push(candidate);
    }

    /** @param {string} state */
    become(state) {
        this.connectionState = state;
        this.dispatchEvent(new Event('connectionstatechange'));
    }

    /** @param {string} candidate */
    finds(candidate) {
        const event = new Event('icecandidate');
        event.candidate = { candidate, sdpMid: '0' };
        this.dispatchEvent(event);
    }

    /** @param {FakeChannel} channel */
    opens(channel) {
        const event = new Event('datachannel');
        event.channel = channel;
        this.dispatchEvent(event);
    }

    close() {
        this.isClosed = true;
    }
}
