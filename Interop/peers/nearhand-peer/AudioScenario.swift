import Foundation
import Opus
import PeerConnection
import RTP

/// Lets the peer hear a tone, and listens for the peer's.
actor AudioScenario {
    /// What we play and what the peer plays, in hertz.
    static let ownPitch = 1_000.0
    static let peersPitch = 600.0
    /// Tenths of a second with the peer's tone that make the scenario pass.
    static let wantedBlockCount = 20
    private static let sampleRate = 48_000.0
    private static let blockSampleCount = 4_800
    /// What one device takes at a time: 10 ms.
    private static let deviceSampleCount = 480
    /// A tone below this mean square is silence (−50 dB).
    private static let leastEnergy = 10_000.0
    /// The share of all that is heard which the tone must have; codecs add little to it.
    private static let leastShare = 0.8

    private let connection: PeerConnection
    private var encoder: OpusEncoder
    private var decoder: OpusDecoder
    private var heard: [Int16] = []
    private var toneCount = 0
    private var blockCount = 0

    init(_ connection: PeerConnection) throws {
        self.connection = connection
        encoder = try OpusEncoder()
        decoder = try OpusDecoder()
    }

    /// Plays and listens, 20 ms at a time, until the task is cancelled.
    /// - Parameter report: is called once, when the peer's tone was heard for long enough.
    func run(report: @escaping @Sendable (String) async -> Void) async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        var number: UInt32 = 0
        var queued = 0
        var isDone = false
        while !Task.isCancelled {
            try await play(number)
            number &+= 1
            for _ in 0..<2 {
                while queued < Self.deviceSampleCount { queued += try await listen(queued: queued) }
                queued -= Self.deviceSampleCount
            }
            judge()
            if !isDone, toneCount >= Self.wantedBlockCount {
                isDone = true
                let milliseconds = Int((clock.now - begin) / .milliseconds(1))
                await report(
                    "\(toneCount) of \(blockCount) tenths of a second at \(Int(Self.peersPitch)) Hz, \(milliseconds) ms"
                )
            }
            try await Task.sleep(until: begin + .milliseconds(20) * Int(number), clock: clock)
        }
    }

    private func play(_ number: UInt32) async throws {
        let first = Double(number) * Double(OpusEncoder.frameSampleCount)
        let samples = (0..<OpusEncoder.frameSampleCount)
            .map { index in
                Int16(8_000 * sin(2 * .pi * Self.ownPitch * (first + Double(index)) / Self.sampleRate))
            }
        let frame = try encoder.encode(samples.span)
        await connection.sendAudio(
            EncodedAudioFrame(
                rtpTimestamp: RTPTimestamp(rawValue: number &* UInt32(OpusEncoder.frameSampleCount)),
                isDiscontinuous: frame.isDiscontinuous, level: AudioLevel(measuring: samples.span, isVoice: true),
                payload: frame.payload))
    }

    /// - Returns: the samples that were made.
    private func listen(queued: Int) async throws -> Int {
        let made: [Int16]
        switch await connection.nextAudio(queuedSampleCount: queued) {
        case .silence(let count): return count
        case .decode(let payload, _, _): made = try decoder.decode(payload.span)
        case .decodeForwardErrorCorrection(let next, let count):
            made = try decoder.decodeForwardErrorCorrection(of: next.span, sampleCount: count)
        case .conceal(let count), .comfort(let count): made = try decoder.conceal(sampleCount: count)
        }
        heard += made
        return made.count
    }

    private func judge() {
        while heard.count >= Self.blockSampleCount {
            blockCount += 1
            if Self.isTone(Array(heard.prefix(Self.blockSampleCount))) { toneCount += 1 }
            heard.removeFirst(Self.blockSampleCount)
        }
    }

    /// Whether next to nothing but the peer's tone is in a block: its share of the energy, by Goertzel's way.
    private static func isTone(_ block: [Int16]) -> Bool {
        let samples = block.map(Double.init)
        let energy = samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)
        guard energy >= leastEnergy else { return false }
        let coefficient = 2 * cos(2 * .pi * peersPitch / sampleRate)
        var (last, beforeLast) = (0.0, 0.0)
        for sample in samples { (last, beforeLast) = (sample + coefficient * last - beforeLast, last) }
        let power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast
        // A pure tone of amplitude a has the power (a · n / 2)² and the energy a² / 2.
        let share = power * 2 / (Double(samples.count) * Double(samples.count)) / energy
        return share >= leastShare
    }
}
