import Console
import Desktop
import Logging
import Media
import RTP
import SessionDomain
import Wire

// The shared desktop: captured by a child process, or by the panel's page where the node itself cannot.
extension CustomerNode {
    /// What runs under a grant.
    enum Capture {
        /// A `desktop` child.
        case child(Grant, DesktopProcess)
        /// The panel's page, from the browser's own picker on.
        case page(Grant)

        var grant: Grant {
            switch self {
            case .child(let grant, _), .page(let grant): grant
            }
        }
    }

    /// Begins to capture; the child's first event, or the page's command, says that it runs.
    func startCapture(_ grant: Grant) async {
        notices.withdraw(.picture)
        pointerScale = PointerScale()
        // From here on the links tell each change.
        await gatherScreenAudience()
        if capturesByPage {
            capture = .page(grant)
            return
        }
        var start = DesktopCommand.Start(
            barText: barText(isOfWindows: grant.scope == .viewApplication),
            stopLabel: configuration.barLanguage.stopLabel)
        start.codec = await link?.codec(for: .standard) ?? .vp8
        // Nothing is captured before the person has picked.
        if grant.scope == .viewApplication { start.source = .nothing }
        while let order = screenAudience.pollOrder() {
            switch order {
            case .setBitsPerSecond(let bitsPerSecond): start.bitsPerSecond = bitsPerSecond
            case .setLayers(let layers): start.layers = layers
            // Nothing was sent that could wait.
            case .holdFrames: break
            }
        }
        let desktop = DesktopProcess(program: desktopProgram, start: start)
        capture = .child(grant, desktop)
        mailbox.forward(desktop.events) { .desktop(grant, $0) }
    }

    /// Returns when no frame can leave any more.
    func stopCapture(_ grant: Grant) async {
        guard let running = capture, running.grant == grant else { return }
        capture = nil
        thumbnails = [:]
        if case .child(_, let desktop) = running { await desktop.stop() }
        for link in screenLinks.values { await link.stopVideo(.screen) }
    }

    /// The links to those who see this person's screen. A grant names one host; others would come here by one of theirs.
    private var screenLinks: [ParticipantID: SecureLink] {
        link.map { [CustomerSession.hostID: $0] } ?? [:]
    }

    private func gatherScreenAudience() async {
        let links = screenLinks
        screenAudience = ScreenAudience(hasLayers: !capturesByPage)
        isScreenHeld = false
        screenAudience.setViewers(Set(links.keys), now: clock.now)
        for (viewer, link) in links {
            guard let bitsPerSecond = await link.videoBitrate(of: .screen) else { continue }
            screenAudience.handleBitrate(bitsPerSecond, of: viewer, now: clock.now)
        }
    }

    /// Takes what a viewer's line carries.
    func handleScreenBitrate(_ bitsPerSecond: UInt32, of viewer: ParticipantID) async {
        screenAudience.handleBitrate(bitsPerSecond, of: viewer, now: clock.now)
        await directScreen()
    }

    /// Takes whether a viewer's frames wait for too long.
    func handleScreenBacklog(isTooLong: Bool, of viewer: ParticipantID) async {
        screenAudience.handleBacklog(isTooLong: isTooLong, of: viewer)
        await directScreen()
    }

    /// Has the screen's encoder follow those who watch.
    private func directScreen() async {
        guard capture != nil else { return }
        while let order = screenAudience.pollOrder() {
            switch (order, capture) {
            case (.setBitsPerSecond(let bitsPerSecond), .child(_, let desktop)):
                await desktop.setBitsPerSecond(bitsPerSecond)
            case (.setBitsPerSecond(let bitsPerSecond), .page):
                await console.push(PageNote.bitrate(.screen, bitsPerSecond))
            case (.setLayers(let layers), .child(_, let desktop)): await desktop.setLayers(layers)
            case (.holdFrames(let isHeld), .child(_, let desktop)): await desktop.holdFrames(isHeld)
            case (.holdFrames(let isHeld), .page): isScreenHeld = isHeld
            case (.setLayers, .page), (_, nil): break
            }
        }
    }

    /// Sends a frame to each of those who watch, unless it is one that they go without.
    private func sendScreen(_ frame: EncodedVideoFrame) async {
        screenAudience.handleFrame(now: clock.now)
        for (viewer, link) in screenLinks where screenAudience.takes(frame, viewer) {
            await link.send(frame, on: .screen)
        }
        await directScreen()
    }

    /// The other side cannot go on without a key frame of the screen.
    func makeKeyFrame() async {
        switch capture {
        case .child(_, let desktop): await desktop.requestKeyFrame()
        case .page: await console.push(PageNote.keyFrameWanted(.screen))
        case nil: break
        }
    }

    /// The host wants the picture made in another way.
    func setDisplayMode(_ mode: DisplayMode) async {
        guard case .child(_, let desktop) = capture else { return }
        await desktop.setMode(mode == .standard ? .standard : .sampling)
        if let codec = await link?.codec(for: mode) { await desktop.setCodec(codec) }
    }

    /// The host wants another of the monitors that it was told.
    func chooseMonitor(_ monitor: Int) async {
        guard case .child(_, let desktop) = capture, let number = UInt32(exactly: monitor) else { return }
        await desktop.chooseMonitor(.identifier(MonitorIdentifier(rawValue: number)))
    }

    /// Takes one event of the desktop child that runs under a grant; what comes of a grant whose capture was stopped,
    /// or was replaced, is dropped. Each frame is checked against the grant again before it leaves.
    func handle(_ event: DesktopEvent, under grant: Grant) async {
        guard let running = capture, running.grant == grant else { return }
        switch event {
        case .started: break
        case .chosen(let chosen): await handle(chosen, under: grant)
        case .monitors(let monitors):
            self.monitors = monitors
            tellMonitors(under: grant)
        case .windows(let windows): offer(windows, under: grant)
        case .windowOpened(let window):
            session?.handleOpened(ShareableWindow(window), under: grant, now: clock.now)
        case .thumbnail(let thumbnail): await show(thumbnail)
        case .inputHeld(let isHeld): session?.handleLocalUse(isHeld, under: grant)
        case .cursor(let cursor):
            guard session?.permits(grant) == true else { return }
            await link?.send(PointerMessage.shape(cursor))
        case .cursorMoved(let place):
            guard session?.permits(grant) == true else { return }
            await link?.send(pointerScale.message(place))
        case .frame(let frame):
            guard session?.permits(grant) == true else { return }
            pointerScale.handleFrame(width: frame.width, height: frame.height)
            await sendScreen(EncodedVideoFrame(frame))
        case .stopped(let reason):
            capture = nil
            for link in screenLinks.values { await link.stopVideo(.screen) }
            guard let failure = CaptureFailure(reason) else {
                session?.handleStopped(grant)
                return
            }
            logger.error("the desktop child ended", metadata: ["reason": "\(reason)"])
            session?.handleCaptureFailed(grant, failure: failure)
        }
    }

    private func handle(_ chosen: DesktopReport.Chosen, under grant: Grant) async {
        pointerScale.handleCaptured(width: chosen.width, height: chosen.height)
        switch (chosen.source, grant.scope.view) {
        case (.monitor(let selection), .viewDesktop):
            if case .identifier(let monitor) = selection { shownMonitor = monitor }
            session?.handleCaptureStarted(grant, surface: .monitor)
            tellMonitors(under: grant)
        case (.windows, .viewApplication): session?.handleCaptureStarted(grant, surface: .window)
        // Nothing is picked yet, or what was picked is gone.
        case (.nothing, .viewApplication): await listWindows(for: grant)
        // Never asked for; nothing of it may leave.
        default: session?.handleCaptureFailed(grant, failure: .broken)
        }
    }

    private func tellMonitors(under grant: Grant) {
        session?.handleMonitors(
            MonitorList(
                monitors: monitors.map { monitor in
                    MonitorList.Monitor(
                        monitor: Int(monitor.identifier.rawValue), name: monitor.name, width: Int(monitor.width),
                        height: Int(monitor.height), isPrimary: monitor.isPrimary)
                },
                shown: shownMonitor.map { Int($0.rawValue) }),
            under: grant)
    }
}

// What the panel's page captures.
extension CustomerNode {
    /// Takes what the page says of its capture; without meaning unless the page was asked to.
    func handlePageCapture(_ command: CustomerCommand) async {
        guard case .page(let grant) = capture else { return }
        switch command {
        case .pageCaptureStarted(let started) where grant.scope == .viewApplication && started.surface == .monitor:
            session?.handleNothingPicked(grant, isWholeScreen: true)
        case .pageCaptureStarted(let started):
            session?.handleCaptureStarted(grant, surface: started.surface)
            // The page takes no note before it captures.
            await gatherScreenAudience()
            await directScreen()
        case .pageCaptureFailed(let failed):
            if failed.isRefusal {
                session?.handleNothingPicked(grant, isWholeScreen: failed.isWholeScreen == true)
            } else {
                session?.handleCaptureFailed(grant, failure: .broken)
            }
        case .pageCaptureEnded: session?.handleStopped(grant)
        default: break
        }
    }

    /// Takes a frame of the page's: of what it captures under a grant, or of the camera that the person switched on.
    func handle(_ frame: PageFrame) async {
        switch frame.source {
        case .screen:
            guard case .page(let grant) = capture, session?.permits(grant) == true, !isScreenHeld || frame.isKeyFrame
            else { return }
            await sendScreen(EncodedVideoFrame(frame))
        case .camera:
            guard session?.callMedia.isCameraOn == true else { return }
            let picture = EncodedVideoFrame(frame)
            for link in cameraLinks { await link.send(picture, on: .camera) }
        }
    }
}
