internal import CVPX

/// A status code of libvpx, `vpx_codec_err_t`.
package struct VPXStatus: RawRepresentable, Equatable, Sendable {
    /// The code as libvpx gives it; there are more than those named here.
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The call succeeded.
    package static let ok = VPXStatus(rawValue: 0)
    /// Memory could not be had.
    package static let memoryError = VPXStatus(rawValue: 2)
    /// The bitstream needs a feature that this build of libvpx lacks.
    package static let unsupportedBitstream = VPXStatus(rawValue: 5)
    /// The bitstream is damaged; the next key frame repairs it.
    package static let corruptFrame = VPXStatus(rawValue: 7)
    /// A parameter of the application's lies outside its range.
    package static let invalidParameter = VPXStatus(rawValue: 8)
}

/// Why the codec did not do what was asked.
package enum VPXError: Error, Equatable, Sendable {
    /// libvpx refused; the operation names the call.
    case failed(Operation, VPXStatus)
    /// A picture has a width or height outside 1…16383 (RFC 6386 §9.1, https://www.rfc-editor.org/rfc/rfc6386#section-9.1).
    case invalidSize(width: Int, height: Int)
    /// A picture is not of the size that the encoder was made for.
    case sizeMismatch

    /// The call that failed.
    package enum Operation: Sendable {
        /// Making the encoder.
        case createEncoder
        /// Making the decoder.
        case createDecoder
        /// A control or the bit rate was not taken.
        case configure
        /// A picture was not encoded.
        case encode
        /// A frame was not decoded: damaged on its way, or made so by a peer.
        case decode
        /// libyuv did not convert a picture.
        case convert
    }
}

/// Turns a status of libvpx into a thrown error.
func check(_ status: vpx_codec_err_t, _ operation: VPXError.Operation) throws(VPXError) {
    let status = VPXStatus(rawValue: status.rawValue)
    guard status == .ok else { throw .failed(operation, status) }
}
