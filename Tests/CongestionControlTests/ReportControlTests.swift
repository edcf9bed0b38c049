import CongestionControl
import Testing
import Wire

@testable import RTP

@Suite("Peers that do not tell arrivals")
struct ReportControlTests {
    private var estimator: BandwidthEstimator {
        BandwidthEstimator(
            configuration: CongestionControlConfiguration(startBitrate: .kilobits(500), hasTransportFeedback: false))
    }

    private func report(_ loss: Double) -> ReceptionReport {
        ReceptionReport(lossFraction: loss, roundTripTime: .milliseconds(40), jitter: .zero)
    }

    /// Sends at the estimate for a second, so that the application does not limit.
    private func sendSecond(_ estimator: inout BandwidthEstimator, _ now: inout Instant) {
        for _ in 0..<50 {
            now += .milliseconds(20)
            let byteCount = Int(estimator.availableOutgoingBitrate.bitsPerSecond / 8 / 50)
            estimator.handleSent(nil, byteCount: byteCount, now: now)
        }
    }

    @Test("The receiver's estimate is the estimate")
    func receiverEstimate() {
        var estimator = estimator
        estimator.handleReceiverEstimate(.kilobits(2_000))
        #expect(estimator.availableOutgoingBitrate == .kilobits(2_000))
        #expect(estimator.reason == .receiver)
        estimator.handleReceiverEstimate(.kilobits(300))
        #expect(estimator.availableOutgoingBitrate == .kilobits(300))
        // Whatever it says, the bounds hold.
        estimator.handleReceiverEstimate(.zero)
        #expect(estimator.availableOutgoingBitrate == .kilobits(50))
        estimator.handleReceiverEstimate(Bitrate(bitsPerSecond: .infinity))
        #expect(estimator.availableOutgoingBitrate == .kilobits(20_000))
        #expect(estimator.pollProbe() == nil)
    }

    @Test("Loss above 10 % lowers the rate by half of it, below 2 % it grows, between it stays")
    func loss() {
        var estimator = estimator
        var now = Instant.origin + .seconds(1)
        sendSecond(&estimator, &now)
        estimator.handle(report(0.2), now: now)
        #expect(abs(estimator.availableOutgoingBitrate.bitsPerSecond - 450_000) < 1)
        #expect(estimator.reason == .loss)
        // The same loss, told twice, is one reason.
        estimator.handle(report(0.2), now: now + .milliseconds(50))
        #expect(abs(estimator.availableOutgoingBitrate.bitsPerSecond - 450_000) < 1)
        sendSecond(&estimator, &now)
        estimator.handle(report(0.05), now: now)
        #expect(abs(estimator.availableOutgoingBitrate.bitsPerSecond - 450_000) < 1)
        estimator.handle(report(0.01), now: now)
        #expect(abs(estimator.availableOutgoingBitrate.bitsPerSecond - 486_000) < 1)
        #expect(estimator.reason == .increase)
        #expect(estimator.lossFraction == 0.01)
        #expect(estimator.roundTripTime == .milliseconds(40))
    }

    @Test("Loss bounds what the receiver allows, and silence lets nothing grow")
    func both() {
        var estimator = estimator
        var now = Instant.origin + .seconds(1)
        estimator.handleReceiverEstimate(.kilobits(1_000))
        estimator.handle(report(0.5), now: now)
        estimator.handleReceiverEstimate(.kilobits(1_000))
        #expect(abs(estimator.availableOutgoingBitrate.bitsPerSecond - 750_000) < 1)
        now += .seconds(60)
        estimator.handleSent(nil, byteCount: 100, now: now)
        estimator.handle(report(0), now: now)
        #expect(abs(estimator.availableOutgoingBitrate.bitsPerSecond - 750_000) < 1)
    }

    @Test("Beside arrivals the receiver's estimate is a bound")
    func bound() {
        let call = Call { _ in PathConditions() }
        call.run(until: .seconds(5))
        call.controller.handleReceiverEstimate(.kilobits(700))
        call.run(until: .seconds(10))
        #expect(call.samples.last?.target == .kilobits(700))
        #expect(call.changes.last?.bitrate.reason == .receiver)
        #expect(call.received(.seconds(7)..<(.seconds(10))) < 0.8e6)
    }
}
