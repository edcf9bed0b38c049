/// A value that never reaches a log: it prints as `‹redacted›` wherever it is interpolated or dumped.
///
/// Wrap addresses, names, tokens, keys, chat and file names at the border; read `value` where it is used.
package struct Redacted<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    package let value: Value

    package init(_ value: Value) {
        self.value = value
    }

    package var description: String { "‹redacted›" }
    package var debugDescription: String { "‹redacted›" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Redacted: Equatable where Value: Equatable {}
extension Redacted: Hashable where Value: Hashable {}
