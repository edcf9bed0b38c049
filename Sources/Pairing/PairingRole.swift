/// Which side of an attempt somebody is; the raw value is part of what is authenticated.
package enum PairingRole: String, Sendable {
    case host
    case customer

    /// The other side.
    var peer: PairingRole { self == .host ? .customer : .host }
}
