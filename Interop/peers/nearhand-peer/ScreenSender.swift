import DTLS
import Desktop
import Foundation
import ICE
import Logging
import Media
import PeerConnection
import RTP
import SDP
import Wire

/// Shows this machine's desktop to the other side, as a node does: a child process captures and encodes, and follows what
/// the connection says.
actor ScreenSender: PeerSession {
    private let connection: PeerConnection
    private let negotiation: Negotiation
    private let entry: ScreenEntry
    private var desktop: DesktopProcess?
    private var forwarding: Task<Void, Never>?
    private var bitsPerSecond: Int?
    private var figures = ScreenEntry()

    /// - Throws: `Complaint` where the start message names no program, `DTLSError`.
    init(start: PeerMessage, loop: NetworkLoop, logger: Logger) throws {
        guard let entry = start.screen, entry.program != nil else { throw Complaint("no program to show a desktop") }
        self.entry = entry
        connection = PeerConnection(
            configuration: PeerConnectionConfiguration(
                ice: try start.makeICEConfiguration(), certificate: try Certificate.make()),
            loop: loop, logger: logger)
        negotiation = Negotiation(connection)
    }

    func start() async throws {
        try await connection.addVideo(.screen, direction: .sendonly)
        try await negotiation.offer()
    }

    func handle(_ message: PeerMessage) async throws {
        switch message.type {
        case .readScreen:
            var answer = PeerMessage(.readScreen)
            figures.bitsPerSecond = bitsPerSecond
            answer.screen = figures
            figures = ScreenEntry()
            Lines.write(answer)
        case .setScreen:
            if let mode = message.screen?.mode.flatMap(Self.mode) { await desktop?.setMode(mode) }
            if let codec = message.screen?.codec.flatMap(VideoCodec.init(rawValue:)) { await desktop?.setCodec(codec) }
        case .restart: await restart()
        default: try await negotiation.handle(message)
        }
    }

    /// Looks for another path, as a node does: consent can be lost where every tenth packet is.
    private func restart() async {
        do {
            try await negotiation.offer(restartingICE: true)
        } catch {
            report("no restart: \(error)")
        }
    }

    func run() async {
        for await event in connection.events {
            switch event {
            case .stateChanged(let state):
                negotiation.tell(event)
                if case .failed = state { report("the connection failed: \(state)") }
                if state == .connected, desktop == nil { show() }
            case .keyFrameRequested(.screen): await desktop?.requestKeyFrame()
            case .videoBitrate(.screen, let bitsPerSecond):
                self.bitsPerSecond = min(bitsPerSecond, entry.maximumBitsPerSecond ?? .max)
                await desktop?.setBitsPerSecond(UInt32(clamping: self.bitsPerSecond ?? bitsPerSecond))
            case .videoBacklogChanged(.screen, let isTooLong): await desktop?.holdFrames(isTooLong)
            case .restartWanted: await restart()
            default: negotiation.tell(event)
            }
        }
    }

    func close() async {
        await desktop?.stop()
        forwarding?.cancel()
        await connection.close()
    }

    private func show() {
        var start = DesktopCommand.Start(
            barText: "Measuring", mode: entry.mode.flatMap(Self.mode) ?? .standard,
            codec: entry.codec.flatMap(VideoCodec.init(rawValue:)) ?? .vp9)
        if let bitsPerSecond { start.bitsPerSecond = UInt32(clamping: bitsPerSecond) }
        let desktop = DesktopProcess(
            program: DesktopProgram(
                path: entry.program ?? "", environment: ProcessInfo.processInfo.environment), start: start)
        self.desktop = desktop
        forwarding = Task { [weak self] in
            for await event in desktop.events { await self?.handle(event) }
        }
    }

    private func handle(_ event: DesktopEvent) async {
        switch event {
        case .started: Lines.write(PeerMessage(.open))
        case .frame(let frame):
            figures.frameCount = (figures.frameCount ?? 0) + 1
            figures.byteCount = (figures.byteCount ?? 0) + frame.payload.count
            if frame.isKeyFrame { figures.keyFrameCount = (figures.keyFrameCount ?? 0) + 1 }
            (figures.width, figures.height) = (Int(frame.width), Int(frame.height))
            let ticks = frame.capturedAt.nanoseconds / 100_000 * 9
            await connection.sendVideo(
                EncodedVideoFrame(
                    codec: frame.codec, isKeyFrame: frame.isKeyFrame, temporalLayer: frame.temporalLayer,
                    isLayerSync: frame.isLayerSync,
                    rtpTimestamp: RTPTimestamp(rawValue: UInt32(truncatingIfNeeded: ticks)), width: frame.width,
                    height: frame.height, payload: frame.payload), on: .screen)
        case .stopped(let reason): report("the desktop child ended: \(reason)")
        case .chosen, .monitors, .windows, .thumbnail, .windowOpened, .cursor, .cursorMoved, .inputHeld: break
        }
    }

    private static func mode(_ name: String) -> DesktopMode? {
        switch name {
        case "standard": .standard
        case "sampling": .sampling
        default: nil
        }
    }
}
