package import Desktop
package import RTP

/// One sharing of this machine's desktop: a child process from its start to its end.
///
/// The child ends by itself when this program hangs or dies, when *Stop* on the bar or the panic key is pressed, and
/// when the X server goes away. Whatever it was, `events` ends with `stopped`.
package actor DesktopProcess {
    /// What happens, for one reader. The child waits while frames are not taken: it leaves pictures out and the reader
    /// gets the newest one, never a backlog.
    package nonisolated let events: AsyncStream<DesktopEvent>

    private let mailbox: DesktopMailbox
    private let pump: DesktopPump

    /// Starts the child; sharing has begun when `events` says `started`.
    package init(program: DesktopProgram, start: DesktopCommand.Start) {
        let mailbox = DesktopMailbox()
        let pump = DesktopPump(program: program, start: start, mailbox: mailbox)
        events = AsyncStream {
            let event = await mailbox.next()
            if case .frame = event { pump.send(.frameTaken) }
            return event
        }
        self.mailbox = mailbox
        self.pump = pump
        pump.start()
    }

    deinit {
        pump.stop()
    }

    /// The next frame will decode by itself, and the pointer's picture and place come again.
    package func requestKeyFrame() {
        pump.send(.requestKeyFrame)
    }

    /// Sets the bit rate for the frames that follow.
    package func setBitsPerSecond(_ bitsPerSecond: UInt32) {
        pump.send(.setBitsPerSecond(bitsPerSecond))
    }

    /// Has frames left out, or made again: the next one shows what is there then.
    package func holdFrames(_ isHeld: Bool) {
        pump.send(.holdFrames(isHeld))
    }

    /// Shows another monitor, and nothing else from the next frame on; `chosen` follows.
    package func chooseMonitor(_ monitor: MonitorSelection) {
        pump.send(.choose(.monitor(monitor)))
    }

    /// Shows these windows, 1…`DesktopSource.maximumWindowCount`, and nothing else from the next frame on; `chosen`
    /// follows, with those that are there.
    package func chooseWindows(_ windows: [WindowIdentifier]) {
        pump.send(.choose(.windows(windows)))
    }

    /// Shows nothing until something is chosen; the bar stays.
    package func chooseNothing() {
        pump.send(.choose(.nothing))
    }

    /// Sets what gives way when the picture does not fit the line.
    package func setMode(_ mode: DesktopMode) {
        pump.send(.setMode(mode))
    }

    /// Sets the codec from the next frame on, which is a key frame.
    package func setCodec(_ codec: VideoCodec) {
        pump.send(.setCodec(codec))
    }

    /// Sets how frames are divided.
    package func setLayers(_ layers: DesktopLayers) {
        pump.send(.setLayers(layers))
    }

    /// Asks for the windows; `windows` follows.
    package func listWindows() {
        pump.send(.listWindows)
    }

    /// Has input injected from now on, or no more; at the end what is held is released.
    package func setControl(_ isOn: Bool) {
        pump.send(.setControl(isOn))
    }

    /// Has input left out for now, and what is held released, or takes it again.
    package func holdInput(_ isHeld: Bool) {
        pump.send(.holdInput(isHeld))
    }

    /// Does it on the desktop, where input may be injected. Whoever calls this has checked the person's grant.
    package func inject(_ input: DesktopInput) {
        pump.send(.input(input))
    }

    /// Has the bar say something else.
    package func setBarText(_ text: String) {
        pump.send(.setBarText(text))
    }

    /// Ends sharing: no frame comes out of `events` after this returns, only `stopped(.byParent)`.
    package func stop() {
        mailbox.refuse()
        pump.stop()
    }
}
