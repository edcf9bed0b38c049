import Cryptography
import DTLS
import ICE
import Pairing
import SDP
import SignalingProtocol
import Testing
import Wire

@testable import Node
@testable import SessionDomain

/// Two links that pair by an introduction, over real sockets, with whoever carries their payloads in the test's hands.
@Suite(.serialized) struct IntroducedLinkTests {
    @Test func bothSidesAreVerifiedAndSpeakOverTheirOwnControlChannel() async throws {
        let pair = try IntroducedPair()
        await pair.start()
        try await pair.untilVerified()
        await pair.offering.send(.callPresence(CallPresence(voice: .joined)))
        _ = try await eventually("the presence") {
            await pair.answeringSeen.controls.contains(.callPresence(CallPresence(voice: .joined))) ? true : nil
        }
        await pair.close()
    }

    @Test func theCarriersEndLeavesTheIntroducedPair() async throws {
        let pair = try IntroducedPair()
        await pair.start()
        try await pair.untilVerified()
        await pair.carrier.stop()
        await pair.answering.send(.callPresence(CallPresence(isCameraOn: true)))
        _ = try await eventually("the presence") {
            await pair.offeringSeen.controls.contains(.callPresence(CallPresence(isCameraOn: true))) ? true : nil
        }
        await pair.close()
    }

    @Test func anotherCertificateThanTheIntroducedOneIsRefused() async throws {
        // Each was told the fingerprint of a certificate that the other does not have.
        let pair = try IntroducedPair(told: [UInt8](repeating: 0x66, count: 32))
        await pair.start()
        _ = try await eventually("the end") { await pair.answeringSeen.end }
        #expect(await pair.answeringSeen.end == .notGenuine)
        #expect(await !pair.offeringSeen.isVerified)
        #expect(await !pair.answeringSeen.isVerified)
        await pair.close()
    }

    @Test func anotherSecretIsRefused() async throws {
        let pair = try IntroducedPair(answeringSecret: [UInt8](repeating: 9, count: 32))
        await pair.start()
        _ = try await eventually("the end") { await pair.answeringSeen.end }
        #expect(await pair.answeringSeen.end == .notGenuine)
        #expect(await !pair.offeringSeen.isVerified)
        #expect(await !pair.answeringSeen.isVerified)
        await pair.close()
    }
}
