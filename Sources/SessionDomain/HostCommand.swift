package import Wire

/// What the host presses in the console: one JSON text message from the page to its own node.
package enum HostCommand: Equatable, Sendable {
    /// The sign-in page came back with a code.
    case completeSignIn(CompleteSignIn)
    /// Close the connection to the service; refused while a session runs.
    case signOut
    /// Start a session; without meaning while one runs.
    case startSession
    /// Get another number; the earlier one is dead at once.
    case renewNumber
    /// Get another link; the earlier one is burnt.
    case makeLink
    /// Make a link for another host, who may join this session.
    case inviteHost(InviteHost)
    /// Bring an invited host together with everybody who is here.
    case introduce(Person)
    /// Let a person who knocks begin the pairing; whoever is on the way in is given up.
    case admit(Attempt)
    /// Send a person who knocks away.
    case decline(Attempt)
    /// The four digits that the customer read back.
    case confirmReadBack(ConfirmReadBack)
    /// Give up the person on the way in.
    case cancelPairing
    /// Write to the customer; nothing but white space, or too long a text, is dropped.
    case sendChat(SendChat)
    /// Ask to see or control something of the customer's; without meaning while something else is asked for or shown.
    case requestShare(RequestShare)
    /// Ask the customer, who is in a browser, to go on in Support Manager.
    case offerSwitch
    /// Give control back, and go on seeing.
    case stopControl
    /// An act of mouse or keyboard over the picture; means nothing without control.
    case input(Input)
    /// Take the question back while it is unanswered.
    case withdrawRequest
    /// Want the picture no longer.
    case stopView
    /// Take a published file back and stop its transfers.
    case withdrawFile(File)
    /// Yes to the site that the console names; means nothing where it does not ask.
    case confirmSite
    /// End the session for everybody.
    case endSession
    /// Voice and camera.
    case call(CallCommand)
    /// The notes on the session.
    case notes(NotesCommand)
    /// Have the shared picture made in another way.
    case setDisplayMode(ControlMessage.SetDisplayMode)
    /// Show another monitor of the customer's.
    case chooseMonitor(ControlMessage.ChooseMonitor)
    /// The page cannot show a picture until the next key frame.
    case needKeyFrame(NeedKeyFrame)
    /// What the page's browser decodes; said whenever the page connects.
    case pageDecodes(PageDecodes)

    /// What the browser brought back from the site's sign-in page (RFC 6749 §4.1.2).
    package struct CompleteSignIn: Codable, Equatable, Sendable {
        /// The authorization code, good once.
        package var code: String
        /// Must be the one of the sign-in that the console offers now; another page's code has another.
        package var state: String
    }

    /// Whom the link is for; its holder is taken for them.
    package struct InviteHost: Codable, Equatable, Sendable {
        /// As typed; what cannot be shown as a name on one line is refused.
        package var account: String
    }

    /// Names a person who is connected.
    package struct Person: Codable, Equatable, Sendable {
        package var participant: ParticipantID
    }

    /// Names the person by their attempt.
    package struct Attempt: Codable, Equatable, Sendable {
        package var attempt: AttemptID
    }

    /// One try; too few or too many digits use nothing up.
    package struct ConfirmReadBack: Codable, Equatable, Sendable {
        /// As typed: spaces, hyphens and full-width digits are allowed.
        package var digits: String
    }

    /// One chat message.
    package struct SendChat: Codable, Equatable, Sendable {
        /// As typed; at most `ChatMessage.maximumCharacterCount` UTF-16 code units.
        package var text: String
    }

    /// What the host asks for.
    package struct RequestShare: Codable, Equatable, Sendable {
        /// Control is asked for with the view, or for what is shown already.
        package var scope: ControlMessage.Scope

        package init(scope: ControlMessage.Scope) { self.scope = scope }
    }

    /// Which picture stands still.
    package struct NeedKeyFrame: Codable, Equatable, Sendable {
        /// Whose camera; `nil` for the shared screen.
        package var of: ParticipantID?

        package init(of participant: ParticipantID? = nil) { of = participant }
    }

    /// What the host did with mouse and keyboard over the picture.
    package struct Input: Codable, Equatable, Sendable {
        package var event: InputEvent

        package init(event: InputEvent) { self.event = event }
    }

    /// Which pictures the browser decodes.
    package struct PageDecodes: Codable, Equatable, Sendable {
        /// `VideoCodec` by its raw value; others mean nothing. None at all is a browser without WebCodecs.
        package var codecs: [String]

        package init(codecs: [String]) { self.codecs = codecs }
    }

    /// Names a published file.
    package struct File: Codable, Equatable, Sendable {
        package var file: FileID
    }
}
