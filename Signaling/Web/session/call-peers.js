/** @typedef {import('../control.js').CallPresence} CallPresence */
/** @typedef {import('./browser-call.js').Player} Player */
/** @typedef {import('./peer-media.js').PeerMedia} PeerMedia */

/** @typedef {{id: string, name: string, role: 'host' | 'customer'}} CallMember */

/**
 * One of the others, and what goes to them and is played of them now.
 *
 * @typedef {object} CallPeer
 * @property {CallMember} member
 * @property {PeerMedia} media
 * @property {(presence: CallPresence) => void} send
 * @property {MediaStreamTrack | null} spoken so that nothing is sent twice
 * @property {Player | null} player
 * @property {boolean} isBlocked whether the browser waits for another press before it plays
 */

/** The others of a call, each over the sections of their own connection. */
export class CallPeers {
    #play;
    /** @type {Map<string, CallPeer>} */
    #peers = new Map();
    /** @type {string | null} */
    #loudspeaker = null;

    /** @param {import('./browser-call.js').CallEnvironment['play']} play */
    constructor(play) {
        this.#play = play;
    }

    get members() {
        return [...this.#peers.values()].map(({ member }) => member);
    }

    /** Whether the browser holds back anybody's sound. */
    get isBlocked() {
        return [...this.#peers.values()].some(({ isBlocked }) => isBlocked);
    }

    /**
     * @param {CallMember} member
     * @param {PeerMedia} media
     * @param {(presence: CallPresence) => void} send
     */
    add(member, media, send) {
        this.#peers.set(member.id, { member, media, send, spoken: null, player: null, isBlocked: false });
    }

    /** @param {string} id of somebody to whom nothing goes, and of whom nothing is played, from this moment */
    remove(id) {
        const peer = this.#peers.get(id);
        if (peer !== undefined) {
            this.#peers.delete(id);
            peer.player?.close();
            void peer.media.speak(null);
            void peer.media.film(null);
        }
    }

    /**
     * @param {CallPresence} presence of this person
     * @param {string | null} id to whom; `null` for everybody
     */
    tell(presence, id = null) {
        for (const [other, { send }] of this.#peers) {
            if (id === null || id === other) {
                send(presence);
            }
        }
    }

    /**
     * @param {MediaStreamTrack | null} track what is heard of this person
     * @param {readonly string[]} ids by whom; nobody else is sent anything
     */
    speak(track, ids) {
        for (const [id, peer] of this.#peers) {
            const spoken = ids.includes(id) ? track : null;
            if (spoken !== peer.spoken) {
                peer.spoken = spoken;
                peer.media.speak(spoken).catch(() => {});
            }
        }
    }

    /**
     * Sends the picture of this person's camera to everybody but those from whom it is withheld.
     *
     * @param {MediaStreamTrack | null} track
     * @param {ReadonlySet<string>} withheld
     * @returns {Promise<boolean>} whether anybody can be sent it
     */
    async film(track, withheld) {
        const sent = await Promise.allSettled([...this.#peers].map(async ([id, { media }]) => {
            await media.film(withheld.has(id) ? null : track);
        }));
        return sent.length === 0 || sent.some(({ status }) => status === 'fulfilled');
    }

    /**
     * @param {readonly string[]} ids whose voices are played; nobody else's is
     * @param {() => void} onBlockedChange
     */
    play(ids, onBlockedChange) {
        for (const [id, peer] of this.#peers) {
            const track = peer.media.voiceTrack;
            if (!ids.includes(id)) {
                peer.player?.close();
                peer.player = null;
                peer.isBlocked = false;
            } else if (peer.player === null && track !== null) {
                peer.player = this.#play(track, (isBlocked) => {
                    peer.isBlocked = isBlocked && this.#peers.get(id) === peer;
                    onBlockedChange();
                });
                peer.player.setLoudspeaker(this.#loudspeaker);
            }
        }
    }

    /** @param {string | null} device */
    setLoudspeaker(device) {
        this.#loudspeaker = device;
        for (const { player } of this.#peers.values()) {
            player?.setLoudspeaker(device);
        }
    }

    /** The voices that are played now. */
    get voices() {
        /** @type {Map<string, MediaStreamTrack>} */
        const voices = new Map();
        for (const [id, { media, player }] of this.#peers) {
            if (player !== null && media.voiceTrack !== null) {
                voices.set(id, media.voiceTrack);
            }
        }
        return voices;
    }

    /** @param {string} id */
    cameraOf(id) {
        return this.#peers.get(id)?.media.cameraTrack ?? null;
    }
}
