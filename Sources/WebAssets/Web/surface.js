/**
 * Whether a captured picture is a whole screen; a browser that does not say counts as one that captures it.
 *
 * @param {MediaStreamTrack} track
 * @returns {boolean}
 */
export function isWholeScreen(track) {
    return (track.getSettings().displaySurface ?? 'monitor') === 'monitor';
}
