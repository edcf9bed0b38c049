import Logging
package import SessionDomain
import Wire
import WireJSON

/// The loopback server of the host's console and of the native customer's panel.
///
/// It shows what the node pushes and hands on what a person presses; it decides nothing about the session. One page is
/// open at a time, a newer one takes over. See `LoopbackAuthority` and `Admission` for who may open it.
package actor Console {
    /// What pages do, from `start` to `stop`.
    package nonisolated let events: AsyncStream<ConsoleEvent>

    private let configuration: ConsoleConfiguration
    private let eventSink: AsyncStream<ConsoleEvent>.Continuation
    private var admission = Admission()
    private var lifecycle = Lifecycle.idle
    private var page: PageMailbox?
    private var snapshot: Snapshot?
    /// The last of those that a page needs that opens later.
    private var notes: [PageNote.Subject: PageNote] = [:]
    private var qrCode: (link: String, svg: String?)?
    /// Messages of pages that were no command and no frame, since the start.
    package private(set) var malformedMessageCount = 0

    private enum Lifecycle {
        case idle
        case running(ConsoleServer)
        case stopped
    }

    /// Nothing is bound before `start()`.
    package init(configuration: ConsoleConfiguration) {
        self.configuration = configuration
        (events, eventSink) = AsyncStream.makeStream()
    }

    /// Binds 127.0.0.1 and serves until `stop`.
    /// - Returns: The address to open in a browser; its token works once.
    /// - Throws: `ConsoleError.alreadyStarted`, `ConsoleError.portUnavailable`.
    package func start() async throws(ConsoleError) -> ConsoleAddress {
        guard case .idle = lifecycle else { throw .alreadyStarted }
        lifecycle = .stopped
        let server = try await ConsoleServer.bind(configuration: configuration)
        lifecycle = .running(server)
        server.serve(self)
        configuration.logger.info(
            "the console is served",
            metadata: ["address": "\(server.authority.origin)", "role": "\(configuration.role.rawValue)"])
        return try makeAddress()
    }

    /// Makes a fresh address, for a person who opens the console again; the open page stays until it is used.
    /// - Throws: `ConsoleError.notRunning`.
    package func makeAddress() throws(ConsoleError) -> ConsoleAddress {
        guard case .running(let server) = lifecycle else { throw .notRunning }
        return ConsoleAddress(authority: server.authority, token: admission.offer())
    }

    /// Shows a new state of the host's side; a link without a QR code is given one here.
    package func push(_ snapshot: HostSnapshot) {
        var snapshot = snapshot
        if let link = snapshot.session?.link, snapshot.session?.linkQRCode == nil {
            snapshot.session?.linkQRCode = qrCode(of: link)
        }
        push(.host(snapshot))
    }

    /// Shows a new state of the customer's side.
    package func push(_ snapshot: CustomerSnapshot) {
        push(.customer(snapshot))
    }

    /// Hands a frame to the open page; without one it is dropped.
    package func pushVideo(_ frame: VideoFrame) {
        guard let page, page.offer(frame) == .droppedAskingForKeyFrame else { return }
        var picture = HostCommand.NeedKeyFrame()
        if case .camera(let person) = frame.picture { picture.of = person }
        switch configuration.role {
        case .host: eventSink.yield(.hostCommand(.needKeyFrame(picture)))
        case .customer: eventSink.yield(.customerCommand(.needKeyFrame(picture)))
        }
    }

    /// Tells the open page something small. What a page needs that opens later is kept for it.
    package func push(_ note: PageNote) {
        if note.subject.isKept { notes[note.subject] = note }
        page?.offer(note)
    }

    /// Forgets the pointer of a screen that is shown no longer.
    package func forgetPointer() {
        notes.removeValue(forKey: .pointerShape)
        notes.removeValue(forKey: .pointerPlace)
    }

    /// Closes the page and the port, and ends `events`. The address is worth nothing afterwards.
    package func stop() async {
        guard case .running(let server) = lifecycle else { return }
        lifecycle = .stopped
        page = nil
        await server.stop()
        eventSink.finish()
    }

    private func push(_ snapshot: Snapshot) {
        self.snapshot = snapshot
        page?.offer(snapshot)
    }

    private func qrCode(of link: String) -> String? {
        if let qrCode, qrCode.link == link { return qrCode.svg }
        let svg = LinkDrawing.svg(of: link)
        qrCode = (link, svg)
        return svg
    }

    private func closePage(_ reason: PageMailbox.Closing) {
        page?.close(reason)
        page = nil
    }
}

// What connections call.
extension Console {
    /// Exchanges a token; a second use ends everything that it opened.
    func redeem(_ token: Secret) -> Admission.Redemption {
        let redemption = admission.redeem(token)
        if case .reused = redemption {
            configuration.logger.warning("a console token was used twice; the console is closed")
            let wasOpen = page != nil
            closePage(.tokenReused)
            if wasOpen { eventSink.yield(.pageClosed) }
            eventSink.yield(.tokenReused)
        }
        return redemption
    }

    /// Whether an upload with this key is taken.
    func accepts(key: Secret) -> Bool {
        admission.accepts(key: key)
    }

    /// Makes the page that presented a key the open one; `nil` when the key opens nothing.
    func openPage(key: Secret) -> PageMailbox? {
        guard case .running = lifecycle, admission.accepts(key: key) else { return nil }
        closePage(.takenOver)
        let mailbox = PageMailbox(
            queue: PageQueue(
                snapshotInterval: configuration.snapshotInterval,
                maximumVideoByteCount: configuration.maximumQueuedVideoByteCount))
        page = mailbox
        if let snapshot { mailbox.offer(snapshot) }
        for note in notes.values { mailbox.offer(note) }
        eventSink.yield(.pageOpened)
        return mailbox
    }

    /// Notes that a page's connection ended.
    func pageEnded(_ mailbox: PageMailbox) {
        guard page === mailbox else { return }
        page = nil
        eventSink.yield(.pageClosed)
    }

    /// Hands on a command; `false` when it is none of this role. Commands of a page that was taken over are not heard.
    func handleCommand(_ bytes: [UInt8], from mailbox: PageMailbox) -> Bool {
        guard page === mailbox else { return true }
        let limits = JSON.Limits(maximumByteCount: configuration.maximumMessageByteCount, maximumDepth: 4)
        do throws(JSON.Failure) {
            switch configuration.role {
            case .host:
                eventSink.yield(.hostCommand(try JSON.decode(HostCommand.self, from: bytes, limits: limits)))
            case .customer:
                eventSink.yield(.customerCommand(try JSON.decode(CustomerCommand.self, from: bytes, limits: limits)))
            }
            return true
        } catch {
            malformedMessageCount += 1
            configuration.logger.warning("a page sent no command", metadata: ["reason": "\(error)"])
            return false
        }
    }

    /// Hands on a frame that the page encoded; `false` when it is none.
    func handleFrame(_ bytes: [UInt8], from mailbox: PageMailbox) -> Bool {
        guard page === mailbox else { return true }
        do throws(ParseError) {
            eventSink.yield(.pageFrame(try PageFrame.parse(bytes)))
            return true
        } catch {
            malformedMessageCount += 1
            configuration.logger.warning("a page sent no frame", metadata: ["reason": "\(error)"])
            return false
        }
    }

    /// Hands on an upload that is whole; the node decides whether anybody gets it.
    func handleUpload(_ file: UploadedFile) {
        eventSink.yield(.uploaded(file))
    }
}
