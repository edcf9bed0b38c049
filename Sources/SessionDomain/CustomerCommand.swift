import Wire

/// What the customer presses in the panel: one JSON text message from the page to its own node.
package enum CustomerCommand: Equatable, Sendable {
    /// Yes to the site that the panel names; means nothing where it does not ask.
    case confirmSite
    /// Knock by a number that the person typed.
    case joinByNumber(JoinByNumber)
    /// Knock by the link that the node was started with.
    case joinByLink(JoinByLink)
    /// The six digits that the host read out; checked once.
    case confirmDigits(ConfirmDigits)
    /// Write to the host; nothing but white space, or too long a text, is dropped.
    case sendChat(HostCommand.SendChat)
    /// Allow or deny the open prompt; another request's answer means nothing.
    case answerPrompt(AnswerPrompt)
    /// Show these of the offered windows; none of them is *nothing*.
    case chooseWindows(ChooseWindows)
    /// End what is shown, at once.
    case stopShare
    /// End control, at once, and go on showing.
    case stopControl
    /// Fetch an offered file; a second time while it is on its way means nothing.
    case downloadFile(HostCommand.File)
    /// Stop a download and keep what has arrived, for the next `downloadFile`.
    case pauseDownload(HostCommand.File)
    /// Stop a download and delete what has arrived.
    case cancelDownload(HostCommand.File)
    /// Voice and camera.
    case call(CallCommand)
    /// The page cannot show somebody's camera until the next key frame.
    case needKeyFrame(HostCommand.NeedKeyFrame)
    /// The page captures what the person picked in the browser's own picker, where the node itself cannot.
    case pageCaptureStarted(PageCaptureStarted)
    /// Nothing is captured by the page.
    case pageCaptureFailed(PageCaptureFailed)
    /// The person ended the page's capture in the browser, or what it showed is gone.
    case pageCaptureEnded
    /// Leave the session, or give up a way in.
    case leave
    /// Back to the beginning after the end, as far as the invitation still works.
    case startOver

    /// The number and the name, as the first page asks for them.
    package struct JoinByNumber: Codable, Equatable, Sendable {
        /// As typed: spaces and hyphens are allowed, and it may be no number.
        package var number: String
        /// As typed; cleaned by the node.
        package var name: String
    }

    /// The name alone: the node has the link, and the page never sees its secret.
    package struct JoinByLink: Codable, Equatable, Sendable {
        /// As typed; cleaned by the node.
        package var name: String
    }

    /// One try; too few or too many digits use nothing up.
    package struct ConfirmDigits: Codable, Equatable, Sendable {
        /// As typed: spaces, hyphens and full-width digits are allowed.
        package var digits: String
    }

    /// What the page captures.
    package struct PageCaptureStarted: Codable, Equatable, Sendable {
        package var surface: ControlMessage.Surface

        package init(surface: ControlMessage.Surface) { self.surface = surface }
    }

    /// Why the page captures nothing.
    package struct PageCaptureFailed: Codable, Equatable, Sendable {
        /// The person picked nothing; else the browser failed.
        package var isRefusal: Bool
        /// Windows were asked for, and the person picked the whole screen, of which no frame was taken.
        package var isWholeScreen: Bool?

        package init(isRefusal: Bool, isWholeScreen: Bool? = nil) {
            self.isRefusal = isRefusal
            self.isWholeScreen = isWholeScreen
        }
    }

    /// What the person picked in the choice of windows.
    package struct ChooseWindows: Codable, Equatable, Sendable {
        /// The request that the choice is for.
        package var request: RequestID
        /// Of the windows that were offered; at most 32.
        package var windows: [UInt32]

        package init(request: RequestID, windows: [UInt32]) {
            self.request = request
            self.windows = windows
        }
    }

    /// What the person pressed in the prompt.
    package struct AnswerPrompt: Codable, Equatable, Sendable {
        /// The prompt that the page showed, so that a press meant for one does not answer the next.
        package var request: RequestID
        /// `true` for *Allow*, which counts only when the prompt has been open for half a second.
        package var isAllowed: Bool
    }
}
