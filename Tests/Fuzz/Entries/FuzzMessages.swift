import Cryptography
import Desktop
import Pairing
import STUN
import SessionDomain
import SignalingProtocol
import Wire
import WireJSON

/// A STUN message to the service's binding responder.
package func fuzzSTUNMessage(_ bytes: Span<UInt8>) { STUNMessage.fuzz([UInt8](copying: bytes)) }

/// What a person pasted as a link.
package func fuzzLink(_ bytes: Span<UInt8>) {
    _ = Link.parse(String(decoding: [UInt8](copying: bytes), as: UTF8.self))
}

/// What a web page handed to the desktop.
package func fuzzManagerLink(_ bytes: Span<UInt8>) {
    _ = ManagerLink(parsing: String(decoding: [UInt8](copying: bytes), as: UTF8.self))
}

/// A WebSocket message to the service.
package func fuzzSignalingFromClient(_ bytes: Span<UInt8>) {
    if let message = try? JSON.decode(ClientMessage.self, from: [UInt8](copying: bytes)) {
        _ = message.attempt
        _ = try? message.validated()
        survivesRoundTrip(message)
    }
}

/// A WebSocket message from a service that lies.
package func fuzzSignalingFromService(_ bytes: Span<UInt8>) {
    if let message = try? JSON.decode(ServiceMessage.self, from: [UInt8](copying: bytes)) { survivesRoundTrip(message) }
}

/// A relayed payload before the box is opened.
package func fuzzPairingMessage(_ bytes: Span<UInt8>) {
    _ = PairingJSON().parsePairingMessage(Base64URL.serialize([UInt8](copying: bytes)))
}

/// What is inside a box.
package func fuzzSealedMessage(_ bytes: Span<UInt8>) { _ = PairingJSON().parseSealedMessage([UInt8](copying: bytes)) }

/// A message of the data channels `control`, `chat`, `input` and `motion`.
package func fuzzControlMessage(_ bytes: Span<UInt8>) {
    let bytes = [UInt8](copying: bytes)
    if let message = try? JSON.decode(ControlMessage.self, from: bytes) { survivesRoundTrip(message) }
    if let message = try? JSON.decode(ChatMessage.self, from: bytes) { survivesRoundTrip(message) }
    if let message = try? JSON.decode(InputMessage.self, from: bytes) { survivesRoundTrip(message) }
}

/// A message of the desktop's child, or one to it.
package func fuzzDesktopReport(_ bytes: Span<UInt8>) {
    if let report = try? DesktopReport.parse(bytes) {
        let again = report.serialize()
        precondition((try? DesktopReport.parse(again.span)) == report, "a report changed on its way")
    }
    if let command = try? DesktopCommand.parse(bytes) {
        let again = command.serialize()
        precondition((try? DesktopCommand.parse(again.span)) == command, "a command changed on its way")
    }
}

/// What was decoded can be sent on and is then the same.
private func survivesRoundTrip<Message: Codable & Equatable>(_ message: Message) {
    guard let bytes = try? JSON.encode(message) else { return }
    let again = try? JSON.decode(Message.self, from: bytes)
    precondition(again == nil || again == message, "a message changed on its way through JSON")
}
