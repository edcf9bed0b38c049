import { Camera } from '../camera.js';
import { CallLevels } from './call-levels.js';
import { CallPeers } from './call-peers.js';
import { CallState } from './call-state.js';
import { listDevices } from './device-list.js';
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

/** How the primary host is named in the snapshot. */
export const HOST = 'host';

/**
 * Voice and camera of a customer in a browser, with the host and with those whom the host introduces, over the sections
 * of each one's connection. Everybody sends sound only when joined themselves, and only to those who are joined.
 * `handle` has to be called inside the press. Fires `change`, and `levels` (`detail`: `own` and `others`) while the
 * person has joined.
 */
export class BrowserCall extends EventTarget {
    camera;
    #environment;
    #peers;
    #state = new CallState();
    #microphone;
    #levels;
    /** @type {CallDevices | null} */
    #devices = null;
    /** @type {string | null} */
    #loudspeaker = null;
    /** @type {CallSnapshot['problem'] | null} */
    #problem = null;
    /** The presence that was told last. */
    #told = '';
    /** Who was introduced while the camera was on: they see it once it is switched on anew. */
    #withheld = /** @type {Set<string>} */ (new Set());
    #isOver = false;

    /**
     * @param {CallEnvironment} environment
     * @param {PeerMedia} media
     * @param {(message: ControlMessage) => void} send
     */
    constructor(environment, media, send) {
        super();
        this.#environment = environment;
        this.#peers = new CallPeers(environment.play);
        this.#peers.add({ id: HOST, name: '', role: 'host' }, media, send);
        this.#microphone = new Microphone(environment.devices);
        this.#levels = new CallLevels(environment.measure, (own, others) => {
            this.dispatchEvent(new CustomEvent('levels', { detail: { own, others } }));
        });
        this.camera = new Camera(environment.devices);
        this.camera.addEventListener('track', () => void this.#film());
        this.camera.addEventListener('change', () => this.#handleCamera());
        this.#microphone.addEventListener('lost', () => void this.#replaceMicrophone());
        environment.devices.addEventListener('devicechange', () => void this.#list());
    }

    /**
     * @param {string} hostName
     * @returns {CallSnapshot}
     */
    snapshot(hostName) {
        const { offer, own, isPushToTalk, isTalking } = this.#state;
        return {
            offer: { ...offer }, own: { ...own }, isPushToTalk, isTalking,
            people: this.#peers.members.map(({ id, name, role }) => (
                { id, name: id === HOST ? hostName : name, role, ...this.#state.of(id) })),
            ...(this.#devices === null ? {} : { devices: this.#devices }),
            ...(this.#problem === null ? {} : { problem: this.#problem }),
        };
    }

    /** The cameras of the others that are on, by person. */
    get cameras() {
        const on = this.#peers.members.filter(({ id }) => this.#state.of(id).isCameraOn);
        return new Map(on.map(({ id }) => [id, this.#peers.cameraOf(id)]));
    }

    /** Tells everybody how this person takes part; the first time after the greeting. */
    tell() {
        const told = JSON.stringify(this.#presence);
        if (told !== this.#told && !this.#isOver) {
            this.#told = told;
            this.#peers.tell(this.#presence);
        }
    }

    get #presence() {
        return { type: /** @type {const} */ ('callPresence'), ...this.#state.own };
    }

    /**
     * Somebody whom the host introduced is connected; by that alone they hear and see nothing.
     *
     * @param {import('./call-peers.js').CallMember} member
     * @param {PeerMedia} media
     * @param {(message: ControlMessage) => void} send
     */
    admit(member, media, send) {
        if (this.camera.state !== 'off') {
            this.#withheld.add(member.id);
        }
        this.#peers.add(member, media, send);
        this.dispatchEvent(new Event('change'));
    }

    /** @param {string} id of one who has said who they are */
    greet(id) {
        const { voice, isMuted, isCameraOn } = this.#state.own;
        if (voice !== 'off' || isMuted || isCameraOn) {
            this.#peers.tell(this.#presence, id);
        }
    }

    /** @param {string} id of one who is gone, be it the host */
    part(id) {
        this.#peers.remove(id);
        this.#state.remove(id);
        this.#withheld.delete(id);
        this.#apply();
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

    /**
     * @param {import('../control.js').CallOffered | import('../control.js').CallPresence} message
     * @param {string} id whose; the host alone offers
     */
    receive(message, id = HOST) {
        if (message.type === 'callOffered') {
            this.#state.setOffer(message);
            if (!message.camera && this.camera.state !== 'off') {
                this.camera.stop();
            }
        } else {
            this.#state.set(id, message);
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
            this.#peers.setLoudspeaker(press.device);
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
        if (this.camera.state === 'off') {
            this.#withheld.clear();
        }
        this.#state.own.isCameraOn = this.camera.state === 'on';
        this.#apply();
    }

    async #film() {
        const { track } = this.camera;
        if (!(await this.#peers.film(track, this.#withheld)) && track !== null && track === this.camera.track) {
            this.camera.fail('cameraUnsupported');
        }
    }

    /** Makes sound and pictures as the state says, and tells both sides. */
    #apply() {
        const { own, isHeard, voicePeers } = this.#state;
        if (own.voice !== 'joined') {
            this.#microphone.close();
        }
        const { track } = this.#microphone;
        if (track !== null) {
            track.enabled = isHeard;
        }
        this.#peers.speak(isHeard ? track : null, voicePeers);
        this.#peers.play(voicePeers, () => {
            this.#setBlocked(this.#peers.isBlocked);
            this.dispatchEvent(new Event('change'));
        });
        this.#setBlocked(this.#peers.isBlocked);
        this.#levels.follow(track, this.#peers.voices);
        this.tell();
        this.dispatchEvent(new Event('change'));
    }

    /** @param {boolean} isBlocked whether the browser waits for another press before it plays */
    #setBlocked(isBlocked) {
        if (isBlocked) {
            this.#problem = 'playbackBlocked';
        } else if (this.#problem === 'playbackBlocked') {
            this.#problem = null;
        }
    }

    async #list() {
        const { devices, canChooseLoudspeaker } = this.#environment;
        this.#devices = {
            ...await listDevices(devices, canChooseLoudspeaker),
            ...(this.#microphone.chosen === null ? {} : { microphone: this.#microphone.chosen }),
            ...(this.#loudspeaker === null ? {} : { loudspeaker: this.#loudspeaker }),
        };
        this.dispatchEvent(new Event('change'));
    }
}
