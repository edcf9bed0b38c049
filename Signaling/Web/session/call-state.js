/** @typedef {import('../control.js').CallPresence} CallPresence */
/** @typedef {import('../control.js').Voice} Voice */

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
    own = { voice: /** @type {Voice} */ ('off'), isMuted: false, isCameraOn: false };
    /** What the host says of themselves. */
    host = { voice: /** @type {Voice} */ ('off'), isMuted: false, isCameraOn: false };
    isPushToTalk = false;
    isTalking = false;

    /** Whether what the microphone hears may leave now: only while both have joined. */
    get isHeard() {
        return this.own.voice === 'joined' && this.host.voice === 'joined' && !this.own.isMuted
            && (!this.isPushToTalk || this.isTalking);
    }

    /** Whether the host's voice is played. */
    get isHearing() {
        return this.own.voice === 'joined' && this.host.voice === 'joined';
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

    /** @param {Omit<CallPresence, 'type'>} presence */
    setHost({ voice, isMuted, isCameraOn }) {
        this.host = { voice, isMuted, isCameraOn };
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
