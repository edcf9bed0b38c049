/// What lies in a box: only the other side can read it, and only the other side can have made it.
package enum SealedMessage: Equatable, Sendable {
    /// Customer to host: the six digits were typed right.
    case digitsMatched
    case description(Description)
    case candidate(Candidate)
    case endOfCandidates
    /// Host to customer: the host's tag, in answer to the customer's.
    case confirm(Confirm)
    /// Customer to host, after the verification: the path is lost, make an offer that restarts ICE.
    case restart

    /// The byte count of a tag over the fingerprints.
    package static let tagByteCount = 32

    /// An offer or an answer. Its fingerprint counts only where it is the authenticated one.
    package struct Description: Equatable, Sendable {
        package var kind: Kind
        /// The session description as the sender made it, which its receiver parses as the work of a stranger.
        package var sdp: String
        /// In the first answer, the customer's tag.
        package var tag: [UInt8]?
        /// In an offer that restarts ICE its number, from 1, which the answer repeats; `nil` in the first two.
        package var restart: Int?

        package enum Kind: String, Codable, Sendable {
            case offer
            case answer
        }

        package init(kind: Kind, sdp: String, tag: [UInt8]? = nil, restart: Int? = nil) {
            self.kind = kind
            self.sdp = sdp
            self.tag = tag
            self.restart = restart
        }
    }

    /// A candidate that was found after the description was sent.
    package struct Candidate: Codable, Equatable, Sendable {
        /// The candidate line, without `a=`.
        package var candidate: String
        /// The media section that it belongs to: everything is bundled, so it is the first.
        package var mid: String

        package init(candidate: String, mid: String) {
            self.candidate = candidate
            self.mid = mid
        }
    }

    /// The host's proof that it has the same keys and names the same two fingerprints.
    package struct Confirm: Equatable, Sendable {
        /// HMAC-SHA256 over both fingerprints, 32 bytes.
        package var tag: [UInt8]

        package init(tag: [UInt8]) { self.tag = tag }
    }
}
