/**
 * The whole seconds from now until a moment; 0 when it has passed.
 *
 * @param {number} expiresAt seconds since 1970
 * @param {number} now milliseconds since 1970, as `Date.now()` gives them
 * @returns {number}
 */
export function secondsUntil(expiresAt, now) {
    return Math.max(0, Math.ceil(expiresAt - now / 1000));
}

/**
 * The whole seconds since a moment; 0 when a clock says that it is still to come.
 *
 * @param {number} begunAt seconds since 1970
 * @param {number} now milliseconds since 1970
 * @returns {number}
 */
export function secondsSince(begunAt, now) {
    return Math.max(0, Math.floor(now / 1000 - begunAt));
}

/**
 * A duration as a clock shows it: `0:07`, `14:59`, `23:59:59`.
 *
 * @param {number} seconds
 * @returns {string}
 */
export function clockText(seconds) {
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    const rest = String(seconds % 60).padStart(2, '0');
    return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
