import { element, setText } from './dom.js';

/** @typedef {import('./snapshots.js').CallPerson} CallPerson */

/**
 * One tile for each camera that is on: one's own as in a mirror, then the others'. The pictures come from whoever has
 * them: a stream of one's own, an element (canvas or video) of each other person.
 */
export class CallTilesView {
    element = element('ul', { class: 'call-tiles', hidden: true });
    #texts;
    #own = element('video', { class: 'tile-picture tile-mirrored', autoplay: true, playsinline: true });
    #ownTile;
    /** @type {Map<string, {tile: HTMLElement, caption: HTMLElement, wait: HTMLElement}>} */
    #tiles = new Map();
    /** @type {Map<string, HTMLElement>} */
    #pictures = new Map();

    /** @param {import('./i18n.js').Texts} texts */
    constructor(texts) {
        this.#texts = texts;
        this.#own.muted = true;
        texts.bindAttribute(this.#own, 'aria-label', 'call.tileOwn');
        const caption = texts.bind(element('span', { class: 'tile-caption' }), 'call.you');
        this.#ownTile = element('li', { class: 'tile tile-own', hidden: true }, this.#own, caption);
        this.element.append(this.#ownTile);
        texts.bindAttribute(this.element, 'aria-label', 'call.tiles');
    }

    /** @param {MediaStream | null} stream of the person's own camera */
    setOwn(stream) {
        if (this.#own.srcObject !== stream) {
            this.#own.srcObject = stream;
        }
        this.#ownTile.hidden = stream === null;
        this.#drawFrame();
    }

    /**
     * Gives a person's tile its picture, or takes it away.
     *
     * @param {string} person
     * @param {HTMLElement | null} picture
     */
    setPicture(person, picture) {
        if (picture === null) {
            this.#pictures.delete(person);
        } else {
            picture.classList.add('tile-picture');
            this.#pictures.set(person, picture);
        }
        this.#place(person);
    }

    /** @param {readonly CallPerson[]} people */
    draw(people) {
        const shown = people.filter(({ isCameraOn }) => isCameraOn);
        for (const [id, { tile }] of this.#tiles) {
            if (shown.every((person) => person.id !== id)) {
                tile.remove();
                this.#tiles.delete(id);
            }
        }
        for (const { id, name } of shown) {
            const entry = this.#tiles.get(id) ?? this.#makeTile(id);
            setText(entry.caption, name);
            entry.tile.setAttribute('aria-label', this.#texts.text('call.tileOf', { name }));
        }
        this.#drawFrame();
    }

    /** @param {string} id */
    #makeTile(id) {
        const caption = element('span', { class: 'tile-caption' });
        const wait = this.#texts.bind(element('span', { class: 'tile-wait' }), 'call.tileWaiting');
        const tile = element('li', { class: 'tile' }, wait, caption);
        const entry = { tile, caption, wait };
        this.#tiles.set(id, entry);
        this.element.append(tile);
        this.#place(id);
        return entry;
    }

    /** @param {string} id */
    #place(id) {
        const entry = this.#tiles.get(id);
        if (entry === undefined) {
            return;
        }
        const picture = this.#pictures.get(id);
        const placed = entry.tile.querySelector('.tile-picture');
        entry.wait.hidden = picture !== undefined;
        if (placed !== (picture ?? null)) {
            placed?.remove();
            if (picture !== undefined) {
                entry.tile.prepend(picture);
            }
        }
    }

    #drawFrame() {
        this.element.hidden = this.#ownTile.hidden && this.#tiles.size === 0;
    }
}
