internal import RTP

/// What one line loses of our voice, by what its other end reports.
///
/// A report speaks of some fifty packets, so a single one says little: loss counts quickly and is forgotten slowly.
struct VoiceReception: Sendable {
    private static let riseShare = 0.5
    private static let fallShare = 0.1

    /// The share of packets that will be lost, 0 to 1.
    private(set) var expectedLoss = 0.0

    /// Takes a report.
    mutating func handle(_ report: ReceptionReport) {
        let share = report.lossFraction > expectedLoss ? Self.riseShare : Self.fallShare
        expectedLoss += (report.lossFraction - expectedLoss) * share
    }
}
