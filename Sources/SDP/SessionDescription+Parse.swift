extension SessionDescription {
    /// Parses a description; lines end with CR LF or, leniently, LF alone.
    ///
    /// Lines that this project does not need (`b=`, `c=`, `i=`, …) are passed over.
    /// - Throws: any case of `SDPError`; one bad line refuses the whole description (RFC 9429 §5.8).
    package static func parse(
        _ text: some StringProtocol, limits: SDPLimits = SDPLimits()
    ) throws(SDPError) -> SessionDescription {
        guard text.utf8.count <= limits.maximumByteCount else { throw .tooLarge(byteCount: text.utf8.count) }
        var parser = DescriptionParser(limits: limits)
        let slices = Substring(text).utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, slice) in slices.enumerated() {
            let line = slice.last == UInt8(ascii: "\r") ? slice.dropLast() : slice
            if line.isEmpty, index == slices.count - 1 { break }
            guard index < limits.maximumLineCount else { throw .tooMany("lines", limit: limits.maximumLineCount) }
            try parser.handle(line: Substring(line), number: index + 1)
        }
        return try parser.finish()
    }

    /// Runs the parser on arbitrary bytes, for a fuzzer.
    package static func fuzz(_ bytes: [UInt8]) {
        if let value = try? parse(String(decoding: bytes, as: UTF8.self)) { _ = try? parse(value.serialize()) }
    }
}

/// Takes a description line by line: `v= o= s=`, session lines, then media sections.
private struct DescriptionParser {
    /// Where the parser stands.
    private enum Stage {
        case version
        case origin
        case name
        case session
        case media
    }

    private let limits: SDPLimits
    private var stage = Stage.version
    private var description = SessionDescription(origin: Origin(sessionID: 0, version: 0))
    private var hasTiming = false
    private var section: MediaDescription?

    init(limits: SDPLimits) {
        self.limits = limits
    }

    mutating func handle(line: Substring, number: Int) throws(SDPError) {
        guard let (letter, value) = line.split(atFirst: "="), letter.utf8.count == 1,
            value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 })
        else { throw .malformedLine(number) }
        switch stage {
        case .version:
            guard letter == "v", value == "0" else { throw .unexpectedLine(number) }
            stage = .origin
        case .origin:
            guard letter == "o" else { throw .unexpectedLine(number) }
            guard let origin = Origin.parse(value) else { throw .malformedLine(number) }
            description.origin = origin
            stage = .name
        case .name:
            guard letter == "s" else { throw .unexpectedLine(number) }
            stage = .session
        case .session: try handleSession(letter: letter, value: value, number: number)
        case .media: try handleMedia(letter: letter, value: value, number: number)
        }
    }

    consuming func finish() throws(SDPError) -> SessionDescription {
        switch stage {
        case .version: throw .missing("v=")
        case .origin: throw .missing("o=")
        case .name: throw .missing("s=")
        case .session, .media: break
        }
        guard hasTiming else { throw .missing("t=") }
        if let section { description.media.append(section) }
        return description
    }

    private mutating func handleSession(letter: Substring, value: Substring, number: Int) throws(SDPError) {
        switch letter {
        case "t": hasTiming = true
        case "i", "u", "e", "p", "c", "b", "r", "z", "k": break
        case "a": try description.apply(try attribute(value, number: number), line: number)
        case "m":
            stage = .media
            try beginSection(value, number: number)
        default: throw .unexpectedLine(number)
        }
    }

    private mutating func handleMedia(letter: Substring, value: Substring, number: Int) throws(SDPError) {
        switch letter {
        case "i", "c", "b", "k": break
        case "a":
            let attribute = try attribute(value, number: number)
            try section?.apply(attribute, line: number)
            guard (section?.candidates.count ?? 0) <= limits.maximumCandidateCount else {
                throw .tooMany("candidates", limit: limits.maximumCandidateCount)
            }
        case "m": try beginSection(value, number: number)
        default: throw .unexpectedLine(number)
        }
    }

    private mutating func beginSection(_ value: Substring, number: Int) throws(SDPError) {
        if let section { description.media.append(section) }
        guard description.media.count < limits.maximumSectionCount else {
            throw .tooMany("media sections", limit: limits.maximumSectionCount)
        }
        guard let begun = MediaDescription.parse(mediaLine: value) else { throw .malformedLine(number) }
        section = begun
    }

    private func attribute(_ value: Substring, number: Int) throws(SDPError) -> RawAttribute {
        guard let attribute = RawAttribute.parse(value) else { throw .malformedLine(number) }
        return attribute
    }
}
