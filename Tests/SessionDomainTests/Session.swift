import Wire

@testable import SessionDomain

/// A host's and a customer's session with a lossless pair of data channels between them, in virtual time.
final class Session {
    var host: HostSession
    var customer: CustomerSession
    private(set) var now = Instant.origin
    let wallClock = WallClockTime(secondsSince1970: 1_780_000_000)
    private(set) var hostOutputs: [HostOutput] = []
    private(set) var customerOutputs: [CustomerOutput] = []
    /// Whether what either side sends arrives.
    var isPathUp = true
    /// What the customer's node kept of a file.
    var keptByteCount = 0

    init(
        abilities: [ControlMessage.Ability] = [.shareDesktop, .receiveFiles], captureObstacle: CaptureFailure? = nil
    ) {
        host = HostSession(local: .init(name: "Ada", system: "Linux"), identifiers: IdentifierSource(prefix: "h"))
        customer = CustomerSession(
            local: .init(name: "Grace", system: "Linux", abilities: abilities, captureObstacle: captureObstacle),
            invitingName: "Ada (help.example)", identifiers: IdentifierSource(prefix: "c"))
    }

    static func connected(abilities: [ControlMessage.Ability] = [.shareDesktop, .receiveFiles]) -> Session {
        let session = Session(abilities: abilities)
        session.connect()
        return session
    }

    func connect() {
        host.handleConnected(name: "Grace", path: .direct, now: now, wallClock: wallClock)
        customer.handleConnected(now: now)
        deliver()
    }

    func host(_ command: HostCommand) {
        host.handle(command, wallClock: wallClock)
        deliver()
    }

    func customer(_ command: CustomerCommand) {
        customer.handle(command, now: now, wallClock: wallClock)
        deliver()
    }

    /// Lets time pass, running each timer that falls due.
    func advance(by duration: Duration) {
        let end = now + duration
        while true {
            guard let due = nextTimeout, due <= end else { break }
            now = max(now, due)
            host.handleTimeout(now: now)
            customer.handleTimeout(now: now)
            deliver()
        }
        now = end
    }

    /// Carries messages until both sides are silent.
    func deliver() {
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            while let output = host.pollOutput() {
                isQuiet = false
                hostOutputs.append(output)
                guard isPathUp else { continue }
                if case .send(let message) = output { customer.handle(message, now: now) }
                if case .sendInput(let message) = output {
                    customer.handle(message, isReliable: !message.event.isReplaceable, now: now)
                }
                if case .sendChat(let message) = output { customer.handle(message, now: now) }
            }
            while let output = customer.pollOutput() {
                isQuiet = false
                customerOutputs.append(output)
                if case .startDownload(let transfer, _) = output {
                    customer.handleReady(of: transfer, from: keptByteCount)
                }
                guard isPathUp else { continue }
                if case .send(let message) = output { host.handle(message, now: now) }
                if case .sendChat(let message) = output { host.handle(message, now: now) }
            }
        }
    }

    /// From the request to the running capture.
    func share() -> Grant? {
        host(.requestShare(.init(scope: .viewDesktop)))
        advance(by: .seconds(1))
        guard let prompt = customerSnapshot.prompt else { return nil }
        customer(.answerPrompt(.init(request: prompt.request, isAllowed: true)))
        guard let grant = startedCapture else { return nil }
        customer.handleCaptureStarted(grant, surface: .monitor)
        deliver()
        return grant
    }

    /// The grant under which capture was last started.
    var startedCapture: Grant? {
        customerOutputs.compactMap { if case .startCapture(let grant) = $0 { grant } else { nil } }.last
    }

    var hostSnapshot: HostSnapshot.Session {
        var snapshot = HostSnapshot.Session(
            id: SessionID(rawValue: "s"), number: "123456789", numberExpiresAt: wallClock)
        host.fill(&snapshot)
        return snapshot
    }

    var customerSnapshot: CustomerSnapshot {
        var snapshot = CustomerSnapshot(
            siteName: "Help", siteAddress: "https://help.example", stage: .connecting)
        customer.fill(&snapshot, now: now)
        return snapshot
    }

    var hostIgnoredCount: Int { host.ignoredMessageCount }
    var customerIgnoredCount: Int { customer.ignoredMessageCount }
    var areBothConnected: Bool { host.isConnected && customer.isConnected }
    var acceptsPicture: Bool { host.acceptsPicture }
    var nextTimeout: Instant? { [host.nextTimeout, customer.nextTimeout].compactMap(\.self).min() }

    var hostMedia: CallMedia { host.callMedia }
    var customerMedia: CallMedia { customer.callMedia }
    var doesHostAcceptCamera: Bool { host.acceptsCamera }
    var doesCustomerAcceptCamera: Bool { customer.acceptsCamera }

    /// The control that began last.
    var startedControl: Grant? {
        customerOutputs.reversed().lazy.compactMap { output in
            if case .startControl(let grant) = output { grant } else { nil }
        }.first
    }

    /// What was to be injected, in order.
    var injected: [InputEvent] {
        customerOutputs.compactMap { output in
            if case .inject(let event, _) = output { event } else { nil }
        }
    }

    func permits(_ grant: Grant) -> Bool { customer.permits(grant) }
    func permitsInput(_ grant: Grant) -> Bool { customer.permitsInput(grant) }

    func hostNotices() -> [NoticeKey] {
        hostOutputs.compactMap { if case .notice(let key, _) = $0 { key } else { nil } }
    }

    func customerNotices() -> [NoticeKey] {
        customerOutputs.compactMap { if case .notice(let key, _) = $0 { key } else { nil } }
    }
}
