import RTP
import Testing
import Wire

@testable import Desktop

@Suite("Talk between parent and child")
struct ProtocolTests {
    private static let windows = (1...32).map { WindowIdentifier(rawValue: $0 << 24) }

    static let commands: [DesktopCommand] = [
        .start(.init(barText: "You are showing your screen to 王小明")),
        .start(
            .init(
                barText: "", stopLabel: "停止", source: .monitor(.index(3)), mode: .sampling, codec: .vp9Profile1,
                maximumFrameRate: 60, bitsPerSecond: .max)),
        .start(.init(barText: "x", source: .nothing, codec: .vp9)),
        .choose(.nothing), .choose(.monitor(.primary)), .choose(.monitor(.index(65_535))),
        .choose(.monitor(.identifier(.init(rawValue: 0x89AB_CDEF)))), .choose(.windows([windows[0]])),
        .choose(.windows(windows)),
        .setMode(.standard), .setMode(.sampling), .setCodec(.vp8), .setCodec(.vp9), .setCodec(.vp9Profile1),
        .setLayers(.single), .setLayers(.base), .setLayers(.two),
        .listWindows, .requestKeyFrame, .setBitsPerSecond(250_000), .holdFrames(true), .holdFrames(false),
        .setControl(true), .setControl(false), .holdInput(true), .holdInput(false), .setBarText("王小明"),
        .input(.pointerMoved(x: 0, y: 65_535)), .input(.button(4, isDown: true)), .input(.wheel(x: -16, y: 16)),
        .input(.key(code: "KeyA", key: "ä", isDown: false)), .input(.text("繁體\n")), .input(.releaseAll),
        .heartbeat, .frameTaken, .stop,
    ]

    private static let monitor = DesktopMonitor(
        identifier: .init(rawValue: 77), name: "HDMI-1 (DELL U2415)", x: -1_920, y: 0, width: 1_920, height: 1_200,
        isPrimary: true)
    private static let cursor = DesktopCursor(
        serial: 9, width: 2, height: 3, hotSpotX: 1, hotSpotY: 2, pixels: [0, 1, 0xFF00_0000, 0x80FF_FFFF, 4, 5])

    static let reports: [DesktopReport] = [
        .ready(.init(width: 1_920, height: 1_080, hasPanicKey: true)),
        .ready(.init(width: 1, height: 16_383, hasPanicKey: false)),
        .frame(
            .init(
                isKeyFrame: true, width: 640, height: 480, capturedAt: Instant(nanoseconds: 1_234_567_890_123),
                payload: [0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A])),
        .frame(
            .init(
                codec: .vp9Profile1, isKeyFrame: false, temporalLayer: 2, isLayerSync: true, width: 2, height: 2,
                capturedAt: .origin, payload: [])),
        .cursor(cursor), .cursorMoved(.hidden), .cursorMoved(.at(x: 0, y: 65_535)),
        .monitors([]), .monitors([monitor, monitor]),
        .windows([
            .init(identifier: windows[0], process: 4_711, title: "帳單 — Editor", program: "Editor"),
            .init(identifier: windows[1], process: nil, title: "", program: ""),
        ]),
        .chosen(.init(source: .monitor(.identifier(monitor.identifier)), width: 1_920, height: 1_200)),
        .chosen(.init(source: .windows(Array(windows.prefix(3))), width: 500, height: 300)),
        .inputHeld(true), .inputHeld(false),
        .windowOpened(.init(identifier: windows[0], process: 4_711, title: "Save as", program: "Editor")),
        .thumbnail(.init(window: windows[0], width: 1, height: 2, pixels: [1, 2, 3, 255, 4, 5, 6, 255])),
    ]

    @Test(arguments: commands)
    func commandsSurvive(command: DesktopCommand) throws {
        #expect(try DesktopCommand.parse(command.serialize().span) == command)
    }

    @Test(arguments: reports)
    func reportsSurvive(report: DesktopReport) throws {
        #expect(try DesktopReport.parse(report.serialize().span) == report)
    }

    @Test(arguments: commands)
    func noLengthOfACommandButItsOwnIsTaken(command: DesktopCommand) {
        let bytes = command.serialize()
        for length in 0..<bytes.count {
            #expect(throws: ParseError.self) { try DesktopCommand.parse(Array(bytes.prefix(length)).span) }
        }
        #expect(throws: ParseError.self) { try DesktopCommand.parse((bytes + [0]).span) }
    }

    @Test(arguments: reports)
    func noLengthOfAReportButItsOwnIsTaken(report: DesktopReport) {
        // A frame, and a place that may be none, are as long as their message.
        if case .frame = report { return }
        let bytes = report.serialize()
        for length in 0..<bytes.count where !(report == .cursorMoved(.at(x: 0, y: 65_535)) && length == 1) {
            #expect(throws: ParseError.self) { try DesktopReport.parse(Array(bytes.prefix(length)).span) }
        }
        #expect(throws: ParseError.self) { try DesktopReport.parse((bytes + [0]).span) }
    }

    @Test(
        arguments: [
            ([8, 4, 0], "number of windows"), ([8, 4, 33], "number of windows"), ([8, 9], "kind of source"),
            ([9, 2], "mode"), ([10, 3], "codec"), ([7, 2], "flag"), ([12, 3], "layers"),
            ([17], "kind of command"),
        ] as [([UInt8], StaticString)])
    func aCommandThatCannotBeIsRefused(bytes: [UInt8], what: StaticString) {
        #expect(throws: ParseError.invalid(what)) { try DesktopCommand.parse(bytes.span) }
    }

    @Test(
        arguments: [
            ([3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0], "size of cursor"),
            ([3, 0, 0, 0, 1, 2, 1, 0, 1, 0, 0, 0, 0], "size of cursor"),
            ([2, 4, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], "flags of frame"),
            ([2, 0, 0, 3, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], "temporal layer"),
            ([6, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0xFF, 0, 0], "text"),
            ([9, 0, 0, 0, 1, 0, 241, 0, 1], "size of thumbnail"), ([9, 0, 0, 0, 1, 0, 1, 0, 0], "size of thumbnail"),
            ([11], "kind of report"),
        ] as [([UInt8], StaticString)])
    func aReportThatCannotBeIsRefused(bytes: [UInt8], what: StaticString) {
        #expect(throws: ParseError.invalid(what)) { try DesktopReport.parse(bytes.span) }
    }

    @Test(arguments: ["x", "é", "王", "🙂"])
    func aTextThatIsTooLongIsCutBetweenCharacters(character: Character) throws {
        let text = String(repeating: character, count: 40_000)
        let report = DesktopReport.windows([
            .init(identifier: .init(rawValue: 1), process: 1, title: text + text, program: "p")
        ])
        guard case .windows(let windows) = try DesktopReport.parse(report.serialize().span) else {
            Issue.record("another report")
            return
        }
        let title = try #require(windows.first?.title)
        #expect((text + text).hasPrefix(title) && title.utf8.count > 65_530)
    }

    @Test
    func aFrameRateThatCannotBeIsRefused() {
        for frameRate: UInt8 in [0, 61, 255] {
            let start = DesktopCommand.start(.init(barText: "x", maximumFrameRate: frameRate)).serialize()
            #expect(throws: ParseError.invalid("frame rate")) { try DesktopCommand.parse(start.span) }
        }
    }

    @Test
    func randomBytesThrowOrParseAndNeverTrap() {
        var generator = SystemRandomNumberGenerator()
        for length in 0..<2_000 {
            let bytes = (0..<length % 64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try? DesktopCommand.parse(bytes.span)
            _ = try? DesktopReport.parse(bytes.span)
        }
    }

    @Test(arguments: [1, 2, 3, 7, 64, 4_096])
    func messagesComeWholeHoweverTheStreamIsCut(size: Int) throws {
        let messages = Self.commands.map { $0.serialize() }
        let bytes = messages.flatMap { MessageStream.frame($0) }
        var stream = MessageStream()
        var received: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            stream.append(bytes[start..<min(start + size, bytes.count)])
            while let message = try stream.next() { received.append(message) }
        }
        #expect(received == messages)
    }

    @Test
    func aLengthBeyondTheLimitIsRefusedBeforeItIsWaitedFor() {
        var stream = MessageStream()
        stream.append([0x02, 0x00, 0x00, 0x01])
        #expect(throws: ParseError.invalid("length of message")) { try stream.next() }
    }

    @Test
    func theExitStatusTellsTheReason() {
        #expect(DesktopStopReason(waitStatus: DesktopStopReason.byBar.rawValue << 8) == .byBar)
        #expect(DesktopStopReason(waitStatus: 0) == .byParent)
        #expect(DesktopStopReason(waitStatus: 9) == .crashed, "killed by a signal")
        #expect(DesktopStopReason(waitStatus: 99 << 8) == .crashed, "a status of nobody's")
    }
}
