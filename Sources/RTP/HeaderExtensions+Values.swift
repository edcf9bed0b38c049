package import Wire

/// The extensions that this project writes and reads, each under the number that the descriptions gave it.
extension HeaderExtensions {
    /// The transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2).
    package func transportSequenceNumber(id: UInt8) -> UInt16? {
        guard let data = self[id], data.count >= 2 else { return nil }
        return UInt16(data[0]) << 8 | UInt16(data[1])
    }

    /// Writes the number that the packet has among all of its transport.
    package mutating func setTransportSequenceNumber(_ number: UInt16, id: UInt8) {
        self[id] = [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    /// The section's `mid` (RFC 9143 §15.2).
    package func mediaID(id: UInt8) -> MediaID? {
        self[id].map { MediaID(rawValue: String(decoding: $0, as: UTF8.self)) }
    }

    /// Names longer than 255 bytes are left out.
    package mutating func setMediaID(_ mediaID: MediaID, id: UInt8) {
        let data = Array(mediaID.rawValue.utf8)
        if 1...255 ~= data.count { self[id] = data }
    }

    /// The time of sending: seconds modulo 64 in 6.18 fixed point
    /// (<http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time>).
    package mutating func setAbsoluteSendTime(_ instant: Instant, id: UInt8) {
        let fixed = NTPTimestamp(instant).rawValue >> 14
        self[id] = [16, 8, 0].map { UInt8(truncatingIfNeeded: fixed >> $0) }
    }
}
