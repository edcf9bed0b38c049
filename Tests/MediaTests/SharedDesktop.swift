import Desktop
import DesktopTestSupport
import Foundation
import Media
import Synchronization
import Testing
import VPX

/// One after the other, because each has an X server and a child of its own and looks at what takes time.
@Suite("The shared desktop", .serialized)
enum SharedDesktopTests {}

/// A display, a program on it, and the desktop child that shows it: what each of these tests begins with.
final class SharedDesktop {
    let display: VirtualDisplay
    let client: DisplayClient
    let process: DesktopProcess
    let record = Record()
    private let reader: Task<Void, Never>

    /// Starts sharing the screen of an empty display.
    convenience init(
        width: Int = 640, height: Int = 480, without extensions: [String] = [],
        before prepare: (DisplayClient) -> Void = { _ in }
    ) throws {
        try self.init(
            on: try VirtualDisplay(width: width, height: height, without: extensions),
            showing: { _ in .monitor(.primary) }, before: prepare)
    }

    /// Starts sharing what `source` chooses.
    init(
        on display: VirtualDisplay, showing source: (DisplayClient) throws -> DesktopSource,
        before prepare: (DisplayClient) -> Void = { _ in }
    ) throws {
        self.display = display
        client = try DisplayClient(display)
        prepare(client)
        process = DesktopProcess(
            program: try TestChild.program(display: display.name),
            start: DesktopCommand.Start(
                barText: "You are showing your screen to Ada", source: try source(client),
                bitsPerSecond: 4_000_000))
        reader = Task { [process, record] in
            guard var decoder = try? VP8Decoder() else { return }
            for await event in process.events { record.add(event, decoder: &decoder) }
        }
    }

    deinit {
        reader.cancel()
    }

    /// Ends sharing and waits for the child's end.
    func stop() async throws {
        await process.stop()
        try await eventually("the child ends") { record.stopReason != nil }
    }

    /// Waits until a second has passed without a frame.
    func settle() async throws {
        var count = -1
        try await eventually("the picture settles", within: .seconds(30), interval: .seconds(1)) {
            defer { count = record.frameCount }
            return record.frameCount > 0 && record.frameCount == count
        }
    }

    /// The bar's box on the display, once it is there.
    func findBar() async throws -> (window: UInt, box: DisplayClient.Box) {
        try await eventually("the bar appears") { client.findWindow(named: "Nearhand") != nil }
        return try #require(client.findWindow(named: "Nearhand"))
    }
}

/// What came out of the child, with the last picture decoded.
final class Record: Sendable {
    private struct State {
        var ready: DesktopReport.Ready?
        var choices: [DesktopReport.Chosen] = []
        var monitors: [DesktopMonitor] = []
        var windows: [DesktopWindow]?
        var thumbnails: [DesktopThumbnail] = []
        var opened: [DesktopWindow] = []
        var cursors: [DesktopCursor] = []
        var places: [DesktopCursorPlace] = []
        var frames: [DesktopReport.Frame] = []
        var stopReason: DesktopStopReason?
        var eventsAfterStop = 0
        var picture: Picture?
        var forbiddenColour: Int?
        var forbiddenShare = 0.0
    }

    struct Picture {
        var width: Int
        var height: Int
        /// Blue, green, red, padding.
        var pixels: [UInt8]

        /// The share of pixels near a colour, 0…1.
        func share(of colour: Int) -> Double {
            let count = (0..<width * height).filter { isNear(colour, x: $0 % width, y: $0 / width, within: 48) }.count
            return Double(count) / Double(width * height)
        }

        /// Whether the pixel is near a colour, `0xRRGGBB`.
        func isNear(_ colour: Int, x: Int, y: Int, within tolerance: Int = 24) -> Bool {
            let offset = (y * width + x) * 4
            return (0..<3).allSatisfy { abs(Int(pixels[offset + $0]) - (colour >> (8 * $0) & 0xFF)) <= tolerance }
        }
    }

    private let state = Mutex(State())

    var ready: DesktopReport.Ready? { state.withLock { $0.ready } }
    var choices: [DesktopReport.Chosen] { state.withLock { $0.choices } }
    var monitors: [DesktopMonitor] { state.withLock { $0.monitors } }
    var windows: [DesktopWindow]? { state.withLock { $0.windows } }
    var opened: [DesktopWindow] { state.withLock { $0.opened } }
    var thumbnails: [DesktopThumbnail] { state.withLock { $0.thumbnails } }
    var cursors: [DesktopCursor] { state.withLock { $0.cursors } }
    var places: [DesktopCursorPlace] { state.withLock { $0.places } }
    var frames: [DesktopReport.Frame] { state.withLock { $0.frames } }
    var frameCount: Int { state.withLock { $0.frames.count } }
    var stopReason: DesktopStopReason? { state.withLock { $0.stopReason } }
    var eventsAfterStop: Int { state.withLock { $0.eventsAfterStop } }
    var picture: Picture? { state.withLock { $0.picture } }

    /// The largest share of a picture that was near the forbidden colour, ever.
    var forbiddenShare: Double { state.withLock { $0.forbiddenShare } }

    /// Looks for a colour in every picture from now on.
    func forbid(_ colour: Int) {
        state.withLock { $0.forbiddenColour = colour }
    }

    func add(_ event: DesktopEvent, decoder: inout VP8Decoder) {
        var picture: Picture?
        if case .frame(let frame) = event, let image = try? decoder.decode(frame.payload) {
            picture = (try? image.makeARGB()).map { Picture(width: image.width, height: image.height, pixels: $0) }
        }
        state.withLock { state in
            if state.stopReason != nil { state.eventsAfterStop += 1 }
            switch event {
            case .started(let ready): state.ready = ready
            case .chosen(let chosen): state.choices.append(chosen)
            case .monitors(let monitors): state.monitors = monitors
            case .windows(let windows): state.windows = windows
            case .windowOpened(let window): state.opened.append(window)
            case .thumbnail(let thumbnail): state.thumbnails.append(thumbnail)
            case .inputHeld: break
            case .cursor(let cursor): state.cursors.append(cursor)
            case .cursorMoved(let place): state.places.append(place)
            case .frame(let frame): state.frames.append(frame)
            case .stopped(let reason): state.stopReason = reason
            }
            guard let picture else { return }
            state.picture = picture
            if let colour = state.forbiddenColour {
                state.forbiddenShare = max(state.forbiddenShare, picture.share(of: colour))
            }
        }
    }
}

/// A program on a display.
final class Program {
    private let process = Process()
    /// Its process.
    var identifier: Int32 { process.processIdentifier }

    /// Starts it.
    init(_ path: String, _ arguments: [String], on display: VirtualDisplay) throws {
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }
        (environment["DISPLAY"], environment["LC_ALL"]) = (display.name, "C.UTF-8")
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Ends it.
    func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// Where the child's program is: beside the test bundle.
enum TestChild {
    static func program(display: String?) throws -> DesktopProgram {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
        let folder = URL(fileURLWithPath: try #require(bundle, "the path of the test bundle"))
            .deletingLastPathComponent()
        var environment = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME", "LANG"].contains($0.key) }
        environment["DISPLAY"] = display
        return DesktopProgram(
            path: folder.appendingPathComponent("DesktopTestChild").path, arguments: [], environment: environment)
    }
}

/// Waits until a condition holds; real processes have no virtual time.
func eventually(
    _ what: Comment, within limit: Duration = .seconds(10), interval: Duration = .milliseconds(10),
    isolation: isolated (any Actor)? = #isolation, sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while !condition() {
        try #require(ContinuousClock.now < deadline, what, sourceLocation: sourceLocation)
        try await Task.sleep(for: interval)
    }
}
