/// How many earlier frames each packet of sound repeats: by the loss that the receiver reports.
///
/// A report covers about fifty packets, so that one lost packet is 2 %: more has to be lost, or again and again. Repeating ends
/// slowly, since loss comes in bursts.
package struct RedundancyControl: Sendable {
    /// From this loss on each packet repeats the one before it.
    static let singleLoss = 0.03
    /// From this loss on it repeats two.
    static let doubleLoss = 0.15
    /// Below this loss repeating ends.
    static let harmlessLoss = 0.01

    private var loss = 0.0
    /// 0 to `AudioSender.maximumRedundancy`.
    package private(set) var redundancy = 0

    package init() {}

    /// Takes what the receiver reports.
    /// - Parameter lossFraction: 0 to 1, since its last report.
    package mutating func handle(lossFraction: Double) {
        loss += (lossFraction - loss) * (lossFraction > loss ? 0.5 : 0.1)
        if loss >= Self.doubleLoss {
            redundancy = 2
        } else if loss >= Self.singleLoss {
            redundancy = max(1, loss < Self.doubleLoss / 2 ? 1 : redundancy)
        } else if loss < Self.harmlessLoss {
            redundancy = 0
        }
    }
}
