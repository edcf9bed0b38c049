import DTLS
import Foundation
import ICE
import Logging
import PeerConnection
import RTP
import SDP
import VPX
import Wire

/// Decodes what the other side shows, reads the marks in it, and keeps the last picture.
actor ScreenViewer: PeerSession {
    private let connection: PeerConnection
    private let negotiation: Negotiation
    private let marks: ScreenEntry.Marks?
    private var decoder: (codec: VideoCodec, screen: ScreenDecoder)?
    private var figures = ScreenEntry()
    private var lastMark: Int64?

    /// - Throws: `DTLSError`, `Complaint`.
    init(start: PeerMessage, loop: NetworkLoop, logger: Logger) throws {
        marks = start.screen?.marks
        connection = PeerConnection(
            configuration: PeerConnectionConfiguration(
                ice: try start.makeICEConfiguration(), certificate: try Certificate.make()),
            loop: loop, logger: logger)
        negotiation = Negotiation(connection)
    }

    func start() async throws {
        try await connection.addVideo(.screen, direction: .recvonly)
    }

    func handle(_ message: PeerMessage) async throws {
        switch message.type {
        case .readScreen:
            var answer = PeerMessage(.readScreen)
            answer.screen = figures
            figures = ScreenEntry()
            Lines.write(answer)
        case .picture:
            guard let file = message.screen?.file, let pixels = try decoder?.screen.makePixels() else {
                return report("there is no picture yet")
            }
            try Data(pixels).write(to: URL(fileURLWithPath: file))
            var answer = message
            let size = decoder?.screen.size ?? (0, 0)
            answer.screen?.width = size.0
            answer.screen?.height = size.1
            Lines.write(answer)
        default: try await negotiation.handle(message)
        }
    }

    func run() async {
        for await event in connection.events {
            switch event {
            case .videoFrame(.screen, let frame): await show(frame)
            case .stateChanged(.failed(let reason)): report("the connection failed: \(reason)")
            // The offerer offers.
            case .restartWanted: Lines.write(PeerMessage(.restart))
            default: negotiation.tell(event)
            }
        }
    }

    func close() async {
        await connection.close()
    }

    private func show(_ frame: EncodedVideoFrame) async {
        do {
            if decoder?.codec != frame.codec { decoder = (frame.codec, try ScreenDecoder(frame.codec)) }
            try decoder?.screen.decode(frame.payload)
        } catch {
            await connection.requestKeyFrame(of: .screen)
            return
        }
        figures.frameCount = (figures.frameCount ?? 0) + 1
        figures.byteCount = (figures.byteCount ?? 0) + frame.payload.count
        if frame.isKeyFrame { figures.keyFrameCount = (figures.keyFrameCount ?? 0) + 1 }
        (figures.width, figures.height) = decoder?.screen.size ?? (0, 0)
        guard let marks, let mark = decoder?.screen.read(marks), mark != lastMark else { return }
        lastMark = mark
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        figures.seen = (figures.seen ?? []) + [[mark, Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)]]
    }
}

/// A decoder and its last picture. A class, because an actor's optional and a tuple cannot hold what is not copied.
final class ScreenDecoder {
    private var decoder: VPXDecoder
    private var image: VideoImage

    /// - Throws: `VPXError`.
    init(_ codec: VideoCodec) throws {
        decoder = try VPXDecoder(codec: codec)
        image = try VideoImage(width: 16, height: 16)
    }

    var size: (Int, Int) { (image.width, image.height) }

    /// - Throws: `VPXError`.
    func decode(_ payload: [UInt8]) throws {
        if let next = try decoder.decode(payload) { image = next }
    }

    /// - Throws: `VPXError`.
    func makePixels() throws -> [UInt8] { try image.makeARGB() }

    /// The number that the marks show; `nil` where the picture ends before them.
    func read(_ marks: ScreenEntry.Marks) -> Int64? {
        var gray: Int64 = 0
        for bit in 0..<marks.count {
            let x = (marks.x + bit * marks.side + marks.side / 2) * image.width / marks.screenWidth
            let y = (marks.y + marks.side / 2) * image.width / marks.screenWidth
            guard x < image.width, y < image.height else { return nil }
            if image.luma[y * image.lumaStride + x] > 126 { gray |= 1 << Int64(bit) }
        }
        var number = gray
        while gray != 0 {
            gray >>= 1
            number ^= gray
        }
        return number
    }
}
