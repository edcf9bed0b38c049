import Testing
import Wire

@testable import Desktop

@Suite("Talk between parent and child")
struct ProtocolTests {
    static let commands: [DesktopCommand] = [
        .start(.init(barText: "You are showing your screen to 王小明")),
        .start(.init(barText: "", stopLabel: "停止", monitor: .index(3), maximumFrameRate: 60, bitsPerSecond: .max)),
        .requestKeyFrame, .setBitsPerSecond(250_000), .holdFrames(true), .holdFrames(false),
        .heartbeat, .frameTaken, .stop,
    ]

    static let reports: [DesktopReport] = [
        .ready(.init(width: 1_920, height: 1_080, hasPanicKey: true)),
        .ready(.init(width: 1, height: 16_383, hasPanicKey: false)),
        .frame(
            .init(
                isKeyFrame: true, width: 640, height: 480, capturedAt: Instant(nanoseconds: 1_234_567_890_123),
                payload: [0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A])),
        .frame(.init(isKeyFrame: false, width: 2, height: 2, capturedAt: .origin, payload: [])),
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
