import SessionDomain
import WireJSON

/// What a page draws, whichever page it is.
enum Snapshot: Sendable {
    case host(HostSnapshot)
    case customer(CustomerSnapshot)

    /// Serializes `{"type":"snapshot","snapshot":…}`.
    func serialize() throws -> [UInt8] {
        switch self {
        case .host(let snapshot): try JSON.encode(Message(snapshot: snapshot))
        case .customer(let snapshot): try JSON.encode(Message(snapshot: snapshot))
        }
    }

    private struct Message<Value: Encodable>: Encodable {
        let type = "snapshot"
        let snapshot: Value
    }
}
