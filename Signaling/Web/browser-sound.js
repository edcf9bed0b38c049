/** @typedef {import('./session/browser-call.js').CallEnvironment} CallEnvironment */
/** @typedef {import('./session/browser-call.js').Player} Player */
/** @typedef {import('./session/browser-call.js').Meter} Meter */

/** An element's sink can be chosen in Chromium and Firefox. */
/** @typedef {HTMLAudioElement & {setSinkId?: (device: string) => Promise<void>}} ChoosableAudio */

/** The level in decibels below full scale that a meter shows as nothing. */
const FLOOR_DECIBELS = 60;

/** @type {AudioContext | null} */
let context = null;

/**
 * What voice and camera need, taken from this browser; `null` where it has no microphones or cameras to give.
 *
 * @returns {CallEnvironment | null}
 */
export function makeCallEnvironment() {
    const devices = /** @type {MediaDevices | undefined} */ (navigator.mediaDevices);
    return devices === undefined || typeof devices.getUserMedia !== 'function' ? null : {
        devices, play, measure, canChooseLoudspeaker: 'setSinkId' in HTMLMediaElement.prototype,
    };
}

/**
 * @param {MediaStreamTrack} track
 * @param {(isBlocked: boolean) => void} onBlocked
 * @returns {Player}
 */
function play(track, onBlocked) {
    const audio = /** @type {ChoosableAudio} */ (new Audio());
    audio.srcObject = new MediaStream([track]);
    const retry = () => audio.play().then(() => onBlocked(false), () => {});
    // The press that joined allows it; a browser that wants another one gets it.
    audio.play().catch(() => {
        onBlocked(true);
        document.addEventListener('pointerdown', retry, { once: true });
        document.addEventListener('keydown', retry, { once: true });
    });
    return {
        setLoudspeaker: (device) => {
            audio.setSinkId?.(device ?? '').catch(() => {});
        },
        close: () => {
            document.removeEventListener('pointerdown', retry);
            document.removeEventListener('keydown', retry);
            audio.pause();
            audio.srcObject = null;
        },
    };
}

/**
 * @param {MediaStreamTrack} track
 * @returns {Meter}
 */
function measure(track) {
    context ??= new AudioContext();
    void context.resume();
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    return {
        level: () => {
            analyser.getFloatTimeDomainData(samples);
            return levelOf(samples);
        },
        close: () => source.disconnect(),
    };
}

/**
 * How loud samples are, from 0 (60 dB below full scale, or less) to 100.
 *
 * @param {Float32Array} samples from -1 to 1
 * @returns {number}
 */
export function levelOf(samples) {
    let sum = 0;
    for (const sample of samples) {
        sum += sample * sample;
    }
    const decibels = 10 * Math.log10(sum / Math.max(1, samples.length));
    return Math.min(100, Math.max(0, 100 * (1 + decibels / FLOOR_DECIBELS)));
}
