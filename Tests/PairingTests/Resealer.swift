import Cryptography
import Wire

@testable import Pairing

/// A relay that has the sealing keys: it opens boxes, changes them and seals them again under the same counter.
struct Resealer {
    let session: SessionID
    private let cryptography = SystemCryptography()
    private let coding = PairingJSON()

    init(session: SessionID) {
        self.session = session
    }

    func open(_ payload: String, sender: PairingRole) -> SealedMessage? {
        guard case .sealed(let sealed) = coding.parsePairingMessage(payload),
            let plaintext = cryptography.open(
                sealed.box, key: WeakCryptography.leakedKey, nonce: nonce(sealed.counter),
                associatedData: associatedData(sender))
        else { return nil }
        return coding.parseSealedMessage(plaintext)
    }

    func reseal(_ payload: String, sender: PairingRole, as message: SealedMessage) -> String {
        guard case .sealed(let sealed) = coding.parsePairingMessage(payload) else { return payload }
        let box = cryptography.seal(
            coding.serialize(message), key: WeakCryptography.leakedKey, nonce: nonce(sealed.counter),
            associatedData: associatedData(sender))
        return coding.serialize(.sealed(PairingMessage.Sealed(counter: sealed.counter, box: box)))
    }

    /// Puts another certificate into a description.
    func swapFingerprint(in payload: String, sender: PairingRole, for fingerprint: CertificateFingerprint) -> String {
        guard case .description(var description) = open(payload, sender: sender) else { return payload }
        description.sdp = descriptionLine(of: fingerprint)
        return reseal(payload, sender: sender, as: .description(description))
    }

    private func nonce(_ counter: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: 11) + [UInt8(counter)]
    }

    private func associatedData(_ sender: PairingRole) -> [UInt8] {
        LengthPrefixed([UInt8](session.rawValue.utf8), [UInt8](sender.rawValue.utf8)).bytes
    }
}
