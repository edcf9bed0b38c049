import COpenSSL

/// A BIO that keeps datagram borders: one write is one datagram, one read hands over the datagram being fed.
///
/// A handshake's records share a datagram where they fit. OpenSSL does so with a flight's first copy, but writes each
/// message of a repeated one by itself, and the path that lost one datagram would have five to choose from.
///
/// A memory BIO would merge datagrams. OpenSSL keeps this object's address as the BIO's data, hence a class.
final class DatagramBIO {
    /// What OpenSSL wrote since it was last taken; each element is one datagram.
    private(set) var outgoing: [[UInt8]] = []
    private var incoming: [UInt8]?
    /// The handshake's last flight, which goes along with application data for as long as this is set.
    private var companion: [UInt8]?

    /// Makes the BIO whose data is this object. It does not retain it: the owner frees the SSL, and the BIO with it,
    /// before it lets go of this object.
    func makeBIO() throws(DTLSError) -> OpaquePointer {
        guard let bio = BIO_new(DatagramBIOMethod.shared.pointer) else { throw .library(.takeFirst()) }
        BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
        BIO_set_init(bio, 1)
        return bio
    }

    /// Lends one datagram to OpenSSL until it has read it or `withdraw` is called.
    func feed(_ datagram: [UInt8]) {
        incoming = datagram
    }

    /// Takes back a datagram that OpenSSL did not read.
    func withdraw() {
        incoming = nil
    }

    /// Whether a datagram waits to be read.
    var hasIncoming: Bool { incoming != nil }

    /// Whether `takeOutgoing` has something to hand over.
    var hasOutgoing: Bool { !outgoing.isEmpty }

    /// Hands over everything written; the room for it is kept.
    func takeOutgoing(_ body: ([UInt8]) -> Void) {
        for datagram in outgoing { body(datagram) }
        outgoing.removeAll(keepingCapacity: true)
    }

    fileprivate func write(_ bytes: UnsafeRawBufferPointer) {
        if let last = outgoing.indices.last, bytes.first != Self.applicationData,
            outgoing[last].first != Self.applicationData,
            outgoing[last].count + bytes.count <= DatagramBIOMethod.maximumDatagramByteCount
        {
            outgoing[last].append(contentsOf: bytes)
        } else if let companion, bytes.first == Self.applicationData,
            companion.count + bytes.count <= DatagramBIOMethod.maximumDatagramByteCount
        {
            outgoing.append(companion + bytes)
        } else {
            outgoing.append([UInt8](bytes))
        }
    }

    /// Has what was written last, the end of a handshake, go along with application data until `stopRepeating`.
    func repeatLastFlight() {
        companion = outgoing.last
    }

    /// Ends what `repeatLastFlight` began: the peer has shown that it has the flight.
    func stopRepeating() {
        companion = nil
    }

    /// The content type of application data (RFC 5246 §6.2.1).
    private static let applicationData: UInt8 = 23

    /// Copies the datagram out; `nil` when there is none. What does not fit is cut off, as a socket does.
    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        guard let datagram = incoming else { return nil }
        incoming = nil
        let count = min(datagram.count, buffer.count)
        buffer.copyBytes(from: datagram.prefix(count))
        return count
    }

    fileprivate static func of(_ bio: OpaquePointer?) -> DatagramBIO? {
        guard let data = BIO_get_data(bio) else { return nil }
        return Unmanaged<DatagramBIO>.fromOpaque(data).takeUnretainedValue()
    }
}

/// The one `BIO_METHOD` of `DatagramBIO`; made once, never changed or freed, hence safe to share.
///
/// Its callbacks run on the thread that calls into OpenSSL, only inside a call that `DTLSConnection` makes, and the
/// connection keeps the `DatagramBIO` alive until the BIO is freed.
private final class DatagramBIOMethod: @unchecked Sendable {
    static let shared = DatagramBIOMethod()
    let pointer: OpaquePointer

    /// What a datagram may hold; the limit that DESIGN.md sets for everything we send.
    static let maximumDatagramByteCount = 1_200
    /// Bytes of IPv6 and UDP headers around a datagram.
    static let datagramOverheadByteCount = 48

    private init() {
        guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "datagram") else {
            preconditionFailure("OpenSSL has memory for one BIO method")
        }
        pointer = method
        BIO_meth_set_write(method) { bio, bytes, count in
            guard let owner = DatagramBIO.of(bio), let bytes, count > 0 else { return -1 }
            owner.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
            return count
        }
        BIO_meth_set_read(method) { bio, bytes, count in
            guard let owner = DatagramBIO.of(bio), let bytes, count > 0 else { return -1 }
            nearhand_bio_clear_retry(bio)
            if let read = owner.read(into: UnsafeMutableRawBufferPointer(start: bytes, count: Int(count))) {
                return CInt(read)
            }
            nearhand_bio_set_retry_read(bio)
            return -1
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in
            switch command {
            case BIO_CTRL_FLUSH: 1
            case BIO_CTRL_DGRAM_QUERY_MTU: DatagramBIOMethod.maximumDatagramByteCount
            case BIO_CTRL_DGRAM_GET_MTU_OVERHEAD: DatagramBIOMethod.datagramOverheadByteCount
            default: 0
            }
        }
    }
}
