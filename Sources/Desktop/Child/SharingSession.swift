internal import CX11
internal import Glibc
internal import VPX
internal import Wire

/// One sharing from *start* to its end: the loop that waits for the server, the parent and the clock.
///
/// Order of a turn: commands, events, silence, frame, pointer, output, wait. A frame that was being encoded when somebody
/// pressed *Stop* is thrown away, because commands and events are read again before it is queued.
struct SharingSession: ~Copyable {
    private let display: XDisplay
    private var link: ParentLink
    private var bars: SharingBars
    private var panicKey: PanicKey
    private var capture: ScreenCapture
    private var injector: InputInjector
    private var thumbnails: ThumbnailMaker
    private var encoder: ScreenEncoder
    /// Frames that were made still wait in the parent.
    private var isHeld = false
    /// What the parent was told last.
    private var toldChoice: DesktopReport.Chosen?
    private var toldMonitors: [DesktopMonitor]?

    /// Shows the bars, grabs the key and reports *ready*.
    init(display: XDisplay, link: consuming ParentLink, start: DesktopCommand.Start) throws(DesktopError) {
        var capture = try ScreenCapture(display: display)
        try capture.setImageFormat(ScreenEncoder.imageFormat(of: start.codec))
        try capture.choose(start.source, now: MonotonicClock.now())
        let encoder = try ScreenEncoder(start, width: capture.picture.width, height: capture.picture.height)
        let bars = try SharingBars(
            display: display, text: start.barText, label: start.stopLabel, monitors: capture.shownMonitors)
        self.display = display
        self.link = link
        self.capture = capture
        self.encoder = encoder
        self.bars = bars
        panicKey = PanicKey(display: display)
        injector = InputInjector(display: display)
        thumbnails = ThumbnailMaker(display: display, reader: self.capture.reader)
        // The bars are on the screen before the first picture is read.
        XSync(display.handle, 0)
        reportReady()
    }

    /// Runs until somebody ends it.
    mutating func run() -> DesktopStopReason {
        do throws(DesktopStop) {
            while true {
                try handleInput()
                let now = MonotonicClock.now()
                guard now < link.silentAt else { throw DesktopStop(.parentSilent) }
                bars.raiseIfDue(now: now)
                injector.reach = capture.reach
                if injector.handleTimeout(now: now) { link.send(.inputHeld(false)) }
                for thumbnail in thumbnails.poll(monitors: capture.monitors, now: now) {
                    link.send(.thumbnail(thumbnail))
                }
                try makeFrameIfDue(now: now)
                reportPointerIfDue(now: now)
                try link.flush()
                wait()
            }
        } catch {
            // Nothing stays held on a desktop that nobody controls any more.
            injector.setControl(false)
            XSync(display.handle, 0)
            return error.reason
        }
    }

    private mutating func handleInput() throws(DesktopStop) {
        for command in try link.receive(now: MonotonicClock.now()) { try handle(command) }
        while let event = display.pollEvent() { try handle(event) }
        do throws(DesktopError) {
            try capture.settle(now: MonotonicClock.now())
            for window in capture.takeOpenedWindows() { link.send(.windowOpened(window)) }
            try follow()
        } catch {
            throw DesktopStop(error)
        }
    }

    private mutating func handle(_ command: DesktopCommand) throws(DesktopStop) {
        switch command {
        case .stop: throw DesktopStop(.byParent)
        case .start: throw DesktopStop(.protocolViolation)
        default: break
        }
        do throws(DesktopError) {
            switch command {
            case .requestKeyFrame:
                encoder.requestKeyFrame()
                capture.tellPointerAgain(now: MonotonicClock.now())
            case .setBitsPerSecond(let bitsPerSecond):
                try encoder.setBitsPerSecond(bitsPerSecond, now: MonotonicClock.now())
            case .holdFrames(let isHeld): self.isHeld = isHeld
            case .choose(let source): try choose(source)
            case .setMode(let mode): try encoder.setMode(mode)
            case .setCodec(let codec):
                try encoder.setCodec(codec)
                try capture.setImageFormat(ScreenEncoder.imageFormat(of: codec))
            case .setLayers(let layers): encoder.setLayers(layers)
            case .setControl(let isOn): injector.setControl(isOn)
            case .holdInput(let isHeld): injector.hold(isHeld)
            case .input(let input):
                injector.reach = capture.reach
                injector.inject(input, now: MonotonicClock.now())
            case .setBarText(let text): try bars.show(text)
            case .listWindows: listWindows()
            // The process is awake just now.
            case .heartbeat: capture.glanceAtPointer(now: MonotonicClock.now())
            case .frameTaken, .stop, .start: break
            }
        } catch {
            throw DesktopStop(error)
        }
    }

    private mutating func handle(_ event: XEvent) throws(DesktopStop) {
        switch panicKey.handle(event) {
        case .stop: throw DesktopStop(.panicKey)
        case .handled: return
        case .notHandled: break
        }
        let now = MonotonicClock.now()
        switch bars.handle(event, now: now) {
        case .stop: throw DesktopStop(.byBar)
        case .lost: throw DesktopStop(DesktopStopReason.barLost)
        case .handled: return
        case .notHandled: break
        }
        if injector.handle(event, now: now) { link.send(.inputHeld(true)) }
        thumbnails.handle(event)
        _ = capture.handle(event, now: now)
    }

    /// Tells the windows, but for this child's own; their pictures follow, unless windows are shown already.
    private mutating func listWindows() {
        let windows = capture.listWindows()
        link.send(.windows(windows))
        guard !capture.chosen.source.isWindows else { return }
        thumbnails.begin(windows.map(\.identifier), monitors: capture.monitors, now: MonotonicClock.now())
    }

    /// Shows something else, or goes on as before when it is not there any more; either way the parent is told.
    private mutating func choose(_ source: DesktopSource) throws(DesktopError) {
        // Let go of, before a window is redirected for the picture.
        thumbnails.end()
        do throws(DesktopError) {
            try capture.choose(source, now: MonotonicClock.now())
            encoder.requestKeyFrame()
        } catch {
            let answers: [DesktopError] = [.noMonitor, .windowsClosed, .missingExtension(.composite)]
            guard answers.contains(error) else { throw error }
        }
        (toldChoice, toldMonitors) = (nil, nil)
    }

    /// Has bars, encoder and parent follow what is shown now.
    private mutating func follow() throws(DesktopError) {
        let monitors = capture.monitors.map(\.description)
        let choice = capture.chosen
        if choice != toldChoice || monitors != toldMonitors || choice.source.isWindows {
            try bars.follow(capture.shownMonitors)
        }
        if !encoder.fits(capture.picture) {
            try encoder.resize(width: capture.picture.width, height: capture.picture.height)
        }
        if monitors != toldMonitors { link.send(.monitors(monitors)) }
        if choice != toldChoice { link.send(.chosen(choice)) }
        (toldChoice, toldMonitors) = (choice, monitors)
    }

    private mutating func reportReady() {
        link.send(
            .ready(
                DesktopReport.Ready(
                    width: UInt16(clamping: capture.picture.width), height: UInt16(clamping: capture.picture.height),
                    hasPanicKey: panicKey.isGrabbed)))
    }

    /// When a frame should be made; `nil` while there is no reason to, or no room for it.
    private var nextFrameAt: Instant? {
        guard capture.isShowing, link.canTakeFrame, !isHeld else { return nil }
        return encoder.nextFrameAt(hasChanges: capture.hasChanges)
    }

    private mutating func makeFrameIfDue(now: Instant) throws(DesktopStop) {
        guard let due = nextFrameAt, due <= now else { return }
        let report: DesktopReport.Frame?
        do throws(DesktopError) {
            let damaged = try capture.update()
            report = try encoder.encode(capture.picture, damaged: damaged, now: now)
        } catch {
            throw DesktopStop(error)
        }
        // Encoding took its time: whoever stopped meanwhile stops this frame as well.
        let choice = toldChoice
        try handleInput()
        // Nor does a frame follow the report that something else is shown.
        guard let report, choice == toldChoice else { return }
        link.send(.frame(report))
    }

    private mutating func reportPointerIfDue(now: Instant) {
        // Behind a frame that is being written the place would be old when it arrives.
        guard !link.hasOutput, let due = capture.nextPointerTimeout, due <= now else { return }
        for report in capture.pollPointer(now: now) { link.send(report) }
    }

    /// Sleeps until the server, the parent or the next deadline.
    private func wait() {
        var deadline = link.silentAt
        let pointerDue = link.hasOutput ? nil : capture.nextPointerTimeout
        for due in [
            bars.nextTimeout, injector.nextTimeout, thumbnails.nextTimeout, nextFrameAt, capture.nextTimeout,
            pointerDue,
        ] {
            if let due { deadline = min(deadline, due) }
        }
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
