import Console
package import Cryptography
import ICE
import Logging
import Pairing
import RTP
package import SessionDomain
import SignalingProtocol
import Wire

// The hosts whom this one invites, and the introductions: by commands of the console's page, which has no button for them
// yet, or by whoever starts this node.
extension HostNode {
    /// A link for one host, whose holder is taken for the account that it was made for.
    struct HostInvitation {
        let link: Link
        let account: String
    }

    /// An invited host who is connected.
    struct Guest {
        let id: ParticipantID
        let link: SecureLink
    }

    /// For whom the service was asked for an invitation; it answers in order.
    enum InvitationWish {
        case customer
        /// The answer is waited for by whoever started this node; the console's page sees it in its snapshot.
        case host(account: String, CheckedContinuation<Result<Link, NodeError>, Never>?)
    }

    /// Makes a link by which another host comes into the session that runs; it works once.
    /// - Throws: `NodeError.sessionFull`, `NodeError.noSession`.
    package func inviteHost(account: String) async throws(NodeError) -> Link {
        try await withCheckedContinuation { mailbox.post(.inviteHost(account: account, $0)) }.get()
    }

    /// The invited hosts who are connected.
    package var guestEntries: [RosterEntry] { session?.guests ?? [] }

    /// Brings a person who is connected together with everybody else who is.
    package func introduce(_ participant: ParticipantID) {
        mailbox.post(.introduce(participant))
    }

    /// Whether one more host finds a place, with those who are invited or on their way.
    private var hasRoom: Bool {
        let onTheWay = attempt?.guestAccount == nil ? 0 : 1
        let wanted = invitationWishes.count { if case .host = $0 { true } else { false } }
        return guests.count + hostInvitations.count + onTheWay + wanted < Introducer.maximumParticipantCount - 2
    }

    /// Asks for a link for the host whom the person named in the console, or says why there is none.
    func inviteHost(named typed: String) async {
        guard let account = PersonName.parse(typed) else { return notices.add(.hostNameMissing) }
        await invite(account: account, nil)
    }

    /// Asks the service for the invitation of a host.
    func invite(account: String, _ answer: CheckedContinuation<Result<Link, NodeError>, Never>?) async {
        guard let id = snapshot.session?.id, session != nil else {
            answer?.resume(returning: .failure(.noSession))
            return
        }
        guard hasRoom else {
            if answer == nil { notices.add(.sessionFull) }
            answer?.resume(returning: .failure(.sessionFull))
            return
        }
        invitationWishes.append(.host(account: account, answer))
        guard await send(.makeInvitation(ClientMessage.SessionReference(session: id))) else {
            return dropInvitationWishes()
        }
    }

    /// Asks the service for the customers' next link.
    func wishForCustomer(_ session: ClientMessage.SessionReference) async {
        invitationWishes.append(.customer)
        if !(await send(.makeInvitation(session))) { dropInvitationWishes() }
    }

    /// Takes an invitation that the service made, where it was asked for one for a host; `false` where it was for a
    /// customer.
    func takeHostInvitation(_ made: ServiceMessage.InvitationMade) -> Bool {
        guard !invitationWishes.isEmpty, case .host(let account, let answer) = invitationWishes.removeFirst() else {
            return false
        }
        let link = Link(site: snapshot.site.address, invitation: made.invitation)
        hostInvitations[made.invitation] = HostInvitation(link: link, account: account)
        answer?.resume(returning: .success(link))
        return true
    }

    /// What the console shows of the links for hosts.
    var hostLinks: [HostSnapshot.HostLink] {
        hostInvitations.values.map { HostSnapshot.HostLink(account: $0.account, link: $0.link.text) }
            .sorted { ($0.account, $0.link) < ($1.account, $1.link) }
    }

    /// The service answers nothing that it was asked before.
    func dropInvitationWishes() {
        for wish in invitationWishes {
            if case .host(_, let answer) = wish { answer?.resume(returning: .failure(.noSession)) }
        }
        invitationWishes = []
    }

    /// An invited host is who they must be; the customer stays. One too many is let go.
    func welcomeGuest(_ admitted: Attempt, account: String, link: SecureLink) async {
        do {
            guard session != nil,
                let id = try session?.handleGuestConnected(
                    name: admitted.name, account: account, now: clock.now)
            else { throw Introducer.Refusal.unknownPerson }
            guests[admitted.id] = Guest(id: id, link: link)
        } catch {
            logger.notice("an invited host was not let in", metadata: ["reason": "\(error)"])
            await link.close()
            await leave(admitted.id)
        }
    }

    /// Takes one event of an invited host's link.
    func handleGuest(_ event: LinkEvent, of attempt: AttemptID) async {
        guard let guest = guests[attempt] else { return }
        switch event {
        case .relay(let payload): await send(.relay(ClientMessage.Relay(attempt: attempt, payload: payload)))
        case .control(let message): session?.handle(message, from: guest.id, now: clock.now)
        case .chat, .input, .malformed, .fileOpened, .fileBytes, .pointer:
            session?.handleMalformedMessage(from: guest.id, now: clock.now)
        case .video(.camera, let frame):
            guard session?.acceptsCamera(of: guest.id) == true else { break }
            var timeline = guestTimelines[guest.id] ?? PictureTimeline()
            let picture = VideoFrame(frame, of: .camera(guest.id), timeline: &timeline)
            guestTimelines[guest.id] = timeline
            await console.pushVideo(picture)
        case .keyFrameRequested(.camera): await console.push(PageNote.keyFrameWanted(.camera))
        case .videoBitrate(.camera, _): await callDesk.tellCameraBitrate()
        case .audioBegan: await callDesk.handleStreamBegan(of: guest.id)
        case .audioReception(let report): await callDesk.handle(report, of: guest.id)
        case .ended:
            guests.removeValue(forKey: attempt)
            guestTimelines.removeValue(forKey: guest.id)
            session?.handleGuestDisconnected(guest.id)
            await leave(attempt)
        default: break
        }
    }

    /// Brings somebody together with everybody who is here and whom they have not met.
    func introduceToAll(_ participant: ParticipantID) {
        for other in session?.peopleHere ?? [] where other != participant {
            do {
                try session?.introduce(participant, to: other, now: clock.now)
            } catch {
                logger.debug("nobody was introduced", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// The link of an invited host.
    func guestLink(_ id: ParticipantID) -> SecureLink? {
        guests.values.first { $0.id == id }?.link
    }

    /// The links to everybody who is connected, for voice and cameras.
    var connectedLinks: [ParticipantID: SecureLink] {
        var links: [ParticipantID: SecureLink] = [:]
        if let customer { links[HostSession.customerID] = customer.link }
        for guest in guests.values { links[guest.id] = guest.link }
        return links
    }

    /// Lets an invited host go, after what was sent before has left.
    func disconnectGuest(_ id: ParticipantID) async {
        guard let attempt = guests.first(where: { $0.value.id == id })?.key,
            let guest = guests.removeValue(forKey: attempt)
        else { return }
        guestTimelines.removeValue(forKey: id)
        closing[attempt] = Task {
            await guest.link.closeAfterSending()
            closing[attempt] = nil
        }
        await leave(attempt)
    }

    /// The session is over without a word to the invited hosts.
    func closeGuests() async {
        for guest in guests.values { await guest.link.close() }
        guests = [:]
        guestTimelines = [:]
        hostInvitations = [:]
        dropInvitationWishes()
    }
}
