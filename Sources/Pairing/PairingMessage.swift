/// One JSON object in the payload of a relay message. The service passes it on and may read, change or drop it.
///
/// `Tests/Vectors/pairing.json` holds an example of each.
package enum PairingMessage: Equatable, Sendable {
    /// Both ways, in the link way.
    case linkHello(LinkHello)
    /// Both ways, between two people whom the primary host introduced.
    case introductionHello(IntroductionHello)
    /// Host to customer: binds the host before it has seen anything of the customer's.
    case commit(Commit)
    /// Customer to host.
    case numberHello(NumberShare)
    /// Host to customer: what was committed to.
    case reveal(NumberShare)
    /// The digits typed on this side did not fit.
    case mismatch
    /// A `SealedMessage` that only the other side can open.
    case sealed(Sealed)

    /// The sender's part of the salt; no secret.
    package struct LinkHello: Equatable, Sendable {
        /// 16 bytes.
        package var nonce: [UInt8]

        package static let nonceByteCount = 16

        package init(nonce: [UInt8]) { self.nonce = nonce }
    }

    /// The sender's part of the transcript of an introduced pair; no secret.
    package struct IntroductionHello: Equatable, Sendable {
        /// 16 bytes.
        package var nonce: [UInt8]

        package static let nonceByteCount = 16

        package init(nonce: [UInt8]) { self.nonce = nonce }
    }

    /// What binds the host to the share that it reveals later.
    package struct Commit: Equatable, Sendable {
        /// SHA-256, 32 bytes.
        package var commitment: [UInt8]

        package init(commitment: [UInt8]) { self.commitment = commitment }
    }

    /// A box: what is in it may be believed once it opens, the counter only then too.
    package struct Sealed: Equatable, Sendable {
        /// Counts the sender's boxes from 0.
        package var counter: Int
        /// `ciphertext n · tag 16`.
        package var box: [UInt8]

        package init(counter: Int, box: [UInt8]) {
            self.counter = counter
            self.box = box
        }
    }
}
