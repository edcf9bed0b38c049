import { Camera } from '../camera.js';
import { CallLevels } from './call-levels.js';
import { CallState } from './call-state.js';
import { Microphone } from './microphone.js';

/** @typedef {import('../control.js').ControlMessage} ControlMessage */
/** @typedef {import('../snapshots.js').CallSnapshot} CallSnapshot */
/** @typedef {import('../snapshots.js').CallCommand} CallCommand */
/** @typedef {import('../snapshots.js').CallDevices} CallDevices */
/** @typedef {import('./peer-media.js').PeerMedia} PeerMedia */

/** What plays a voice, until `close`; a loudspeaker is chosen where the browser can. */
/** @typedef {{setLoudspeaker: (device: string | null) => void, close: () => void}} Player */

/** How loud a track is now, from 0 to 100, until `close`. */
/** @typedef {{level: () => number, close: () => void}} Meter */

/**
 * What voice and camera need of a browser.
 *
 * @typedef {object} CallEnvironment
 * @property {import('../camera.js').MediaSource & Pick<EventTarget, 'addEventListener'>} devices
 * @property {(track: MediaStreamTrack, onBlocked: (isBlocked: boolean) => void) => Player} play
 * @property {(track: MediaStreamTrack) => Meter} measure
 * @property {boolean} canChooseLoudspeaker
 */

/** How the host is named in the snapshot; a browser's page speaks with nobody else. */
const HOST = 'host';

/**
 * Voice and camera of a customer in a browser, over the connection's own sections. `handle` has to be called inside the
 * press. Fires `change`, and `levels` (`detail`: `own` and `others`) while the person has joined.
 */
export class BrowserCall extends EventTarget {
    camera;
    #environment;
    #media;
    #send;
    #state = new CallState();
    #microphone;
    /** @type {Player | null} */
    #player = null;
    #levels;
    /** @type {CallDevices | null} */
    #devices = null;
    /** @type {string | null} */
    #loudspeaker = null;
    /** @type {CallSnapshot['problem'] | null} */
    #problem = null;
    /** The presence that was told last. */
    #told = '';
    /** What is sent now, so that nothing is sent twice. */
    #spoken = /** @type {MediaStreamTrack | null} */ (null);
    #isOver = false;

    /**
     * @param {CallEnvironment} environment
     * @param {PeerMedia} media
     * @param {(message: ControlMessage) => void} send
     */
    constructor(environment, media, send) {
        super();
        this.#environment = environment;
        this.#media = media;
        this.#send = send;
        this.#microphone = new Microphone(environment.devices);
        this.#levels = new CallLevels(environment.measure, (own, host) => {
            this.dispatchEvent(new CustomEvent('levels', { detail: { own, others: new Map([[HOST, host]]) } }));
        });
        this.camera = new Camera(environment.devices);
        this.camera.addEventListener('track', () => this.#film());
        this.camera.addEventListener('change', () => this.#handleCamera());
        this.#microphone.addEventListener('lost', () => void this.#replaceMicrophone());
        environment.devices.addEventListener('devicechange', () => void this.#list());
    }

    /**
     * @param {string} hostName
     * @returns {CallSnapshot}
     */
    snapshot(hostName) {
        const { offer, own, host, isPushToTalk, isTalking } = this.#state;
        return {
            offer: { ...offer }, own: { ...own }, isPushToTalk, isTalking,
            people: [{ id: HOST, name: hostName, role: 'host', ...host }],
            ...(this.#devices === null ? {} : { devices: this.#devices }),
            ...(this.#problem === null ? {} : { problem: this.#problem }),
        };
    }

    /** The host's camera, while it is on. */
    get hostCamera() {
        return this.#state.host.isCameraOn ? this.#media.cameraTrack : null;
    }

    /** Tells the host how this person takes part; the first time after the greeting. */
    tell() {
        const presence = { type: /** @type {const} */ ('callPresence'), ...this.#state.own };
        const told = JSON.stringify(presence);
        if (told !== this.#told && !this.#isOver) {
            this.#told = told;
            this.#send(presence);
        }
    }

    /**
     * The notices of what this offer ends of what the person had switched on.
     *
     * @param {import('../control.js').CallOffered} offer
     * @returns {string[]}
     */
    closedBy({ voice, camera }) {
        const { own } = this.#state;
        return [
            ...(own.voice === 'joined' && !voice ? ['notice.voiceClosed'] : []),
            ...(own.isCameraOn && !camera ? ['notice.cameraClosed'] : []),
        ];
    }

    /** @param {import('../control.js').CallOffered | import('../control.js').CallPresence} message of the host's */
    receive(message) {
        if (message.type === 'callOffered') {
            this.#state.setOffer(message);
            if (!message.camera && this.camera.state !== 'off') {
                this.camera.stop();
            }
        } else {
            this.#state.setHost(message);
        }
        this.#apply();
    }

    /** @param {import('../call-view.js').CallPress} press */
    handle(press) {
        switch (press.type) {
        case 'joinVoice':
            void this.#join();
            return;
        case 'leaveVoice':
            this.#state.leave();
            break;
        case 'stayOnPhone':
            this.#state.stayOnPhone();
            break;
        case 'setMuted':
            this.#state.setMuted(press.isMuted);
            break;
        case 'setPushToTalk':
            this.#state.setPushToTalk(press.isOn);
            break;
        case 'talk':
            this.#state.talk(press.isPressed);
            break;
        case 'startCamera':
            if (this.#state.offer.camera) {
                void this.camera.start();
            }
            return;
        case 'stopCamera':
            this.camera.stop();
            return;
        case 'chooseCamera':
            void this.camera.choose(press.device);
            return;
        case 'chooseMicrophone':
            this.#microphone.chosen = press.device;
            void this.#replaceMicrophone();
            return;
        case 'chooseLoudspeaker':
            this.#loudspeaker = press.device;
            this.#player?.setLoudspeaker(press.device);
            void this.#list();
            return;
        }
        this.#apply();
    }

    /** The session is over: nothing is heard, seen or open any more. */
    end() {
        this.#isOver = true;
        this.#state.setOffer({ voice: false, camera: false });
        this.camera.stop();
        this.#apply();
    }

    async #join() {
        this.#problem = null;
        if (!this.#state.offer.voice || this.#isOver) {
            return;
        }
        const problem = await this.#microphone.open();
        // The host may have closed the call while the browser asked.
        if (problem === null && this.#microphone.track !== null && !this.#isOver) {
            this.#state.join();
            void this.#list();
        }
        this.#problem = problem;
        this.#apply();
    }

    async #replaceMicrophone() {
        if (this.#state.own.voice !== 'joined') {
            return;
        }
        const problem = await this.#microphone.open();
        this.#problem = problem;
        if (this.#microphone.track === null) {
            // One who cannot be heard is not said to be in the call.
            this.#state.leave();
        }
        void this.#list();
        this.#apply();
    }

    #handleCamera() {
        this.#state.own.isCameraOn = this.camera.state === 'on';
        this.#apply();
    }

    #film() {
        this.#media.film(this.camera.track).catch(() => this.camera.fail('cameraUnsupported'));
    }

    /** Makes sound and pictures as the state says, and tells both sides. */
    #apply() {
        const { own, isHeard, isHearing } = this.#state;
        if (own.voice !== 'joined') {
            this.#microphone.close();
        }
        const { track } = this.#microphone;
        if (track !== null) {
            track.enabled = isHeard;
        }
        const spoken = isHeard ? track : null;
        if (spoken !== this.#spoken) {
            this.#spoken = spoken;
            this.#media.speak(spoken).catch(() => {});
        }
        this.#play(isHearing);
        this.#levels.follow(track, this.#player === null ? null : this.#media.voiceTrack);
        this.tell();
        this.dispatchEvent(new Event('change'));
    }

    /** @param {boolean} isHearing */
    #play(isHearing) {
        const track = this.#media.voiceTrack;
        if (isHearing && this.#player === null && track !== null) {
            this.#player = this.#environment.play(track, (isBlocked) => {
                this.#setBlocked(isBlocked);
                this.dispatchEvent(new Event('change'));
            });
            this.#player.setLoudspeaker(this.#loudspeaker);
        } else if (!isHearing) {
            this.#player?.close();
            this.#player = null;
            this.#setBlocked(false);
        }
    }

    /** @param {boolean} isBlocked whether the browser waits for another press before it plays */
    #setBlocked(isBlocked) {
        if (isBlocked) {
            this.#problem = 'playbackBlocked';
        } else if (this.#problem === 'playbackBlocked') {
            this.#problem = null;
        }
    }

    /** Names are told to a page only once a microphone was opened. */
    async #list() {
        const found = await this.#environment.devices.enumerateDevices().catch(() => []);
        const ofKind = (/** @type {MediaDeviceKind} */ kind) => found
            .filter((device) => device.kind === kind && !['', 'default', 'communications'].includes(device.deviceId))
            .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
        this.#devices = {
            microphones: ofKind('audioinput'),
            loudspeakers: this.#environment.canChooseLoudspeaker ? ofKind('audiooutput') : [],
            ...(this.#microphone.chosen === null ? {} : { microphone: this.#microphone.chosen }),
            ...(this.#loudspeaker === null ? {} : { loudspeaker: this.#loudspeaker }),
        };
        this.dispatchEvent(new Event('change'));
    }
}
