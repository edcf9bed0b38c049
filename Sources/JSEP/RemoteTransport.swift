package import SDP
import Wire

/// What a peer's description says about the one transport under all its sections.
struct RemoteTransport: Equatable {
    /// The one certificate that DTLS accepts.
    var fingerprint: Fingerprint
    /// Which end begins DTLS; `actpass` only in an offer, `holdconn` never.
    var setup: SetupRole
}

extension SessionDescription {
    /// The transport of the tagged section, else of the first accepted one that describes it in full.
    ///
    /// A bundled section may leave its transport attributes out (RFC 9143 §7.1.3).
    /// - Throws: `JSEPError.missing`, `.severalFingerprints` or `.wrongSetup`.
    func agreedTransport(isAnswer: Bool) throws(JSEPError) -> RemoteTransport {
        let sections = transportSections
        guard let section = describingSection ?? sections.first else { throw .missing("media section") }
        let attributes = transport(of: section)
        guard attributes.iceCredentials != nil else { throw .missing("ice-ufrag and ice-pwd") }
        let fingerprints = Set(sections.flatMap { transport(of: $0).fingerprints })
        guard fingerprints.count <= 1 else { throw .severalFingerprints }
        guard let fingerprint = fingerprints.first else { throw .missing("fingerprint by sha-256") }
        guard let setup = attributes.setup else { throw .missing("setup") }
        switch setup {
        case .active, .passive: break
        case .actpass where !isAnswer: break
        case .actpass, .holdconn: throw .wrongSetup
        }
        return RemoteTransport(fingerprint: fingerprint, setup: setup)
    }

    /// The credentials of the one transport, from the section that `agreedTransport` reads; `nil` where no section has
    /// any.
    package var iceCredentials: ICECredentials? {
        describingSection.flatMap { transport(of: $0).iceCredentials }
    }

    /// The accepted sections that share the one transport, the tagged one first.
    private var transportSections: [MediaDescription] {
        let accepted = media.filter { !$0.isRejected }
        let bundled = bundledMediaIDs.compactMap { mediaID in accepted.first { $0.mediaID == mediaID } }
        return bundled.isEmpty ? accepted : bundled
    }

    /// The first of them that describes the transport in full.
    private var describingSection: MediaDescription? {
        transportSections.first { transport(of: $0).iceCredentials != nil }
    }
}
