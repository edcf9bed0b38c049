import CQREncode

/// A QR code of one text, as a square of dark and light modules (ISO/IEC 18004).
package struct QRCode: Equatable, Sendable {
    /// Modules on each side, without the quiet zone: 21 to 177.
    package let size: Int
    /// Row by row; `true` is dark.
    private let isDark: [Bool]

    /// Why a text has no QR code.
    package enum Failure: Error, Equatable, Sendable {
        /// More than a code of version 40 holds at this level of correction, or empty.
        case unencodable
        /// The library had no memory.
        case outOfMemory
    }

    /// The light modules around the code that a reader needs (ISO/IEC 18004 §6.3.8).
    package static let quietZone = 4

    /// Encodes the UTF-8 bytes of a text with correction level M: 15 % of the code may be hidden or dirty.
    /// - Throws: `Failure.unencodable` for an empty text or one over about 2,300 bytes; `Failure.outOfMemory`.
    package init(_ text: String) throws(Failure) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let count = CInt(exactly: bytes.count) else { throw .unencodable }
        // Version 0 lets the library choose the smallest one that holds the text.
        guard let code = QRcode_encodeData(count, bytes, 0, QR_ECLEVEL_M) else {
            throw .init(errorNumber: cqrencode_errno())
        }
        defer { QRcode_free(code) }
        size = Int(code.pointee.width)
        // Bit 0 of each byte is the colour; the others say which part of the code it belongs to.
        isDark = (0..<size * size).map { code.pointee.data[$0] & 1 == 1 }
    }

    /// Whether a module is dark; outside the code everything is light.
    package subscript(row row: Int, column column: Int) -> Bool {
        guard 0..<size ~= row, 0..<size ~= column else { return false }
        return isDark[row * size + column]
    }

    /// Draws the code as an SVG document of one path, with its quiet zone, dark on white in either colour scheme.
    ///
    /// It holds no text: the page that shows it gives it a name. One module is one unit of the view box.
    package var svg: String {
        let side = size + 2 * Self.quietZone
        var path = ""
        for row in 0..<size {
            var column = 0
            while column < size {
                guard self[row: row, column: column] else {
                    column += 1
                    continue
                }
                let start = column
                while self[row: row, column: column] { column += 1 }
                path += "M\(start + Self.quietZone) \(row + Self.quietZone)h\(column - start)v1h-\(column - start)z"
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path d="\(path)"/></svg>
            """
    }
}

extension QRCode.Failure {
    /// `QRcode_encodeData` sets `ERANGE` or `EINVAL` for the text's fault and `ENOMEM` for its own.
    fileprivate init(errorNumber: CInt) {
        self = errorNumber == cqrencode_out_of_memory() ? .outOfMemory : .unencodable
    }
}
