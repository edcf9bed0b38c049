import { fingerprintOfDescription } from '../pairing.js';

/**
 * The SHA-256 fingerprint of an own DTLS certificate.
 *
 * A browser without `getFingerprints` writes it into an offer that nobody gets.
 *
 * @param {RTCCertificate} certificate
 * @param {(configuration: RTCConfiguration) => RTCPeerConnection} makePeerConnection
 * @returns {Promise<Uint8Array>} 32 bytes
 */
export async function fingerprintOfCertificate(certificate, makePeerConnection) {
    if (typeof certificate.getFingerprints === 'function') {
        const found = certificate.getFingerprints().find(({ algorithm }) => algorithm?.toLowerCase() === 'sha-256');
        const bytes = parseFingerprint(found?.value ?? '');
        if (bytes !== null) {
            return bytes;
        }
    }
    const connection = makePeerConnection({ certificates: [certificate] });
    try {
        connection.createDataChannel('');
        const bytes = fingerprintOfDescription((await connection.createOffer()).sdp ?? '');
        if (bytes === null) {
            throw new Error('the browser names no SHA-256 fingerprint');
        }
        return bytes;
    } finally {
        connection.close();
    }
}

/**
 * The fingerprint of the certificate that the other side showed in the DTLS handshake. Where a browser does not show
 * the certificate it is the one of the applied description, which the browser has enforced.
 *
 * @param {RTCPeerConnection} connection a connected one
 * @returns {Promise<Uint8Array | null>} 32 bytes
 */
export async function fingerprintOfRemote(connection) {
    const transport = connection.sctp?.transport ?? connection.getTransceivers()[0]?.sender.transport ?? null;
    if (transport !== null && typeof transport.getRemoteCertificates === 'function') {
        const [certificate] = transport.getRemoteCertificates();
        if (certificate !== undefined) {
            return new Uint8Array(await crypto.subtle.digest('SHA-256', certificate));
        }
    }
    return fingerprintOfDescription(connection.currentRemoteDescription?.sdp ?? '');
}

/**
 * @param {string} text `AB:CD:…`, 32 pairs
 * @returns {Uint8Array | null}
 */
export function parseFingerprint(text) {
    if (!/^([0-9a-f]{2}:){31}[0-9a-f]{2}$/i.test(text)) {
        return null;
    }
    return Uint8Array.from(text.split(':'), (pair) => Number.parseInt(pair, 16));
}
