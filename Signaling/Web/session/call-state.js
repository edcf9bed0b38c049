/** @typedef {import('../control.js').CallPresence} CallPresence */
/** @typedef {import('../control.js').Voice} Voice */
/** @typedef {Omit<CallPresence, 'type'>} Presence */

/** @returns {Presence} */
function absent() {
    return { voice: 'off', isMuted: false, isCameraOn: false };
}

/**
 * What a customer's browser knows of a call: everything is off until a person switches it on. The host opens and
 * closes; nobody but the person switches their own voice or camera on.
 *
 * ```text
 * closed ─host opens→ open ─own press→ joined ─own press→ open
 *   ^                  │                 │
 *   └──host closes─────┴─────────────────┘
 * ```
 */
export class CallState {
    offer = { voice: false, camera: false };
    own = absent();
    /** @type {Map<string, Presence>} What the others say of themselves. */
    #others = new Map();
    isPushToTalk = false;
    isTalking = false;

    /** With whom sound is exchanged: nobody, unless this person has joined. */
    get voicePeers() {
        return this.own.voice !== 'joined' ? []
            : [...this.#others].filter(([, { voice }]) => voice === 'joined').map(([id]) => id);
    }

    /** Whether what the microphone hears may leave now: only while somebody else has joined, too. */
    get isHeard() {
        return this.voicePeers.length > 0 && !this.own.isMuted && (!this.isPushToTalk || this.isTalking);
    }

    /**
     * What somebody says of themselves.
     *
     * @param {string} id
     * @returns {Presence}
     */
    of(id) {
        return this.#others.get(id) ?? absent();
    }

    /**
     * What the host has open now; what was closed ends what the person had switched on of it.
     *
     * @param {{voice: boolean, camera: boolean}} offer
     */
    setOffer({ voice, camera }) {
        this.offer = { voice, camera };
        if (!voice) {
            this.leave();
        }
        if (!camera) {
            this.own.isCameraOn = false;
        }
    }

    /**
     * @param {string} id
     * @param {Presence} presence
     */
    set(id, { voice, isMuted, isCameraOn }) {
        this.#others.set(id, { voice, isMuted, isCameraOn });
    }

    /** @param {string} id of somebody who is gone */
    remove(id) {
        this.#others.delete(id);
    }

    /** @returns {boolean} `false` while no call by voice is open */
    join() {
        if (this.offer.voice) {
            this.own.voice = 'joined';
        }
        return this.offer.voice;
    }

    leave() {
        this.own.voice = 'off';
        this.own.isMuted = false;
        this.isTalking = false;
    }

    stayOnPhone() {
        if (this.offer.voice) {
            this.leave();
            this.own.voice = 'onPhone';
        }
    }

    /** @param {boolean} isMuted */
    setMuted(isMuted) {
        if (this.own.voice === 'joined') {
            this.own.isMuted = isMuted;
        }
    }

    /** @param {boolean} isOn */
    setPushToTalk(isOn) {
        this.isPushToTalk = isOn;
        this.isTalking = false;
    }

    /** @param {boolean} isPressed */
    talk(isPressed) {
        this.isTalking = this.isPushToTalk && isPressed && this.own.voice === 'joined';
    }
}
