import Console
import ICE
import Logging
import RTP
import SessionDomain
import SignalingProtocol
import Wire

// Those whom the primary host introduced: they are met, heard and seen, and get nothing else.
extension CustomerNode {
    /// Where an introduced pair pairs: in the session of this node's own admission, by the relays that it was given.
    struct MeetingPlace {
        let session: SessionID
        var iceServers: [ICEServer]
    }

    /// The links to everybody who is connected, for voice and cameras.
    var connectedLinks: [ParticipantID: SecureLink] {
        var links: [ParticipantID: SecureLink] = [:]
        if let link, session?.isConnected == true { links[CustomerSession.hostID] = link }
        for person in session?.introducedPeople ?? [] where person.isConnected {
            links[person.id] = introductions.links[person.id]
        }
        return links
    }

    /// The links to those who see this person's camera while it is on.
    var cameraLinks: [SecureLink] {
        let withheld = session?.callMedia.cameraWithheld ?? []
        return connectedLinks.filter { !withheld.contains($0.key) }.map(\.value)
    }

    /// Makes the certificate of a pair and says its fingerprint.
    func prepareIntroduction(_ id: ParticipantID) {
        do {
            session?.handlePrepared(id, fingerprint: try introductions.prepare(id))
        } catch {
            logger.error("a certificate could not be made", metadata: ["error": "\(error)"])
            session?.handleDisconnected(id)
        }
    }

    /// Meets the other of a pair; the link's events come under the pair's name.
    func meet(_ introduction: ControlMessage.Introduction) async {
        let id = introduction.participant
        guard let place = meetingPlace,
            let link = introductions.meet(introduction, session: place.session, iceServers: place.iceServers)
        else {
            session?.handleDisconnected(id)
            return
        }
        mailbox.forward(link.events) { .introduced(id, link, $0) }
        await link.start()
    }

    /// Takes one event of an introduced pair's link; those of a pair that was parted are passed over.
    func handle(_ event: LinkEvent, of id: ParticipantID, _ sender: SecureLink) async {
        guard introductions.links[id] === sender else { return }
        switch event {
        case .relay(let payload): session?.handleRelay(payload, of: id)
        case .verified: session?.handleConnected(id, now: clock.now)
        case .control(let message): session?.handle(message, from: id, now: clock.now)
        // No text and no file comes from those who were introduced.
        case .chat, .input, .malformed, .fileOpened, .fileBytes, .pointer:
            session?.handleMalformedMessage(from: id, now: clock.now)
        case .video(.camera, let frame):
            guard session?.acceptsCamera(of: id) == true else { break }
            var timeline = cameraTimelines[id] ?? PictureTimeline()
            let picture = VideoFrame(frame, of: .camera(id), timeline: &timeline)
            cameraTimelines[id] = timeline
            await console.pushVideo(picture)
        case .keyFrameRequested(.camera): await console.push(PageNote.keyFrameWanted(.camera))
        case .videoBitrate(.camera, _): await callDesk.tellCameraBitrate()
        case .audioBegan: await callDesk.handleStreamBegan(of: id)
        case .audioReception(let report): await callDesk.handle(report, of: id)
        case .ended(let end):
            logger.debug("an introduced pair is over", metadata: ["reason": "\(end)"])
            session?.handleDisconnected(id)
        default: break
        }
    }

    /// The pair is over.
    func part(_ id: ParticipantID) {
        cameraTimelines.removeValue(forKey: id)
        introductions.part(id)
    }
}
