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
    /// Host to customer: the host gives control back; the picture goes on.
    case stopControl(RequestReference)
    /// Customer to host: control is over; the picture goes on.
    case controlStopped(ControlStopped)
    /// Customer to host: whether somebody uses the customer's own mouse or keyboard, which comes first.
    case controlPaused(ControlPaused)
    /// Host to customer: a file can be downloaded.
    case filePublished(FilePublished)
    case fileWithdrawn(FileReference)
    /// Customer to host: send this file on a `file` channel whose protocol is `transfer`.
    case fileWanted(FileWanted)
    /// Either way: the transfer ends without the file.
    case fileFailed(FileFailed)
    /// Customer to host: all bytes arrived and the hash fits.
    case fileReceived(TransferReference)
    /// Host to everybody: which parts of the call are open now.
    case callOffered(CallOffer)
    /// Either way: what the sender has switched on of the call.
    case callPresence(CallPresence)
    /// Host to customer: how the shared picture is to be made.
    case setDisplayMode(SetDisplayMode)
    /// Customer to host: what could be shown in place of the monitor that is.
    case monitors(MonitorList)
    /// Host to customer: show this monitor of the desktop that is shown.
    case chooseMonitor(ChooseMonitor)
    /// Primary host to one of a pair: make a certificate for the other.
    case prepareIntroduction(PairReference)
    /// In answer to it: the certificate is made.
    case introductionPrepared(IntroductionPrepared)
    /// Primary host to both of a pair: who the other is, and what to meet them with.
    case introduced(Introduction)
    /// Either way between the primary host and one of a pair: the pair is over, or never was.
    case dismissed(PairReference)
    /// Either way between the primary host and one of a pair: a payload for the other.
    case introductionRelay(IntroductionRelay)
    /// Host to customer, in a browser: go on in Support Manager, by this link.
    case offerSwitch(SwitchOffer)
    /// Customer to host: what the person said to it.
    case answerSwitch(SwitchAnswer)
    /// Host to customer: the session ends for everybody.
    case end
    /// Customer to host: the customer leaves.
    case leave

    /// The version that each `hello` names.
    package static let version = 1

    /// What a side says of itself; only the first one counts, and every member is a claim.
    package struct Hello: Codable, Equatable, Sendable {
        /// `ControlMessage.version` of the sender's program; with another one the connection ends.
        package var version: Int
        /// What the person calls themselves; a claim.
        package var name: String
        /// Must be what the receiver admitted or was introduced to, or the message is ignored.
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

    /// Which side of the session somebody is.
    package enum Role: String, Codable, Sendable {
        case host
        case customer
    }

    /// What the sender's program is.
    package enum Software: String, Codable, Sendable {
        /// The page that the service serves; it cannot give control or browse folders.
        case browser
        /// The native node.
        case supportManager
    }

    /// What a side can be asked for; what is not named is refused with `unable`.
    package enum Ability: String, Codable, Sendable {
        /// Can show the screen, or on a native node the whole desktop.
        case shareDesktop
        /// Can have its desktop controlled while it shows it.
        case controlDesktop
        /// Can show windows that the person picks, without the rest of the screen.
        case shareApplication
        /// Can have the windows that it shows controlled, and nothing beside them.
        case controlApplication
        /// Can take files from a `file` channel.
        case receiveFiles
        /// Can have a call by voice.
        case talk
        /// Can show a camera and others' cameras.
        case camera
    }

    /// Says that the sender lives.
    package struct Heartbeat: Codable, Equatable, Sendable {
        /// Counts the sender's heartbeats from 0; one that is not above the highest so far is a replay.
        package var sequence: Int

        package init(sequence: Int) { self.sequence = sequence }
    }

    /// Becomes a prompt, never a right. Only its first coming counts.
    package struct RequestShare: Codable, Equatable, Sendable {
        /// Chosen by the host, unique in the session; 1 to 64 characters of base64url's alphabet.
        package var request: RequestID
        package var scope: Scope

        package init(request: RequestID, scope: Scope) {
            self.request = request
            self.scope = scope
        }
    }

    /// The way into the same session by another program.
    package struct SwitchOffer: Codable, Equatable, Sendable {
        /// Whole, with its secret, which burns when it was used; it goes over the verified connection alone.
        package var link: String

        package init(link: String) { self.link = link }
    }

    /// What became of the offer to switch.
    package struct SwitchAnswer: Codable, Equatable, Sendable {
        package var answer: Answer

        package init(answer: Answer) { self.answer = answer }

        package enum Answer: String, Codable, Sendable {
            /// The person opens the other program; they are the customer here until it is connected.
            case accepted
            /// They stay where they are.
            case declined
            /// There is no such program for their system, or the site has none.
            case unavailable
        }
    }

    /// What is asked for.
    package enum Scope: String, Codable, Sendable {
        /// See the screen; nothing can be changed by it.
        case viewDesktop
        /// Use the mouse and keyboard of the desktop, which implies seeing it.
        case controlDesktop
        /// See those of the open windows that the person picks, and nothing else.
        case viewApplication
        /// Use mouse and keyboard in the windows that the person picked, which implies seeing them.
        case controlApplication

        /// What of it is seeing.
        package var view: Scope {
            switch self {
            case .viewDesktop, .controlDesktop: .viewDesktop
            case .viewApplication, .controlApplication: .viewApplication
            }
        }

        /// Whether it is more than seeing.
        package var isControl: Bool { self != view }
    }

    /// Names a request that stands; one that does not is ignored.
    package struct RequestReference: Codable, Equatable, Sendable {
        package var request: RequestID

        package init(request: RequestID) { self.request = request }
    }

    /// What became of a request.
    package struct AnswerShare: Codable, Equatable, Sendable {
        package var request: RequestID
        package var answer: Answer

        package init(request: RequestID, answer: Answer) {
            self.request = request
            self.answer = answer
        }
    }

    /// How a request ended, or that it was allowed.
    package enum Answer: String, Codable, Sendable {
        /// `shareStarted` follows, or what kept capture from starting: `shareStopped`, `notShared`,
        /// `wholeScreen` or `unable`.
        case allowed
        /// The person pressed *Deny*.
        case denied
        /// Nobody answered within 60 seconds.
        case timedOut
        /// The person allowed it and then picked nothing.
        case notShared
        /// Windows were asked for, and the person picked the whole screen, which was not shown.
        case wholeScreen
        /// This side cannot show its screen.
        case unable
    }

    /// The first frame of an allowed request may come; RTP may overtake it.
    package struct ShareStarted: Codable, Equatable, Sendable {
        package var request: RequestID
        package var surface: Surface

        package init(request: RequestID, surface: Surface) {
            self.request = request
            self.surface = surface
        }
    }

    /// What the person picked in the browser's own picker; a native node shows a monitor.
    package enum Surface: String, Codable, Sendable {
        /// A whole screen, also where a browser does not say.
        case monitor
        /// One window of a program.
        case window
        /// One tab.
        case browser
    }

    /// No frame of the request comes any more.
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

    /// Why a picture ended.
    package enum StopReason: String, Codable, Sendable {
        /// The person pressed *Stop*, on the page, the bar or the key.
        case byCustomer
        /// The host no longer wanted it.
        case byHost
        /// The screen can be shown no longer; `failure` may say why.
        case captureFailed
        /// The session ends.
        case ended
    }

    /// Nothing is injected under the request any more.
    package struct ControlStopped: Codable, Equatable, Sendable {
        package var request: RequestID
        /// `byCustomer` or `byHost`; what ends the picture ends control without a message of its own.
        package var reason: StopReason

        package init(request: RequestID, reason: StopReason) {
            self.request = request
            self.reason = reason
        }
    }

    /// Local use comes first, and half a second longer.
    package struct ControlPaused: Codable, Equatable, Sendable {
        package var request: RequestID
        package var isPaused: Bool

        package init(request: RequestID, isPaused: Bool) {
            self.request = request
            self.isPaused = isPaused
        }
    }

    /// How the picture is to be made from now on; without meaning while none is shown.
    package struct SetDisplayMode: Codable, Equatable, Sendable {
        package var mode: DisplayMode

        package init(mode: DisplayMode) { self.mode = mode }
    }

    /// Names a monitor of the list that the customer gave last; another is ignored.
    package struct ChooseMonitor: Codable, Equatable, Sendable {
        package var monitor: Int

        package init(monitor: Int) { self.monitor = monitor }
    }

    /// A file that the host holds ready; nothing is sent before the customer wants it.
    package struct FilePublished: Codable, Equatable, Sendable {
        /// Chosen by the host, unique in the session.
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

    /// Names a file by the identifier that the host gave it.
    package struct FileReference: Codable, Equatable, Sendable {
        package var file: FileID

        package init(file: FileID) { self.file = file }
    }

    /// Asks for a file's bytes from an offset on.
    package struct FileWanted: Codable, Equatable, Sendable {
        package var file: FileID
        /// Chosen by the customer and used once; it becomes the `protocol` of the channel.
        package var transfer: TransferID
        /// Bytes that the receiver already has.
        package var offset: Int

        package init(file: FileID, transfer: TransferID, offset: Int = 0) {
            self.file = file
            self.transfer = transfer
            self.offset = offset
        }
    }

    /// Names a transfer by the identifier that the customer gave it.
    package struct TransferReference: Codable, Equatable, Sendable {
        package var transfer: TransferID

        package init(transfer: TransferID) { self.transfer = transfer }
    }

    /// Ends a transfer at both sides; what was received is deleted, but for `connectionLost`.
    package struct FileFailed: Codable, Equatable, Sendable {
        package var transfer: TransferID
        package var reason: FileFailure

        package init(transfer: TransferID, reason: FileFailure) {
            self.transfer = transfer
            self.reason = reason
        }
    }

    /// Why a transfer ended without the file.
    package enum FileFailure: String, Codable, Sendable {
        /// A person stopped it, or too many run.
        case cancelled
        /// There is no such file (any more), or the offset lies beyond it.
        case unknownFile
        /// The file is another one than was published.
        case changed
        /// The bytes are not those that were announced.
        case hashMismatch
        /// The receiver's disk has no room.
        case diskFull
        /// The receiver cannot write where the file should go.
        case writeFailed
        /// The connection broke before the file was whole.
        case connectionLost
        /// The receiver wants the rest later.
        case paused
    }
}
