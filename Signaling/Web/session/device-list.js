/**
 * The microphones and loudspeakers of this computer; their names are told to a page only once a microphone was opened.
 *
 * @param {import('../camera.js').MediaSource} source
 * @param {boolean} canChooseLoudspeaker
 * @returns {Promise<Pick<import('../snapshots.js').CallDevices, 'microphones' | 'loudspeakers'>>}
 */
export async function listDevices(source, canChooseLoudspeaker) {
    const found = await source.enumerateDevices().catch(() => []);
    const ofKind = (/** @type {MediaDeviceKind} */ kind) => found
        .filter((device) => device.kind === kind && !['', 'default', 'communications'].includes(device.deviceId))
        .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
    return {
        microphones: ofKind('audioinput'),
        loudspeakers: canChooseLoudspeaker ? ofKind('audiooutput') : [],
    };
}
