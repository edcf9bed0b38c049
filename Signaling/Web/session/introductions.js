import { parseBase64URL, serializeBase64URL } from '../pairing-cryptography.js';
import { fingerprintOfCertificate } from './certificate.js';
import { cleanName } from './claims.js';
import { greetingOf } from './greeting.js';
import { Introduced } from './introduced.js';
import { IntroducedLink } from './introduced-link.js';
import { IntroducedPerson } from './introduced-person.js';

/** @typedef {import('../control.js').ControlMessage} ControlMessage */
/** @typedef {import('./conversation.js').ConversationEnvironment} ConversationEnvironment */

/** The longest payload that is carried, in bytes; the same as the service's. */
const MAXIMUM_PAYLOAD_BYTES = 49_152;

/**
 * Where an introduced pair pairs: in the session of this side's own admission, by the relays that it was given.
 *
 * @typedef {{session: string, iceServers: RTCIceServer[]}} MeetingPlace
 */

/**
 * What the introductions need of the conversation with the primary host.
 *
 * @typedef {object} IntroductionHooks
 * @property {ConversationEnvironment} environment
 * @property {string} name what this person calls themselves
 * @property {() => MeetingPlace | null} place
 * @property {(message: ControlMessage) => void} send to the primary; left out when the primary is gone
 * @property {() => import('./browser-call.js').BrowserCall | null} call
 * @property {(key: string, values: Record<string, string>, isError?: boolean) => void} notify
 */

/**
 * Everybody whom the primary host introduces, and the connections to them. They are met, heard and seen, and get
 * nothing else: what was granted names the primary alone. Fires `change`, also when somebody is gone.
 */
export class Introductions extends EventTarget {
    #hooks;
    #introduced = new Introduced();
    /** @type {Map<string, {certificate: RTCCertificate, fingerprint: Uint8Array}>} Each for one pair alone. */
    #certificates = new Map();
    /** @type {Map<string, IntroducedPerson>} Verified or on their way. */
    #people = new Map();
    /** Messages that were refused: malformed, replayed, out of order or not theirs to send. */
    ignoredCount = 0;

    /** @param {IntroductionHooks} hooks */
    constructor(hooks) {
        super();
        this.#hooks = hooks;
        this.#introduced.addEventListener('late', (event) => {
            this.#giveUp(/** @type {CustomEvent<string>} */ (event).detail);
        });
    }

    /** Whether anybody verified is connected. */
    get hasCompany() {
        return [...this.#people.values()].some(({ isConnected }) => isConnected);
    }

    /**
     * Takes what the primary says of a pair, over the primary's own verified channel.
     *
     * @param {import('../control.js').PrepareIntroduction | import('../control.js').Introduced
     *     | import('../control.js').IntroductionRelay | import('../control.js').Dismissed} message
     */
    take(message) {
        const id = message.participant;
        switch (message.type) {
        case 'prepareIntroduction':
            if (this.#introduced.prepare(id)) {
                void this.#prepare(id);
                return;
            }
            break;
        case 'introduced':
            if (this.#introduced.introduce(id)) {
                this.#meet(message);
                return;
            }
            break;
        case 'introductionRelay':
            if (this.#carry(message)) {
                return;
            }
            break;
        case 'dismissed':
            if (this.#part(id)) {
                return;
            }
            break;
        }
        this.ignoredCount += 1;
    }

    /** @param {RTCIceServer[]} iceServers for the next paths */
    useServers(iceServers) {
        for (const { link } of this.#people.values()) {
            link.useServers(iceServers);
        }
    }

    /** The primary is gone: what is not connected never will be; those who are stay. */
    losePrimary() {
        for (const id of this.#introduced.losePrimary()) {
            this.#forget(id);
        }
    }

    /** This side's session ends, and every pair with it. */
    end() {
        for (const id of this.#introduced.current) {
            const person = this.#people.get(id);
            if (person?.isConnected === true) {
                person.link.send({ type: 'leave' });
            }
            this.#introduced.dismiss(id);
            this.#forget(id);
        }
    }

    /**
     * Makes the certificate of a pair and says its fingerprint.
     *
     * @param {string} id
     */
    async #prepare(id) {
        const { makeCertificate, makePeerConnection } = this.#hooks.environment;
        try {
            const certificate = await makeCertificate();
            const fingerprint = await fingerprintOfCertificate(certificate, makePeerConnection);
            if (this.#introduced.isPrepared(id)) {
                this.#certificates.set(id, { certificate, fingerprint });
                this.#hooks.send({
                    type: 'introductionPrepared', participant: id, fingerprint: serializeBase64URL(fingerprint),
                });
            }
        } catch {
            this.#giveUp(id);
        }
    }

    /** @param {import('../control.js').Introduced} introduction */
    #meet({ participant: id, name, account, role, fingerprint, secret, offers }) {
        const own = this.#certificates.get(id);
        const place = this.#hooks.place();
        const promised = parseBase64URL(fingerprint);
        const shared = parseBase64URL(secret);
        this.#certificates.delete(id);
        // A browser answers; the primary has the host of a pair make the offer.
        if (own === undefined || place === null || promised === null || shared === null || offers) {
            this.#giveUp(id);
            return;
        }
        const { makePeerConnection, now } = this.#hooks.environment;
        const terms = { pair: id, secret: shared, remoteFingerprint: promised };
        const link = new IntroducedLink({ ...place, ...own, terms, makePeerConnection, now });
        const clean = typeof account === 'string' ? cleanName(account) : null;
        const person = new IntroducedPerson({ id, name: cleanName(name), account: clean, role }, link, now);
        this.#people.set(id, person);
        this.#listen(id, person);
        link.start();
        this.dispatchEvent(new Event('change'));
    }

    /**
     * @param {string} id
     * @param {IntroducedPerson} person
     */
    #listen(id, person) {
        const { link } = person;
        // What comes of a pair that was parted is passed over.
        const isCurrent = () => this.#people.get(id) === person;
        link.addEventListener('relay', (event) => {
            if (isCurrent()) {
                const payload = /** @type {CustomEvent<string>} */ (event).detail;
                /** @type {ControlMessage} */
                const relay = { type: 'introductionRelay', participant: id, payload };
                this.#hooks.send(relay);
                // The primary may be gone when another path is looked for; what arrives second is passed over. The link
                // sends nothing before it is verified.
                link.send(relay);
            }
        });
        link.addEventListener('open', () => {
            if (isCurrent()) {
                this.#connect(id, person);
            }
        });
        link.addEventListener('message', (event) => {
            if (isCurrent()) {
                this.#handle(person, /** @type {CustomEvent<ControlMessage | null>} */ (event).detail);
            }
        });
        for (const [source, type] of /** @type {const} */ ([[link, 'ended'], [person, 'lost']])) {
            source.addEventListener(type, () => {
                if (isCurrent()) {
                    this.#giveUp(id);
                }
            });
        }
    }

    /**
     * The pair's connection is verified and its channels are open.
     *
     * @param {string} id
     * @param {IntroducedPerson} person
     */
    #connect(id, person) {
        if (!this.#introduced.connect(id)) {
            this.#forget(id);
            return;
        }
        const { environment, name, call, notify } = this.#hooks;
        const { entry, link } = person;
        call()?.admit({ id, name: entry.name, role: entry.role }, link.media, (message) => link.send(message));
        person.connect(greetingOf(environment, name, link.media));
        notify('notice.introduced', { name: person.title });
        this.dispatchEvent(new Event('change'));
    }

    /**
     * @param {IntroducedPerson} person
     * @param {ControlMessage | null} message
     */
    #handle(person, message) {
        const { id } = person.entry;
        const reaction = person.handle(message);
        if (reaction === 'greeted') {
            this.#hooks.call()?.greet(id);
        } else if (reaction === 'presence' && message?.type === 'callPresence') {
            this.#hooks.call()?.receive(message, id);
        }
        const isRefused = reaction === 'relayed' && message?.type === 'introductionRelay' && !this.#carry(message);
        if (reaction === 'ignored' || reaction === 'otherVersion' || isRefused) {
            this.ignoredCount += 1;
        }
        if (reaction === 'left' || reaction === 'otherVersion') {
            this.#part(id);
        }
    }

    /**
     * A payload of the other's, which the primary or the pair's own channel brings.
     *
     * @param {import('../control.js').IntroductionRelay} message
     * @returns {boolean} whether it may be read
     */
    #carry({ participant, payload }) {
        if (!this.#introduced.relays(participant)
            || new TextEncoder().encode(payload).length > MAXIMUM_PAYLOAD_BYTES) {
            return false;
        }
        this.#people.get(participant)?.link.handleRelayed(payload);
        return true;
    }

    /**
     * The pair cannot stand: the primary is told, and the person whom they have lost.
     *
     * @param {string} id
     */
    #giveUp(id) {
        const person = this.#people.get(id);
        if (this.#part(id)) {
            this.#hooks.send({ type: 'dismissed', participant: id });
            if (person?.isConnected === true) {
                this.#hooks.notify('notice.personLost', { name: person.title }, true);
            }
        }
    }

    /**
     * @param {string} id
     * @returns {boolean} `false` for a pair that does not stand
     */
    #part(id) {
        if (!this.#introduced.dismiss(id)) {
            return false;
        }
        this.#forget(id);
        this.dispatchEvent(new Event('change'));
        return true;
    }

    /** @param {string} id of one to whom nothing goes from this moment */
    #forget(id) {
        const person = this.#people.get(id);
        this.#certificates.delete(id);
        this.#people.delete(id);
        this.#hooks.call()?.part(id);
        person?.close();
    }
}
