/** @typedef {import('./snapshots.js').CallSnapshot} CallSnapshot */
/** @typedef {import('./snapshots.js').CallPerson} CallPerson */
/** @typedef {import('./i18n.js').TextKey} TextKey */

/**
 * A sentence on who hears or sees a person; `people` are those it names.
 *
 * @typedef {{key: TextKey, people: readonly CallPerson[]}} Audience
 */

/**
 * What the part on voice shows: nothing, the question whether to join, that one stays on the telephone, or the call.
 *
 * @param {CallSnapshot} call
 * @returns {'none' | 'question' | 'phone' | 'joined'}
 */
export function voiceStage({ offer, own }) {
    if (own.voice === 'joined') {
        return 'joined';
    }
    if (!offer.voice) {
        return 'none';
    }
    return own.voice === 'onPhone' ? 'phone' : 'question';
}

/**
 * Whether there is anything to show or to answer at all.
 *
 * @param {CallSnapshot | undefined} call
 * @returns {boolean}
 */
export function isCallVisible(call) {
    return call !== undefined && (call.offer.voice || call.offer.camera || call.own.voice === 'joined'
        || call.own.isCameraOn || call.people.some(({ voice, isCameraOn }) => voice === 'joined' || isCameraOn));
}

/**
 * Whether the microphone is heard at this moment by everybody who has joined.
 *
 * @param {CallSnapshot} call
 * @returns {boolean}
 */
export function isHeard({ own, isPushToTalk, isTalking }) {
    return own.voice === 'joined' && !own.isMuted && (!isPushToTalk || isTalking);
}

/**
 * Who hears this person now.
 *
 * @param {CallSnapshot} call
 * @returns {Audience}
 */
export function hearers(call) {
    const people = call.people.filter(({ voice }) => voice === 'joined');
    switch (voiceStage(call)) {
    case 'none':
    case 'question':
        return { key: 'call.heardNotJoined', people: [] };
    case 'phone':
        return { key: 'call.heardPhone', people: [] };
    case 'joined':
        break;
    }
    if (call.own.isMuted) {
        return { key: 'call.heardMuted', people: [] };
    }
    if (people.length === 0) {
        return { key: 'call.heardNobody', people };
    }
    return { key: isHeard(call) ? 'call.heard' : 'call.heardPushToTalk', people };
}

/**
 * Who sees this person now.
 *
 * @param {CallSnapshot} call
 * @returns {Audience}
 */
export function seers({ own, people }) {
    if (!own.isCameraOn) {
        return { key: 'call.seenNobody', people: [] };
    }
    return people.length === 0 ? { key: 'call.seenAlone', people } : { key: 'call.seen', people };
}

/**
 * How another person takes part by voice.
 *
 * @param {CallPerson} person
 * @returns {'call.person.muted' | 'call.person.joined' | 'call.person.onPhone' | 'call.person.off'}
 */
export function personState({ voice, isMuted }) {
    return voice === 'joined' && isMuted ? 'call.person.muted' : `call.person.${voice}`;
}

/**
 * The names of people as a list in the reader's language: `Mei Lin and Ada`.
 *
 * @param {import('./i18n.js').Texts} texts
 * @param {readonly {name: string}[]} people
 * @returns {string}
 */
export function nameList(texts, people) {
    const format = new Intl.ListFormat(texts.language, { style: 'long', type: 'conjunction' });
    return format.format(people.map(({ name }) => name));
}

/**
 * Whether the space bar may be the talk key while this element has the focus: it types and presses nothing there.
 *
 * @param {Element | null} focused
 * @returns {boolean}
 */
export function isSpaceFree(focused) {
    const pressed = 'input, textarea, select, button, a[href], summary, [role="tab"], [contenteditable="true"], dialog';
    return focused === null || focused.closest(pressed) === null;
}
