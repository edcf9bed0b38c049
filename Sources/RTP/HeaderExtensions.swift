import Wire

/// The elements of an RTP header extension, in either form of RFC 8285.
///
/// ```text
/// one byte   | 0xBEDE        | words |   element: | ID 4 | length − 1 4 | data |
/// two bytes  | 0x100 | app 4 | words |   element: | ID 8 | length 8     | data |
/// ```
/// Source: RFC 8285 §4 <https://www.rfc-editor.org/rfc/rfc8285#section-4>
package struct HeaderExtensions: Equatable, Sendable {
    /// One extension's number and data.
    package struct Element: Equatable, Sendable {
        /// 1 to 255; the descriptions say what it means.
        package var id: UInt8
        /// At most 255 bytes.
        package var data: [UInt8]
    }

    /// In the order of the wire; no two have the same number.
    package private(set) var elements: [Element] = []

    package init() {}

    /// Whether the packet has no extension, and so none of its header either.
    package var isEmpty: Bool { elements.isEmpty }

    /// The data of an extension; reading `nil` means it is not there, setting `nil` takes it out.
    package subscript(id: UInt8) -> [UInt8]? {
        get { elements.first { $0.id == id }?.data }
        set {
            precondition(id > 0, "extension 0 is padding")
            precondition((newValue?.count ?? 0) <= 255, "an extension holds at most 255 bytes")
            let index = elements.firstIndex { $0.id == id }
            switch (index, newValue) {
            case (let index?, let data?): elements[index].data = data
            case (let index?, nil): elements.remove(at: index)
            case (nil, let data?): elements.append(Element(id: id, data: data))
            case (nil, nil): break
            }
        }
    }

    /// The length on the wire with the four bytes before the elements; 0 when there are none.
    package var byteCount: Int {
        guard !isEmpty else { return 0 }
        let overhead = fitsOneByteForm ? 1 : 2
        let length = elements.reduce(0) { $0 + overhead + $1.data.count }
        return 4 + (length + 3) / 4 * 4
    }

    private static let oneByteProfile: UInt16 = 0xBEDE
    private static let twoByteProfile: UInt16 = 0x1000

    private var fitsOneByteForm: Bool {
        elements.allSatisfy { $0.id <= 14 && 1...16 ~= $0.data.count }
    }

    /// Parses from the profile on. Extensions of other profiles are skipped (RFC 3550 §5.3.1).
    static func parse(_ reader: inout ByteReader) throws(ParseError) -> HeaderExtensions {
        let profile = try reader.readUInt16()
        let wordCount = Int(try reader.readUInt16())
        var body = ByteReader(try reader.readSpan(wordCount * 4))
        var extensions = HeaderExtensions()
        if profile == oneByteProfile {
            try extensions.parseOneByteElements(&body)
        } else if profile & 0xFFF0 == twoByteProfile {
            try extensions.parseTwoByteElements(&body)
        }
        return extensions
    }

    /// RFC 8285 §4.2: ID 0 is padding, ID 15 ends the reading.
    private mutating func parseOneByteElements(_ body: inout ByteReader) throws(ParseError) {
        while !body.isAtEnd {
            let head = try body.readUInt8()
            if head == 0 { continue }
            guard head >> 4 != 15 else { return }
            let data = try body.readBytes(Int(head & 0x0F) + 1)
            if head >> 4 != 0 { append(head >> 4, data) }
        }
    }

    /// RFC 8285 §4.3: a byte 0 is padding without a length.
    private mutating func parseTwoByteElements(_ body: inout ByteReader) throws(ParseError) {
        while !body.isAtEnd {
            let id = try body.readUInt8()
            if id == 0 { continue }
            append(id, try body.readBytes(Int(try body.readUInt8())))
        }
    }

    private mutating func append(_ id: UInt8, _ data: [UInt8]) {
        guard !elements.contains(where: { $0.id == id }) else { return }
        elements.append(Element(id: id, data: data))
    }

    /// Writes the extension from the profile on, padded to whole words, in the shortest form that all elements fit.
    func serialize(into writer: inout ByteWriter) {
        let isOneByte = fitsOneByteForm
        writer.write(isOneByte ? Self.oneByteProfile : Self.twoByteProfile)
        writer.write(UInt16((byteCount - 4) / 4))
        let start = writer.count
        for element in elements {
            if isOneByte {
                writer.write(element.id << 4 | UInt8(element.data.count - 1))
            } else {
                writer.write(element.id)
                writer.write(UInt8(element.data.count))
            }
            writer.write(element.data)
        }
        while !(writer.count - start).isMultiple(of: 4) { writer.write(UInt8(0)) }
    }
}
