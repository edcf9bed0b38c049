import Wire

/// One JSON text message on the `control` data channel (ordered, reliable), sent only between verified peers.
///
/// Everything in it is a claim of the other side. `Tests/Vectors/control.json` holds an example of each.
package enum ControlMessage: Equatable, Sendable {
    /// The first message of each side.
    case hello(Hello)
    /// Each second; three missed means the other side is lost.
    case heartbeat(Heartbeat)
    /// Host to customer: asks to be shown something. Nothing follows from it but a prompt.
    case requestShare(RequestShare)
    /// Host to customer: the request is taken back.
    case withdrawRequest(RequestReference)
    /// Customer to host: what the person, or the time-out, answered.
    case answerShare(AnswerShare)
    /// Customer to host: the picture begins.
    case shareStarted(ShareStarted)
    /// Customer to host: the picture has stopped, and nothing of it is on its way any more.
    case shareStopped(ShareStopped)
    /// Host to customer: the host no longer wants the picture.
    case stopShare(RequestReference)
    /// Host to customer: a file can be downloaded.
    case filePublished(FilePublished)
    case fileWithdrawn(FileReference)
    /// Customer to host: send this file on a `file` channel whose protocol is `transfer`.
    case fileWanted(FileWanted)
    /// Either way: the transfer ends without the file.
    case fileFailed(FileFailed)
    /// Customer to host: all bytes arrived and the hash fits.
    case fileReceived(TransferReference)
    /// Host to customer: the session ends for everybody.
    case end
    /// Customer to host: the customer leaves.
    case leave

    /// The version that each `hello` names.
    package static let version = 1

    package struct Hello: Codable, Equatable, Sendable {
        package var version: Int
        /// What the person calls themselves; a claim.
        package var name: String
        package var role: Role
        package var software: Software
        /// The operating system and, for a browser, its name: `Linux`, `Windows · Chrome 156`.
        package var system: String
        /// What this side can be asked for.
        package var abilities: [Ability]

        package init(name: String, role: Role, software: Software, system: String, abilities: [Ability]) {
            version = ControlMessage.version
            self.name = name
            self.role = role
            self.software = software
            self.system = system
            self.abilities = abilities
        }
    }

    package enum Role: String, Codable, Sendable {
        case host
        case customer
    }

    package enum Software: String, Codable, Sendable {
        case browser
        case supportManager
    }

    package enum Ability: String, Codable, Sendable {
        case shareDesktop
        case receiveFiles
    }

    package struct Heartbeat: Codable, Equatable, Sendable {
        package var sequence: Int

        package init(sequence: Int) { self.sequence = sequence }
    }

    package struct RequestShare: Codable, Equatable, Sendable {
        package var request: RequestID
        package var scope: Scope

        package init(request: RequestID, scope: Scope) {
            self.request = request
            self.scope = scope
        }
    }

    /// What is asked for. Control and applications come with further cases.
    package enum Scope: String, Codable, Sendable {
        case viewDesktop
    }

    package struct RequestReference: Codable, Equatable, Sendable {
        package var request: RequestID

        package init(request: RequestID) { self.request = request }
    }

    package struct AnswerShare: Codable, Equatable, Sendable {
        package var request: RequestID
        package var answer: Answer

        package init(request: RequestID, answer: Answer) {
            self.request = request
            self.answer = answer
        }
    }

    package enum Answer: String, Codable, Sendable {
        case allowed
        case denied
        case timedOut
        /// The person allowed it and then picked nothing in the browser's own picker.
        case notShared
        /// This side cannot show its screen.
        case unable
    }

    package struct ShareStarted: Codable, Equatable, Sendable {
        package var request: RequestID
        package var surface: Surface

        package init(request: RequestID, surface: Surface) {
            self.request = request
            self.surface = surface
        }
    }

    package enum Surface: String, Codable, Sendable {
        case monitor
        case window
        case browser
    }

    package struct ShareStopped: Codable, Equatable, Sendable {
        package var request: RequestID
        package var reason: StopReason
        /// What failed, where `reason` is `captureFailed` and the customer's node can tell.
        package var failure: CaptureFailure?

        package init(request: RequestID, reason: StopReason, failure: CaptureFailure? = nil) {
            self.request = request
            self.reason = reason
            self.failure = failure
        }
    }

    package enum StopReason: String, Codable, Sendable {
        case byCustomer
        case byHost
        case captureFailed
        case ended
    }

    package struct FilePublished: Codable, Equatable, Sendable {
        package var file: FileID
        /// The name as the publisher has it; reduced to one safe component by whoever receives it.
        package var name: String
        /// Bytes.
        package var size: Int
        /// SHA-256, 64 lower-case hexadecimal digits.
        package var sha256: String

        package init(file: FileID, name: String, size: Int, sha256: String) {
            self.file = file
            self.name = name
            self.size = size
            self.sha256 = sha256
        }
    }

    package struct FileReference: Codable, Equatable, Sendable {
        package var file: FileID

        package init(file: FileID) { self.file = file }
    }

    package struct FileWanted: Codable, Equatable, Sendable {
        package var file: FileID
        package var transfer: TransferID
        /// Bytes that the receiver already has.
        package var offset: Int

        package init(file: FileID, transfer: TransferID, offset: Int = 0) {
            self.file = file
            self.transfer = transfer
            self.offset = offset
        }
    }

    package struct TransferReference: Codable, Equatable, Sendable {
        package var transfer: TransferID

        package init(transfer: TransferID) { self.transfer = transfer }
    }

    package struct FileFailed: Codable, Equatable, Sendable {
        package var transfer: TransferID
        package var reason: FileFailure

        package init(transfer: TransferID, reason: FileFailure) {
            self.transfer = transfer
            self.reason = reason
        }
    }

    package enum FileFailure: String, Codable, Sendable {
        case cancelled
        case unknownFile
        case changed
        case hashMismatch
        case diskFull
        case writeFailed
        case connectionLost
    }
}
