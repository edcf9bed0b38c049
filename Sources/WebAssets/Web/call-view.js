import { isCallVisible, nameList, seers, voiceStage } from './call.js';
import { CallDevicesView } from './call-devices.js';
import { CallPeopleView } from './call-people.js';
import { CallTilesView } from './call-tiles.js';
import { CallVoiceView } from './call-voice.js';
import { element, setText, uniqueID } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('./snapshots.js').CallSnapshot} CallSnapshot */
/** @typedef {import('./snapshots.js').CallCommand} CallCommand */
/** @typedef {import('./camera.js').CameraProblem} CameraProblem */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/** @typedef {CallCommand | {type: 'chooseCamera', device: string | null}} CallPress the camera is the page's own */

/**
 * What the view reads of the page's own camera.
 *
 * @typedef {object} CameraState
 * @property {'off' | 'starting' | 'on'} state
 * @property {MediaStream | null} stream
 * @property {CameraProblem | null} problem
 * @property {readonly import('./snapshots.js').Device[]} cameras
 * @property {string | null} chosen
 */

/**
 * Voice and video of a session, for host and customers alike: what can be joined, who hears and sees this person, who
 * takes part how, the cameras' pictures. It keeps no truth of its own.
 *
 * Fires `command`, a `CustomEvent` whose `detail` is a `CallPress`, inside the press itself, and `asking` when
 * `isAsking` changes.
 */
export class CallView extends EventTarget {
    element = element('section', { class: 'panel call', hidden: true });
    tiles;
    #texts;
    #voice;
    #people;
    #devices;
    #sees = element('p', { class: 'call-sees', role: 'status' });
    #cameraButton = element('button', { type: 'button', class: 'button' });
    #cameraText = element('span');
    #camera = element('div', { class: 'call-camera' });
    #problems = element('div', { class: 'call-problems', role: 'alert' });
    #everybody = element('div', { class: 'call-actions call-everybody' });
    #closeVoice;
    #closeCamera;
    /** @type {CallSnapshot | null} */
    #call = null;
    /** @type {CameraState | null} */
    #cameraState = null;
    #drawnProblems = '';

    /**
     * @param {import('./i18n.js').Texts} texts
     * @param {{isHost: boolean}} options
     */
    constructor(texts, { isHost }) {
        super();
        this.#texts = texts;
        this.#voice = new CallVoiceView(texts, isHost);
        this.#people = new CallPeopleView(texts);
        this.#devices = new CallDevicesView(texts);
        this.tiles = new CallTilesView(texts);
        this.#closeVoice = this.#makeClose('call.closeVoice', { type: 'closeVoice' });
        this.#closeCamera = this.#makeClose('call.closeCamera', { type: 'closeCamera' });
        this.#everybody.hidden = !isHost;
        this.#everybody.append(this.#closeVoice, this.#closeCamera);
        this.#cameraButton.addEventListener('click', () => {
            const isOff = (this.#cameraState?.state ?? 'off') === 'off';
            this.#send({ type: isOff ? 'startCamera' : 'stopCamera' });
        });
        this.#camera.append(this.#sees, this.#cameraButton);
        const titleID = uniqueID('call');
        const title = element('h2', { class: 'panel-title', id: titleID, tabindex: -1 }, icon('voices'));
        title.append(texts.bind(element('span'), 'call.title'));
        this.element.setAttribute('aria-labelledby', titleID);
        this.element.append(title, this.#problems, this.#voice.element, this.#people.element, this.tiles.element,
            this.#camera,
            element('div', { class: 'call-settings' }, this.#voice.pushToTalk, this.#devices.element),
            this.#everybody);
        this.#voice.addEventListener('command', (event) => {
            this.#send(/** @type {CustomEvent<CallCommand>} */ (event).detail);
        });
        this.#devices.addEventListener('choose', (event) => this.#choose(
            /** @type {CustomEvent<{kind: string, device: string | null}>} */ (event).detail));
    }

    /**
     * @param {CallSnapshot | undefined} call
     * @param {CameraState} camera
     */
    draw(call, camera) {
        const wasAsking = this.isAsking;
        this.#cameraState = camera;
        this.#call = call ?? null;
        if (this.isAsking !== wasAsking) {
            this.dispatchEvent(new Event('asking'));
        }
        this.element.hidden = call === undefined || !(isCallVisible(call) || camera.problem !== null
            || camera.state !== 'off' || call.problem !== undefined);
        if (call === undefined) {
            this.tiles.draw([]);
            this.tiles.setOwn(null);
            return;
        }
        this.#voice.draw(call);
        const isJoined = call.own.voice === 'joined';
        this.#people.draw(call.offer.voice || isJoined ? call.people : [], isJoined);
        this.tiles.setOwn(camera.stream);
        this.tiles.draw(call.people);
        this.#drawCamera(call, camera);
        this.#drawProblems(call, camera);
        this.#devices.draw({
            ...(isJoined && call.devices !== undefined ? {
                microphone: { devices: call.devices.microphones, chosen: call.devices.microphone ?? null },
                loudspeaker: { devices: call.devices.loudspeakers, chosen: call.devices.loudspeaker ?? null },
            } : {}),
            ...(camera.state === 'off' ? {} : { camera: { devices: camera.cameras, chosen: camera.chosen } }),
        });
        this.#closeVoice.hidden = !call.offer.voice;
        this.#closeCamera.hidden = !call.offer.camera;
    }

    /** Whether somebody waits for an answer to the question whether to talk. */
    get isAsking() {
        return this.#call !== null && voiceStage(this.#call) === 'question';
    }

    /**
     * @param {number} own
     * @param {ReadonlyMap<string, number>} others by their identifiers, from 0 to 100
     */
    setLevels(own, others) {
        this.#voice.setLevel(own);
        this.#people.setLevels(others);
    }

    /** Brings it into view, where a press elsewhere asked for it. */
    focus() {
        this.element.scrollIntoView({ block: 'nearest' });
        this.element.querySelector('h2')?.focus();
    }

    /**
     * @param {CallSnapshot} call
     * @param {CameraState} camera
     */
    #drawCamera(call, camera) {
        const isOn = camera.state !== 'off';
        this.#camera.hidden = !call.offer.camera && !isOn;
        const { key, people } = seers(call);
        setText(this.#sees, camera.state === 'starting' ? this.#texts.text('call.cameraStarting')
            : this.#texts.text(key, { names: nameList(this.#texts, people) }));
        this.#sees.classList.toggle('call-sees-on', call.own.isCameraOn);
        const drawn = isOn ? 'call.cameraOff' : 'call.cameraOn';
        if (this.#cameraButton.dataset.key !== drawn) {
            this.#cameraButton.dataset.key = drawn;
            this.#cameraButton.replaceChildren(icon(isOn ? 'cameraOff' : 'camera'), this.#cameraText);
            this.#texts.bind(this.#cameraText, drawn);
        }
    }

    /**
     * @param {CallSnapshot} call
     * @param {CameraState} camera
     */
    #drawProblems(call, camera) {
        /** @type {TextKey[]} */
        const keys = [];
        if (call.problem !== undefined) {
            keys.push(`call.problem.${call.problem}`);
        }
        if (camera.problem !== null) {
            keys.push(`call.problem.${camera.problem}`);
        }
        const drawn = keys.join(' ');
        if (drawn !== this.#drawnProblems) {
            this.#drawnProblems = drawn;
            this.#problems.replaceChildren(...keys.map((key) => element('p', { class: 'banner' }, icon('alert'),
                this.#texts.bind(element('span'), key))));
        }
        this.#problems.hidden = keys.length === 0;
    }

    /** @param {{kind: string, device: string | null}} choice */
    #choose({ kind, device }) {
        switch (kind) {
        case 'microphone':
            this.#send({ type: 'chooseMicrophone', device });
            break;
        case 'loudspeaker':
            this.#send({ type: 'chooseLoudspeaker', device });
            break;
        default:
            this.#send({ type: 'chooseCamera', device });
        }
    }

    /**
     * @param {TextKey} key
     * @param {CallCommand} command
     */
    #makeClose(key, command) {
        const button = this.#texts.bind(element('button', { type: 'button', class: 'button button-quiet' }), key);
        button.addEventListener('click', () => this.#send(command));
        return button;
    }

    /** @param {CallPress} press */
    #send(press) {
        this.dispatchEvent(new CustomEvent('command', { detail: press }));
    }
}
