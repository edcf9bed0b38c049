/** Two short tones, in hertz, and how long each sounds, in seconds. */
const TONES = Object.freeze([660, 880]);
const TONE_SECONDS = 0.16;
const VOLUME = 0.18;

/** Makes a person look up: a sound, made here so that no file is loaded, and a notification where they allow those. */
export class Attention {
    /** @type {AudioContext | null} */
    #context = null;

    /** Browsers give sound only after a press; any press on the page will do. */
    constructor() {
        document.addEventListener('pointerdown', () => this.#prepare(), { once: true });
        document.addEventListener('keydown', () => this.#prepare(), { once: true });
    }

    /** Sounds once; does nothing where the browser gives no sound. */
    sound() {
        const context = this.#prepare();
        if (context === null || context.state !== 'running') {
            return;
        }
        TONES.forEach((frequency, index) => playTone(context, frequency, context.currentTime + index * TONE_SECONDS));
    }

    /**
     * Asks whether notifications may be shown; to be called within a press. A person who said no is not asked again.
     */
    askForNotifications() {
        if (typeof Notification === 'function' && Notification.permission === 'default') {
            // Old browsers throw, and one that cannot ask is as one that said no.
            Promise.resolve(Notification.requestPermission()).catch(() => undefined);
        }
    }

    /**
     * Sounds, and shows a notification while the page cannot be seen.
     *
     * @param {string} title
     * @param {string} body
     */
    call(title, body) {
        this.sound();
        if (!document.hidden || typeof Notification !== 'function' || Notification.permission !== 'granted') {
            return;
        }
        try {
            const notification = new Notification(title, { body, tag: 'nearhand' });
            notification.addEventListener('click', () => {
                window.focus();
                notification.close();
            });
        } catch {
            // On telephones only a service worker may show one; the sound has to do.
        }
    }

    #prepare() {
        if (typeof AudioContext !== 'function') {
            return null;
        }
        this.#context ??= new AudioContext();
        void this.#context.resume();
        return this.#context;
    }
}

/**
 * @param {AudioContext} context
 * @param {number} frequency
 * @param {number} start on the context's clock
 */
function playTone(context, frequency, start) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(VOLUME, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + TONE_SECONDS);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + TONE_SECONDS);
}
