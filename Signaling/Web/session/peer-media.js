/** @typedef {import('../control.js').DisplayMode} DisplayMode */

/**
 * How a browser makes the picture of a screen in each mode. In the first small print stays readable on a narrow link:
 * fewer pictures, not smaller ones. In the second movement does.
 *
 * @type {Readonly<Record<DisplayMode, {contentHint: string, maxFramerate: number, scaleResolutionDownBy: number,
 *     degradationPreference: RTCDegradationPreference}>>}
 */
export const MODES = Object.freeze({
    standard: {
        contentHint: 'detail', maxFramerate: 15, scaleResolutionDownBy: 1, degradationPreference: 'maintain-resolution',
    },
    sampling: {
        contentHint: 'motion', maxFramerate: 30, scaleResolutionDownBy: 1.5,
        degradationPreference: 'maintain-framerate',
    },
});

/**
 * The media sections of a connection, told apart by kind and order: the first video section is the screen, the second
 * the camera. An older host offers the first alone; then nobody can talk or be seen here.
 */
export class PeerMedia {
    /** @type {RTCRtpTransceiver | null} */
    #screen = null;
    /** @type {RTCRtpTransceiver | null} */
    #voice = null;
    /** @type {RTCRtpTransceiver | null} */
    #camera = null;
    #isTaken = false;

    /**
     * Takes the sections of the first offer and says in which directions they are of use, before the answer is made.
     * They stay empty until something is shown or said.
     *
     * @param {readonly RTCRtpTransceiver[]} transceivers
     */
    take(transceivers) {
        if (this.#isTaken) {
            return;
        }
        this.#isTaken = true;
        const [screen, camera] = transceivers.filter(({ receiver }) => receiver.track.kind === 'video');
        const voice = transceivers.find(({ receiver }) => receiver.track.kind === 'audio');
        if (screen !== undefined) {
            screen.direction = 'sendonly';
            preferVP9(screen);
            this.#screen = screen;
        }
        for (const section of [camera, voice]) {
            if (section !== undefined) {
                section.direction = 'sendrecv';
            }
        }
        this.#camera = camera ?? null;
        this.#voice = voice ?? null;
    }

    get canTalk() {
        return this.#voice !== null;
    }

    get canUseCamera() {
        return this.#camera !== null;
    }

    /** The host's voice; silent until the host sends it. */
    get voiceTrack() {
        return this.#voice?.receiver.track ?? null;
    }

    /** The host's camera; without a picture until the host sends it. */
    get cameraTrack() {
        return this.#camera?.receiver.track ?? null;
    }

    /**
     * Sends the picture of a screen.
     *
     * @param {MediaStreamTrack} track
     * @param {DisplayMode} mode
     */
    async show(track, mode) {
        if (this.#screen === null) {
            throw new Error('the host takes no picture');
        }
        track.contentHint = MODES[mode].contentHint;
        await setParameters(this.#screen.sender, true, mode);
        await this.#screen.sender.replaceTrack(track);
    }

    /**
     * Makes the picture in another way from now on.
     *
     * @param {DisplayMode} mode
     */
    async setMode(mode) {
        const { track } = this.#screen?.sender ?? {};
        if (this.#screen !== null && track !== null && track !== undefined) {
            track.contentHint = MODES[mode].contentHint;
            await setParameters(this.#screen.sender, true, mode);
        }
    }

    /**
     * Sends no picture any more, from this moment.
     *
     * Without its track Chromium still fills its bandwidth probes with packets of the last second's picture, sent
     * again on the retransmission stream (seen a second after the stop); a stream that is not active sends none.
     */
    hide() {
        empty(this.#screen);
    }

    /** @param {MediaStreamTrack | null} track what is heard of this person; `null` for nothing */
    async speak(track) {
        await fill(this.#voice, track);
    }

    /** @param {MediaStreamTrack | null} track of this person's camera; `null` for none */
    async film(track) {
        await fill(this.#camera, track);
    }
}

/**
 * @param {RTCRtpTransceiver | null} section
 * @param {MediaStreamTrack | null} track
 */
async function fill(section, track) {
    if (track === null) {
        empty(section);
    } else if (section !== null) {
        await setParameters(section.sender, true, null);
        await section.sender.replaceTrack(track);
    }
}

/** @param {RTCRtpTransceiver | null} section of which nothing may leave from this moment */
function empty(section) {
    if (section !== null) {
        void setParameters(section.sender, false, null);
        section.sender.replaceTrack(null).catch(() => {});
    }
}

/**
 * @param {RTCRtpSender} sender
 * @param {boolean} isActive whether anything of its stream may leave
 * @param {DisplayMode | null} mode of a screen's picture
 * @returns {Promise<void>}
 */
async function setParameters(sender, isActive, mode) {
    for (const choosesCodec of mode === null ? [false] : [true, false]) {
        const parameters = sender.getParameters();
        for (const encoding of parameters.encodings ?? []) {
            encoding.active = isActive;
            if (mode !== null) {
                encoding.maxFramerate = MODES[mode].maxFramerate;
                encoding.scaleResolutionDownBy = MODES[mode].scaleResolutionDownBy;
            }
            if (choosesCodec) {
                chooseCodec(encoding, parameters.codecs ?? []);
            }
        }
        if (mode !== null) {
            parameters.degradationPreference = MODES[mode].degradationPreference;
        }
        try {
            await sender.setParameters(parameters);
            return;
        } catch {
            // A browser that refuses sends in its own way; what is stopped has still lost its track.
        }
    }
}

/**
 * A sender goes by the order of the other's description, unless it is told otherwise.
 *
 * @param {RTCRtpEncodingParameters} encoding
 * @param {readonly RTCRtpCodecParameters[]} codecs what both take
 */
function chooseCodec(encoding, codecs) {
    const [first] = [...codecs].sort((one, other) => codecRank(one) - codecRank(other));
    if (first !== undefined && codecRank(first) <= 1) {
        encoding.codec = first;
    }
}

/**
 * A screen takes far fewer bits with VP9; the host's offer says whether it is understood there.
 *
 * @param {RTCRtpTransceiver} section
 */
function preferVP9(section) {
    try {
        const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
        section.setCodecPreferences([...codecs].sort((one, other) => codecRank(one) - codecRank(other)));
    } catch {
        // A browser that cannot choose takes the order of the offer.
    }
}

/**
 * @param {Pick<RTCRtpCodecCapability, 'mimeType' | 'sdpFmtpLine'>} codec
 * @returns {number} the smaller, the sooner it is taken
 */
export function codecRank({ mimeType, sdpFmtpLine = '' }) {
    switch (mimeType.toLowerCase()) {
    case 'video/vp9':
        // The other profiles are for other pictures than a screen's in eight bits.
        return /profile-id=[1-9]/.test(sdpFmtpLine) ? 2 : 0;
    case 'video/vp8':
        return 1;
    default:
        return 3;
    }
}
