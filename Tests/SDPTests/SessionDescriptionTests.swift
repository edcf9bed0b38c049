import TestSupport
import Testing
import Wire

@testable import SDP

@Suite("Session descriptions of real peers")
struct SessionDescriptionTests {
    static let texts = [
        ChromiumDescriptions.offer, ChromiumDescriptions.answer, AiortcDescriptions.offer, AiortcDescriptions.answer,
        OtherDescriptions.libdatachannelOffer, OtherDescriptions.webrtcbinOffer, OtherDescriptions.firefoxOffer,
    ]

    @Test("Serializing and parsing again changes nothing", arguments: texts)
    func roundTrip(text: String) throws {
        let description = try SessionDescription.parse(text)
        #expect(try SessionDescription.parse(description.serialize()) == description)
    }

    @Test("CR LF and LF alone read the same", arguments: texts)
    func lineEnds(text: String) throws {
        let windows = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        #expect(try SessionDescription.parse(windows) == SessionDescription.parse(text))
    }

    @Test("Every line of a browser's offer stays, but for what ICE makes needless")
    func nothingIsLost() throws {
        let description = try SessionDescription.parse(ChromiumDescriptions.offer)
        let serialized = Set(description.serialize().split(separator: "\r\n").map { String($0) })
        let missing = ChromiumDescriptions.offer.split(separator: "\n").map { String($0) }.filter {
            !serialized.contains($0) && !$0.hasPrefix("o=")
        }
        #expect(missing.isEmpty)
    }

    @Test("A browser's video section")
    func chromiumVideo() throws {
        let description = try SessionDescription.parse(ChromiumDescriptions.offer)
        #expect(description.media.map(\.kind) == [.video, .audio, .application])
        #expect(description.bundledMediaIDs == ["0", "1", "2"].map { MediaID(rawValue: $0) })
        let video = try #require(description.media.first)
        #expect(video.direction == .sendonly)
        #expect(video.transport.setup == .actpass)
        #expect(video.transport.iceCredentials?.usernameFragment == "2TLy")
        #expect(video.transport.fingerprints.first?.bytes.prefix(2) == [0x24, 0x96])
        #expect(video.payloadTypes.prefix(2) == [96, 97])
        #expect(video.rtpMaps.first == RTPMap(payloadType: 96, encodingName: "VP8", clockRate: 90_000))
        #expect(video.feedback.contains(RTCPFeedback(payloadType: 96, kind: .pictureLossIndication)))
        #expect(video.formatParameters.first?.associatedPayloadType == 96)
        #expect(video.headerExtensions.first { $0.id == 4 }?.uri.hasSuffix("transport-wide-cc-extensions-01") == true)
        #expect(video.sourceGroups.first?.sources.count == 2)
        #expect(video.candidates.filter(\.isMulticastDNSName).count == 2)
        #expect(video.otherAttributes.contains(RawAttribute(name: "rtcp-xr", value: "rcvr-rtt=all")))
        #expect(description.media[2].sctpPort == 5_000)
        #expect(description.media[2].maximumMessageSize == 262_144)
    }

    @Test("Fingerprints by SHA-384 and SHA-512 stand beside ours without being read")
    func strongerFingerprints() throws {
        let description = try SessionDescription.parse(AiortcDescriptions.offer)
        #expect(description.media.allSatisfy { $0.transport.fingerprints.count == 1 })
        #expect(description.media[0].otherAttributes.filter { $0.name == "fingerprint" }.count == 2)
        #expect(description.media[0].hasEndOfCandidates)
    }

    @Test("What a section does not say, the session says for it")
    func sessionLevel() throws {
        let description = try SessionDescription.parse(OtherDescriptions.libdatachannelOffer)
        let section = try #require(description.media.first)
        #expect(section.transport.iceCredentials == nil)
        let transport = description.transport(of: section)
        #expect(transport.iceCredentials?.usernameFragment == "KTJY")
        #expect(transport.setup == .actpass)
        #expect(transport.fingerprints.count == 1)
        #expect(description.groups.map(\.semantics) == ["BUNDLE", "LS"])
    }

    @Test("Port 0 with bundle-only is no rejection")
    func bundleOnly() throws {
        let description = try SessionDescription.parse(OtherDescriptions.webrtcbinOffer)
        #expect(description.media.map(\.port) == [9, 0])
        #expect(description.media.allSatisfy { !$0.isRejected })
    }

    @Test("A description in a log shows neither addresses nor credentials")
    func redaction() throws {
        let description = try SessionDescription.parse(ChromiumDescriptions.offer)
        #expect("\(description)" == "SessionDescription(3 sections)")
        let section = try #require(description.media.first)
        let printed = "\(section.candidates) \(section.transport.iceCredentials as Any) \(section.otherAttributes)"
        #expect(!printed.contains(".local"))
        #expect(!printed.contains("ybgg4cBRhzbzOMjfj7d9TK62"))
    }
}
