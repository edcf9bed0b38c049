import { hearers, nameList, voiceStage } from './call.js';
import { element, setText } from './dom.js';
import { icon } from './icons.js';
import { LevelMeter } from './level-meter.js';
import { TalkKey } from './talk-key.js';

/** @typedef {import('./snapshots.js').CallSnapshot} CallSnapshot */
/** @typedef {import('./snapshots.js').CallCommand} CallCommand */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/** The part on one's own voice. Fires `command`, a `CustomEvent` whose `detail` is a `CallCommand`, in the press. */
export class CallVoiceView extends EventTarget {
    element = element('div', { class: 'call-voice' });
    #texts;
    #isHost;
    #question = element('div', { class: 'call-question', role: 'status' });
    #asks = element('p', { class: 'call-asks' });
    #hears = element('p', { class: 'call-hears', role: 'status' });
    #meter = new LevelMeter();
    #join;
    #stay;
    #mute;
    #muteText = element('span');
    #leave;
    #pushToTalk = element('input', { type: 'checkbox' });
    /** The switch of push to talk, to stand among the call's settings. */
    pushToTalk = element('label', { class: 'call-switch' });
    #talk = element('button', { type: 'button', class: 'button call-talk' });
    #key;
    /** @type {CallSnapshot | null} */
    #call = null;

    /**
     * @param {import('./i18n.js').Texts} texts
     * @param {boolean} isHost
     */
    constructor(texts, isHost) {
        super();
        this.#texts = texts;
        this.#isHost = isHost;
        this.#join = this.#makeButton('button button-primary', 'microphone', 'call.join', { type: 'joinVoice' });
        this.#stay = this.#makeButton('button', 'phone', 'call.stayOnPhone', { type: 'stayOnPhone' });
        this.#leave = this.#makeButton('button', 'leave', 'call.leave', { type: 'leaveVoice' });
        this.#mute = element('button', { type: 'button', class: 'button' });
        this.#mute.addEventListener('click', () => {
            this.#send({ type: 'setMuted', isMuted: this.#call?.own.isMuted !== true });
        });
        this.#pushToTalk.addEventListener('change', () => {
            this.#send({ type: 'setPushToTalk', isOn: this.#pushToTalk.checked });
        });
        this.pushToTalk.append(this.#pushToTalk, texts.bind(element('span'), 'call.pushToTalk'));
        this.#talk.append(icon('microphone'), texts.bind(element('span'), 'call.talk'));
        texts.bindAttribute(this.#talk, 'title', 'call.talkHint');
        texts.bindAttribute(this.#meter.element, 'aria-label', 'call.levelOwn');
        this.#key = new TalkKey(this.#talk);
        this.#key.addEventListener('press', () => this.#send({ type: 'talk', isPressed: true }));
        this.#key.addEventListener('release', () => this.#send({ type: 'talk', isPressed: false }));
        this.#question.append(this.#asks, texts.bind(element('p', { class: 'quiet' }), 'call.askedDetail'));
        this.element.append(this.#question,
            element('div', { class: 'call-own' }, this.#hears, this.#meter.element),
            element('div', { class: 'call-actions' },
                this.#join, this.#stay, this.#mute, this.#leave, this.#talk));
    }

    /** @param {CallSnapshot} call */
    draw(call) {
        this.#call = call;
        const stage = voiceStage(call);
        const isJoined = stage === 'joined';
        const hadFocus = this.element.contains(document.activeElement);
        this.element.hidden = stage === 'none';
        this.element.dataset.stage = stage;
        this.#question.hidden = stage !== 'question' || this.#isHost;
        const host = call.people.find(({ role }) => role === 'host')?.name ?? this.#texts.text('join.unknownHost');
        setText(this.#asks, this.#texts.text('call.asked', { host }));
        const { key, people } = hearers(call);
        setText(this.#hears, this.#texts.text(key, { names: nameList(this.#texts, people) }));
        this.#hears.classList.toggle('call-hears-on', key === 'call.heard');
        this.#meter.element.hidden = !isJoined;
        this.#join.hidden = isJoined;
        this.#stay.hidden = stage !== 'question' || this.#isHost;
        this.#leave.hidden = !isJoined;
        this.#drawMute(call, isJoined);
        this.pushToTalk.hidden = !isJoined;
        this.#pushToTalk.checked = call.isPushToTalk;
        const canTalk = isJoined && call.isPushToTalk && !call.own.isMuted;
        this.#talk.hidden = !canTalk;
        this.#talk.classList.toggle('button-primary', call.isTalking);
        this.#key.setEnabled(canTalk);
        if (hadFocus && document.activeElement === document.body) {
            // What was pressed is gone; the focus goes to what took its place.
            (isJoined ? this.#mute : this.#join).focus();
        }
    }

    /** @param {number} level of one's own microphone, from 0 to 100 */
    setLevel(level) {
        this.#meter.set(level);
    }

    /**
     * @param {CallSnapshot} call
     * @param {boolean} isJoined
     */
    #drawMute({ own }, isJoined) {
        const key = own.isMuted ? 'call.unmute' : 'call.mute';
        this.#mute.hidden = !isJoined;
        if (this.#mute.dataset.key !== key) {
            this.#mute.dataset.key = key;
            this.#mute.replaceChildren(icon(own.isMuted ? 'microphone' : 'muted'), this.#muteText);
            this.#texts.bind(this.#muteText, key);
        }
    }

    /**
     * @param {string} style
     * @param {import('./icons.js').IconName} mark
     * @param {TextKey} key
     * @param {CallCommand} command
     */
    #makeButton(style, mark, key, command) {
        const button = element('button', { type: 'button', class: style }, icon(mark));
        button.append(this.#texts.bind(element('span'), key));
        button.addEventListener('click', () => this.#send(command));
        return button;
    }

    /** @param {CallCommand} command */
    #send(command) {
        this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
}
