package import Wire

/// Why a text is not a session description that this project takes. It holds no byte of the text.
package enum SDPError: Error, Equatable, Sendable {
    /// The text is over `SDPLimits.maximumByteCount`.
    case tooLarge(byteCount: Int)
    /// Something comes more often than `SDPLimits` allows.
    case tooMany(StaticField, limit: Int)
    /// A line is not `letter=value`, or holds a control character. Lines count from 1.
    case malformedLine(Int)
    /// A line stands where RFC 8866 §5 does not allow it.
    case unexpectedLine(Int)
    /// A line that every description has is not there.
    case missing(StaticField)
    /// An attribute that this project reads does not follow its grammar.
    case malformedAttribute(StaticField, line: Int)
    /// A fingerprint by MD2, MD5 or SHA-1; RFC 8122 §5 forbids the first two, and SHA-1 has collisions.
    case refusedHashFunction(line: Int)

    /// Too many of something, by a name that stands in the source.
    static func tooMany(_ name: StaticString, limit: Int) -> SDPError { .tooMany(StaticField(name), limit: limit) }
    /// Something missing, by a name that stands in the source.
    static func missing(_ name: StaticString) -> SDPError { .missing(StaticField(name)) }
    /// A malformed attribute, by a name that stands in the source.
    static func malformedAttribute(_ name: StaticString, line: Int) -> SDPError {
        .malformedAttribute(StaticField(name), line: line)
    }
}

/// Bounds on a description that a peer sends.
package struct SDPLimits: Sendable {
    /// The longest text, in bytes.
    package var maximumByteCount: Int
    /// The most lines; the largest browser offer seen has about 400.
    package var maximumLineCount: Int
    /// The most media sections.
    package var maximumSectionCount: Int
    /// The most candidates in one section.
    package var maximumCandidateCount: Int

    /// The defaults are several times what browsers send.
    package init(
        maximumByteCount: Int = 65_536, maximumLineCount: Int = 2_048, maximumSectionCount: Int = 32,
        maximumCandidateCount: Int = 128
    ) {
        self.maximumByteCount = maximumByteCount
        self.maximumLineCount = maximumLineCount
        self.maximumSectionCount = maximumSectionCount
        self.maximumCandidateCount = maximumCandidateCount
    }
}
