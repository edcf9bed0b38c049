import Testing
import Wire

@testable import SCTP

@Suite("Congestion control and time-outs")
struct CongestionTests {
    private func facts(_ bytes: Int, flight: Int, recovering: Bool = false) -> AcknowledgementFacts {
        AcknowledgementFacts(
            acknowledgedBytes: bytes, flightSizeBefore: flight, cumulativeTSNAdvanced: true,
            isInFastRecovery: recovering)
    }

    @Test("slow start grows only a window that is used, avoidance by one packet a round trip")
    func growth() {
        var controller = NewRenoCongestionController(packetSize: 1000)
        #expect(controller.congestionWindow == 10_000)
        controller.handleAcknowledgement(facts(2000, flight: 3000))
        #expect(controller.congestionWindow == 10_000)
        controller.handleAcknowledgement(facts(2000, flight: 10_000))
        #expect(controller.congestionWindow == 12_000)
        controller.handleLoss(
            LossFacts(lostBytes: 1000, flightSizeAtTransmission: 12_000, beginsRecovery: true))
        #expect(controller.congestionWindow == 6000)
        controller.handleAcknowledgement(facts(1000, flight: 6000, recovering: true))
        #expect(controller.congestionWindow == 6000)
        controller.handleAcknowledgement(facts(1000, flight: 6000))
        #expect(controller.congestionWindow == 7000, "at the threshold it is still slow start")
        for _ in 0..<7 { controller.handleAcknowledgement(facts(1000, flight: 7000)) }
        #expect(controller.congestionWindow == 8000)
        for _ in 0..<7 { controller.handleAcknowledgement(facts(1000, flight: 8000)) }
        #expect(controller.congestionWindow == 8000)
    }

    @Test("a time-out leaves one packet, and four at least before avoidance")
    func timeout() {
        var controller = NewRenoCongestionController(packetSize: 1000)
        controller.handleTimeout(flightSize: 0)
        #expect(controller.congestionWindow == 1000)
        for _ in 0..<4 { controller.handleAcknowledgement(facts(1000, flight: controller.congestionWindow)) }
        #expect(controller.congestionWindow == 5000)
        for _ in 0..<2 { controller.handleAcknowledgement(facts(1000, flight: 6000)) }
        #expect(controller.congestionWindow == 6000)
    }

    @Test("the time-out follows measurements, backs off by doubling, and stays within its bounds")
    func retransmissionTimeout() {
        var timeout = RetransmissionTimeout(
            initial: .milliseconds(500), minimum: .milliseconds(200), maximum: .seconds(5))
        #expect(timeout.current == .milliseconds(500))
        timeout.handle(roundTripTime: .milliseconds(100))
        #expect(timeout.current == .milliseconds(300))
        for _ in 0..<50 { timeout.handle(roundTripTime: .milliseconds(100)) }
        #expect(timeout.current == .milliseconds(200))
        for _ in 0..<16 { timeout.backOff() }
        #expect(timeout.current == .milliseconds(200), "a path that is gone for a while is asked often")
        timeout.backOff()
        #expect(timeout.current == .milliseconds(400))
        for _ in 0..<100 { timeout.backOff() }
        #expect(timeout.current == .seconds(5))
        timeout.handle(roundTripTime: .milliseconds(-5))
        #expect(timeout.current >= .milliseconds(200))
        timeout.handle(roundTripTime: .seconds(3600))
        #expect(timeout.current == .seconds(5))
    }
}
