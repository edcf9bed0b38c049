internal import RTP

/// What one line loses of our voice, by what its other end reports.
///
/// A report speaks of some fifty packets, so a single one says little: loss counts quickly and is forgotten slowly.
struct VoiceReception: Sendable {
    private static let riseShare = 0.5
    private static let fallShare = 0.1

    /// The share of packets that will be lost, 0 to 1.
    private(set) var expectedLoss = 0.0
    /// Frames that each packet repeats.
    private var redundancy = 0

    /// The share that the encoder is to correct.
    ///
    /// Its correction takes bits from the voice itself. Behind packets that repeat the one before, at a loss of 10 %, PESQ was 3.5
    /// without it and 3.1 with it; where nothing is repeated, 1.7 and 2.8.
    var lossToCorrect: Double { redundancy > 0 ? 0 : expectedLoss }

    /// Takes a report.
    /// - Parameter redundancy: how many frames each packet repeats now.
    mutating func handle(_ report: ReceptionReport, redundancy: Int) {
        self.redundancy = redundancy
        let share = report.lossFraction > expectedLoss ? Self.riseShare : Self.fallShare
        expectedLoss += (report.lossFraction - expectedLoss) * share
    }
}
