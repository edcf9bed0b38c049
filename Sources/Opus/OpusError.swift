internal import COpus

/// A status code of libopus.
package struct OpusStatus: RawRepresentable, Equatable, Sendable {
    /// The code as libopus gives it: zero or negative.
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The call succeeded.
    package static let ok = OpusStatus(rawValue: 0)
    /// A parameter of the application's lies outside its range.
    package static let badArgument = OpusStatus(rawValue: -1)
    /// What is to be written does not fit.
    package static let bufferTooSmall = OpusStatus(rawValue: -2)
    /// libopus found its own state broken.
    package static let internalError = OpusStatus(rawValue: -3)
    /// The packet is damaged.
    package static let invalidPacket = OpusStatus(rawValue: -4)
    /// Memory could not be had.
    package static let allocationFailed = OpusStatus(rawValue: -7)
}

/// Why the codec did not do what was asked.
package enum OpusError: Error, Equatable, Sendable {
    /// The packet is damaged, or made so by a peer; the decoder is as it was.
    case invalidPacket
    /// A frame has another length than the 960 samples that the encoder takes.
    case invalidFrame(sampleCount: Int)
    /// What is to be concealed is not a multiple of 2.5 ms of at most 120 ms.
    case invalidDuration(sampleCount: Int)
    /// libopus refused for another reason; the operation names the call.
    case failed(Operation, OpusStatus)

    /// The call that failed.
    package enum Operation: Sendable {
        /// Making the encoder.
        case createEncoder
        /// Making the decoder.
        case createDecoder
        /// A setting was not taken.
        case configure
        /// A frame was not encoded.
        case encode
        /// A packet was not decoded, or its loss not concealed.
        case decode
    }
}

/// Turns a status of libopus into a thrown error; what is not negative is a count.
@discardableResult
func check(_ status: Int32, _ operation: OpusError.Operation) throws(OpusError) -> Int {
    guard status < 0 else { return Int(status) }
    let status = OpusStatus(rawValue: status)
    if operation == .decode, status == .invalidPacket { throw .invalidPacket }
    throw .failed(operation, status)
}
