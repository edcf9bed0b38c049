package import Wire

/// One description of a session: who made it, what all sections share, and the media sections in their order.
///
/// `parse(_:)` and `serialize()` turn it from and into text. A value prints without its content, since it holds
/// addresses and credentials.
/// Source: RFC 8866 <https://www.rfc-editor.org/rfc/rfc8866>, RFC 9429 §5 <https://www.rfc-editor.org/rfc/rfc9429#section-5>
package struct SessionDescription: Equatable, Sendable, CustomStringConvertible {
    /// Who made the description, and which version it is.
    package var origin: Origin
    /// Which sections belong together.
    package var groups: [Group]
    /// Which streams are WebRTC's; written, and of no consequence when read.
    package var mediaStreamSemantics: MediaStreamSemantics?
    /// What sections use that do not say it themselves; see `transport(of:)`.
    package var transport: TransportAttributes
    /// The peer is an ICE Lite agent (RFC 8839 §5.3): it answers checks and sends none.
    package var isICELite: Bool
    /// One-byte and two-byte header extensions may be mixed in a stream (RFC 8285 §6).
    package var allowsMixedExtensionForms: Bool
    /// Directions and extension maps at session level, for sections that have none.
    package var direction: MediaDirection?
    /// Extension maps at session level, for sections that have none.
    package var headerExtensions: [HeaderExtensionMapping]
    /// The sections, rejected ones included: a section's place is its identity in an exchange.
    package var media: [MediaDescription]
    /// Attributes that this project does not read, kept in order and serialized again.
    package var otherAttributes: [RawAttribute]

    /// A description without attributes and sections.
    package init(origin: Origin) {
        self.origin = origin
        groups = []
        transport = TransportAttributes()
        isICELite = false
        allowsMixedExtensionForms = false
        headerExtensions = []
        media = []
        otherAttributes = []
    }

    package var description: String { "SessionDescription(\(media.count) sections)" }

    /// The members of the first BUNDLE group, the tagged section first. Empty when there is none.
    package var bundledMediaIDs: [MediaID] {
        groups.first { $0.semantics == Group.bundleSemantics }?.mediaIDs ?? []
    }

    /// The transport attributes that hold for a section: its own, else those of the session.
    /// Source: RFC 8839 §5.4, RFC 8122 §5
    package func transport(of section: MediaDescription) -> TransportAttributes {
        section.transport.filled(from: transport)
    }

    /// The direction that holds for a section: its own, else the session's, else `sendrecv` (RFC 8866 §6.7).
    package func direction(of section: MediaDescription) -> MediaDirection {
        section.direction ?? direction ?? .sendrecv
    }
}
