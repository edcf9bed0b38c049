import SDP
import Testing

@testable import JSEP

@Suite("INIT chunks in descriptions")
struct SCTPInitiationTests {
    private let hosts: [UInt8] = [1, 0, 0, 4]
    private let guests: [UInt8] = [1, 0, 0, 5]

    private func exchange(
        _ host: JSEPEnd, _ guest: JSEPEnd, changing: (inout MediaDescription) -> Void = { _ in }
    ) throws -> SessionDescription {
        host.session.addDataChannels()
        var answer = try guest.answer(to: try host.offer())
        changing(&answer.media[0])
        try host.take(.answer, answer)
        return answer
    }

    @Test("each end learns the other's")
    func both() throws {
        let host = JSEPEnd("host", seed: 1, sctpInitiation: hosts)
        let guest = JSEPEnd("guest", seed: 2, sctpInitiation: guests)
        _ = try exchange(host, guest)
        #expect(host.negotiated?.application?.remoteSCTPInitiation == guests)
        #expect(guest.negotiated?.application?.remoteSCTPInitiation == hosts)
        _ = try exchange(guest, host)
        #expect(host.negotiated?.application?.remoteSCTPInitiation == guests)
        #expect(guest.negotiated?.application?.remoteSCTPInitiation == hosts)
    }

    @Test("an answer holds none that was not asked for")
    func notAsked() throws {
        let guest = JSEPEnd("guest", seed: 2, sctpInitiation: guests)
        let answer = try exchange(JSEPEnd("host", seed: 1), guest)
        #expect(answer.media[0].sctpInitiation == nil)
        #expect(guest.negotiated?.application != nil)
        #expect(guest.negotiated?.application?.remoteSCTPInitiation == nil)
    }

    @Test("a peer that does not know it, or copies ours, is shaken hands with", arguments: [true, false])
    func notKnown(isCopied: Bool) throws {
        let host = JSEPEnd("host", seed: 1, sctpInitiation: hosts)
        _ = try exchange(host, JSEPEnd("guest", seed: 2)) { $0.sctpInitiation = isCopied ? hosts : nil }
        #expect(host.negotiated?.application != nil)
        #expect(host.negotiated?.application?.remoteSCTPInitiation == nil)
    }
}
