import Wire

/// Joins fields, each as `length 2 · bytes`, so that no two lists of fields have the same bytes.
struct LengthPrefixed {
    private var writer = ByteWriter()

    /// What was written so far.
    var bytes: [UInt8] { writer.bytes }

    init(_ fields: [UInt8]...) {
        for field in fields { append(field) }
    }

    /// - Parameter label: which use the bytes are for, so that a value of one is none of another.
    init(label: String, session: SessionID, _ fields: [UInt8]...) {
        append([UInt8](label.utf8))
        append([UInt8](session.rawValue.utf8))
        for field in fields { append(field) }
    }

    private mutating func append(_ field: [UInt8]) {
        // Longer fields than the prefix can name never come this far: identifiers are checked by the service's client.
        precondition(field.count <= Int(UInt16.max), "a field fits its length prefix")
        writer.write(UInt16(truncatingIfNeeded: field.count))
        writer.write(field)
    }
}
