import { FakeTrack } from './fakes.js';

/**
 * A media section of a connection, empty as after an offer.
 *
 * @param {'audio' | 'video'} kind
 */
export function fakeSection(kind) {
    const track = new FakeTrack();
    track.kind = kind;
    return {
        direction: 'recvonly',
        receiver: { track },
        sender: {
            track: null,
            parameters: { encodings: [{ active: true }] },
            async replaceTrack(next) {
                this.track = next;
            },
            getParameters() {
                return structuredClone(this.parameters);
            },
            async setParameters(parameters) {
                this.parameters = parameters;
            },
        },
    };
}

/** Microphones, cameras, loudspeakers and meters; each request for a device waits for `give` or `refuse`. */
export class FakeDevices extends EventTarget {
    asked = [];
    opened = [];
    players = [];
    meters = 0;

    getUserMedia(wish) {
        const kind = wish.audio ? 'audio' : 'video';
        this.asked.push(kind);
        return new Promise((resolve, reject) => {
            this.give = () => {
                const track = new FakeTrack();
                track.kind = kind;
                track.enabled = true;
                this.opened.push(track);
                const tracks = (of) => (kind === of ? [track] : []);
                resolve({
                    getTracks: () => [track], getAudioTracks: () => tracks('audio'), getVideoTracks: () => tracks('video'),
                });
                return track;
            };
            this.refuse = (name) => reject(new DOMException('', name));
        });
    }

    async enumerateDevices() {
        return [
            { kind: 'audioinput', deviceId: 'default', label: 'Default' },
            { kind: 'audioinput', deviceId: 'm', label: 'Headset' }, { kind: 'audiooutput', deviceId: 'l', label: 'Speaker' },
        ];
    }

    get environment() {
        return {
            devices: this,
            canChooseLoudspeaker: true,
            play: (track, onBlocked) => {
                const player = { track, onBlocked, isClosed: false, sink: null, setLoudspeaker: (device) => {
                    player.sink = device;
                }, close: () => {
                    player.isClosed = true;
                } };
                this.players.push(player);
                return player;
            },
            measure: () => {
                this.meters += 1;
                return { level: () => 50, close: () => {
                    this.meters -= 1;
                } };
            },
        };
    }
}
