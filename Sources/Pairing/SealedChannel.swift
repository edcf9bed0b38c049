import Wire

/// Seals what one side relays and opens what the other does, in order.
///
/// It is not copyable, because a copy would use a nonce twice. A box's nonce is `0000 0000 · counter 8`; its associated
/// data are the session and the sender's role. Repeats of the counter are refused, and so are gaps until the other side
/// is verified; later a gap is what a relay lost while one of the two was without a network.
package struct SealedChannel: ~Copyable {
    let context: PairingContext
    private let role: PairingRole
    private let keys: PairingKeys
    private var sentCount = 0
    private var receivedCount = 0
    /// Whether messages may be missing.
    var allowsGaps = false

    /// Counts both directions from 0, so it is made once for each set of keys.
    init(context: PairingContext, role: PairingRole, keys: PairingKeys) {
        self.context = context
        self.role = role
        self.keys = keys
    }

    /// Whether a box of the other side's has opened.
    var hasOpenedBox: Bool { receivedCount > 0 }

    /// Seals a message for the relay.
    mutating func seal(_ message: SealedMessage) -> PairingOutput {
        let counter = sentCount
        sentCount += 1
        let box = context.cryptography.seal(
            context.coding.serialize(message), key: keys.sealKey(of: role), nonce: Self.nonce(counter),
            associatedData: associatedData(of: role))
        return context.relay(.sealed(PairingMessage.Sealed(counter: counter, box: box)))
    }

    /// - Throws: `notSealedByPeer`; `malformed` when the other side itself made nonsense.
    mutating func open(_ sealed: PairingMessage.Sealed) throws(PairingFailure) -> SealedMessage {
        guard sealed.counter == receivedCount || allowsGaps && sealed.counter > receivedCount,
            sealed.counter < Int.max,
            let plaintext = context.cryptography.open(
                sealed.box, key: keys.sealKey(of: role.peer), nonce: Self.nonce(sealed.counter),
                associatedData: associatedData(of: role.peer))
        else { throw .notSealedByPeer }
        receivedCount = sealed.counter + 1
        guard let message = context.coding.parseSealedMessage(plaintext) else { throw .malformed }
        return message
    }

    /// This side's tag over both fingerprints.
    func makeTag(remoteFingerprint: CertificateFingerprint) -> [UInt8] {
        context.cryptography.authenticate(
            tagInput(sender: role, remoteFingerprint: remoteFingerprint), key: keys.macKey(of: role))
    }

    /// - Throws: `wrongTag` unless the other side made it over the same fingerprints, in this session.
    func check(_ tag: [UInt8], remoteFingerprint: CertificateFingerprint) throws(PairingFailure) {
        let isValid = context.cryptography.isValid(
            tag, for: tagInput(sender: role.peer, remoteFingerprint: remoteFingerprint), key: keys.macKey(of: role.peer)
        )
        guard isValid else { throw .wrongTag }
    }

    private func tagInput(sender: PairingRole, remoteFingerprint: CertificateFingerprint) -> [UInt8] {
        let local = context.localFingerprint
        return switch role {
        case .host: context.fingerprintTagInput(sender: sender, host: local, customer: remoteFingerprint)
        case .customer: context.fingerprintTagInput(sender: sender, host: remoteFingerprint, customer: local)
        }
    }

    private func associatedData(of sender: PairingRole) -> [UInt8] {
        LengthPrefixed([UInt8](context.session.rawValue.utf8), [UInt8](sender.rawValue.utf8)).bytes
    }

    private static func nonce(_ counter: Int) -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 12)
        writer.write(UInt32(0))
        writer.write(UInt64(counter))
        return writer.bytes
    }
}
