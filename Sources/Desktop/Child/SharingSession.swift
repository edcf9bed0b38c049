internal import CX11
internal import Glibc
internal import VPX
internal import Wire

/// One sharing from *start* to its end: the loop that waits for the server, the parent and the clock.
///
/// Order of a turn: commands, events, silence, frame, output, wait. A frame that was being encoded when somebody
/// pressed *Stop* is thrown away, because commands and events are read again before it is queued.
struct SharingSession: ~Copyable {
    private let display: XDisplay
    private var link: ParentLink
    private var bar: SharingBar
    private var panicKey: PanicKey
    private var capture: ScreenCapture
    private var encoder: ScreenEncoder
    /// Frames that were made still wait in the parent.
    private var isHeld = false

    /// Shows the bar, grabs the key and reports *ready*.
    init(display: XDisplay, link: consuming ParentLink, start: DesktopCommand.Start) throws(DesktopError) {
        let monitor = try Monitor.choose(start.source, on: display)
        let capture = try ScreenCapture(display: display, monitor: monitor)
        let encoder = try ScreenEncoder(start, width: monitor.bounds.width, height: monitor.bounds.height)
        let bar = try SharingBar(
            display: display, text: start.barText, label: start.stopLabel, monitor: monitor.bounds)
        self.display = display
        self.link = link
        self.capture = capture
        self.encoder = encoder
        self.bar = bar
        panicKey = PanicKey(display: display)
        // The bar is on the screen before the first picture is read.
        XSync(display.handle, 0)
        reportReady()
        reportChoice()
    }

    /// Runs until somebody ends it.
    mutating func run() -> DesktopStopReason {
        do throws(DesktopStop) {
            while true {
                try handleInput()
                let now = MonotonicClock.now()
                guard now < link.silentAt else { throw DesktopStop(.parentSilent) }
                bar.raiseIfDue(now: now)
                try makeFrameIfDue(now: now)
                try link.flush()
                wait()
            }
        } catch {
            return error.reason
        }
    }

    private mutating func handleInput() throws(DesktopStop) {
        for command in try link.receive(now: MonotonicClock.now()) { try handle(command) }
        while let event = display.pollEvent() { try handle(event) }
    }

    private mutating func handle(_ command: DesktopCommand) throws(DesktopStop) {
        switch command {
        case .requestKeyFrame: encoder.requestKeyFrame()
        case .setBitsPerSecond(let bitsPerSecond):
            do throws(DesktopError) {
                try encoder.setBitsPerSecond(bitsPerSecond, now: MonotonicClock.now())
            } catch {
                throw DesktopStop(error)
            }
        case .holdFrames(let isHeld): self.isHeld = isHeld
        case .choose, .setMode, .setCodec, .listWindows, .heartbeat, .frameTaken: break
        case .stop: throw DesktopStop(.byParent)
        case .start: throw DesktopStop(.protocolViolation)
        }
    }

    private mutating func handle(_ event: XEvent) throws(DesktopStop) {
        switch panicKey.handle(event) {
        case .stop: throw DesktopStop(.panicKey)
        case .handled: return
        case .notHandled: break
        }
        switch bar.handle(event, now: MonotonicClock.now()) {
        case .stop: throw DesktopStop(.byBar)
        case .lost: throw DesktopStop(DesktopStopReason.barLost)
        case .handled: return
        case .notHandled: break
        }
        do throws(DesktopError) {
            if try capture.handle(event) == .monitorChanged { try followMonitor() }
        } catch {
            throw DesktopStop(error)
        }
    }

    private mutating func followMonitor() throws(DesktopError) {
        bar.move(to: capture.monitor.bounds)
        guard !encoder.fits(capture.picture) else { return }
        try encoder.resize(width: capture.picture.width, height: capture.picture.height)
        reportChoice()
    }

    private mutating func reportReady() {
        link.send(
            .ready(
                DesktopReport.Ready(
                    width: UInt16(clamping: capture.picture.width), height: UInt16(clamping: capture.picture.height),
                    hasPanicKey: panicKey.isGrabbed)))
    }

    private mutating func reportChoice() {
        link.send(
            .chosen(
                DesktopReport.Chosen(
                    source: .monitor(.identifier(capture.monitor.identifier)),
                    width: UInt16(clamping: capture.picture.width),
                    height: UInt16(clamping: capture.picture.height))))
        link.send(.monitors(Monitor.all(on: display).map(\.description)))
    }

    /// When a frame should be made; `nil` while there is no reason to, or no room for it.
    private var nextFrameAt: Instant? {
        guard link.canTakeFrame, !isHeld else { return nil }
        return encoder.nextFrameAt(hasChanges: capture.hasChanges)
    }

    private mutating func makeFrameIfDue(now: Instant) throws(DesktopStop) {
        guard let due = nextFrameAt, due <= now else { return }
        let report: DesktopReport.Frame?
        do throws(DesktopError) {
            let isChanged = try capture.update()
            report = try encoder.encode(capture.picture, isChanged: isChanged, now: now)
        } catch {
            throw DesktopStop(error)
        }
        // Encoding took its time: whoever stopped meanwhile stops this frame as well.
        let size = (capture.picture.width, capture.picture.height)
        try handleInput()
        guard let report, size == (capture.picture.width, capture.picture.height) else { return }
        link.send(.frame(report))
    }

    /// Sleeps until the server, the parent or the next deadline.
    private func wait() {
        var deadline = link.silentAt
        if let raiseAt = bar.nextTimeout { deadline = min(deadline, raiseAt) }
        if let due = nextFrameAt { deadline = min(deadline, due) }
        // Rounded up, so that the loop does not turn in vain just before the deadline.
        let milliseconds = max(0, (deadline - MonotonicClock.now() + .nanoseconds(999_999)).inMilliseconds)
        var descriptors = [
            pollfd(fd: display.fileDescriptor, events: Int16(POLLIN), revents: 0),
            pollfd(
                fd: link.fileDescriptor, events: Int16(link.hasOutput ? POLLIN | POLLOUT : POLLIN), revents: 0),
        ]
        poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: milliseconds))
    }
}
