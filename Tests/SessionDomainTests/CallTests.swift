import Testing
import Wire

@testable import SessionDomain

/// Voice and camera: what is open, who has joined, who is heard.
struct CallTests {
    let session = Session.connected()

    @Test func everythingIsOffAtFirst() throws {
        let (host, customer) = try calls()
        #expect(host.offer == CallOffer() && host.own == CallPresence() && host.people.map(\.voice) == [.off])
        #expect(customer.offer == CallOffer() && customer.own == CallPresence())
        #expect(session.hostMedia == CallMedia() && session.customerMedia == CallMedia())
    }

    @Test func nobodyJoinsACallThatIsNotOpen() throws {
        for command in [CallCommand.joinVoice, .stayOnPhone, .startCamera] { session.customer(.call(command)) }
        #expect(session.customerMedia == CallMedia())
        #expect(try calls().host.people.map(\.voice) == [.off])
        // Nor can a customer open or close one.
        session.customer(.call(.closeVoice))
        #expect(try calls().host.offer == CallOffer())
    }

    @Test func theHostOpensAndEachJoinsByAPressOfTheirOwn() throws {
        session.host(.call(.joinVoice))
        #expect(try calls().customer.offer == CallOffer(voice: true))
        #expect(session.hostMedia.isHeard)
        #expect(session.hostMedia.voicePeers.isEmpty, "sound goes to nobody who has not joined")
        #expect(!session.customerMedia.isVoiceOn, "an open call switches nobody's microphone on")

        session.customer(.call(.joinVoice))
        #expect(session.hostMedia.voicePeers == [HostSession.customerID])
        #expect(session.customerMedia.voicePeers == [CustomerSession.hostID])
        #expect(try calls().host.people.map(\.voice) == [.joined])

        session.customer(.call(.leaveVoice))
        #expect(session.hostMedia.voicePeers.isEmpty && !session.customerMedia.isVoiceOn)
        #expect(try calls().customer.offer.voice, "the call stays open")
    }

    @Test func stayingOnThePhoneIsToldAndSwitchesNothingOn() throws {
        session.host(.call(.joinVoice))
        session.customer(.call(.stayOnPhone))
        #expect(try calls().host.people.map(\.voice) == [.onPhone])
        #expect(!session.customerMedia.isVoiceOn && session.hostMedia.voicePeers.isEmpty)
    }

    @Test func mutedIsNotHeardAndHearsOn() throws {
        talkTogether()
        session.customer(.call(.setMuted(.init(isMuted: true))))
        #expect(session.customerMedia.isVoiceOn && !session.customerMedia.isHeard)
        #expect(try calls().host.people.map(\.isMuted) == [true])
        session.customer(.call(.setMuted(.init(isMuted: false))))
        #expect(session.customerMedia.isHeard)
    }

    @Test func pushToTalkIsHeardOnlyWhileTheKeyIsHeld() throws {
        talkTogether()
        session.host(.call(.setPushToTalk(.init(isOn: true))))
        #expect(!session.hostMedia.isHeard)
        session.host(.call(.talk(.init(isPressed: true))))
        #expect(session.hostMedia.isHeard)
        session.host(.call(.talk(.init(isPressed: false))))
        #expect(!session.hostMedia.isHeard)
        session.host(.call(.setPushToTalk(.init(isOn: false))))
        #expect(session.hostMedia.isHeard)
    }

    @Test func theHostEndsItForEverybody() throws {
        talkTogether()
        session.customer(.call(.setMuted(.init(isMuted: true))))
        session.host(.call(.closeVoice))
        #expect(session.hostMedia == CallMedia() && session.customerMedia == CallMedia())
        #expect(session.customerNotices().last == .voiceClosed)
        // The next call begins unmuted and off.
        session.host(.call(.joinVoice))
        #expect(try calls().customer.own == CallPresence())
    }

    @Test func camerasAreOpenedSeenAndClosed() throws {
        session.host(.call(.startCamera))
        #expect(session.hostMedia.isCameraOn && session.customerMedia.cameraPeers == [CustomerSession.hostID])
        #expect(session.doesCustomerAcceptCamera && !session.doesHostAcceptCamera)
        session.customer(.call(.startCamera))
        #expect(session.doesHostAcceptCamera)
        session.host(.needKeyFrame(.init(of: HostSession.customerID)))
        #expect(session.hostOutputs.contains(.requestKeyFrame(ofCamera: true)))
        session.host(.call(.closeCamera))
        #expect(!session.customerMedia.isCameraOn && !session.doesHostAcceptCamera)
        #expect(session.customerNotices().last == .cameraClosed)
    }

    @Test func aLostConnectionSwitchesEverythingOff() throws {
        talkTogether()
        session.customer(.call(.setMuted(.init(isMuted: false))))
        session.host(.call(.startCamera))
        session.host.handleDisconnected()
        session.customer.handleDisconnected()
        #expect(session.hostMedia == CallMedia() && session.customerMedia == CallMedia())
        // Whoever comes next is asked anew.
        session.host.handleConnected(name: "Linus", path: .direct, now: session.now, wallClock: session.wallClock)
        #expect(session.hostSnapshot.call?.offer == CallOffer())
    }

    @Test func nothingOfTheCallCountsBeforeTheHello() throws {
        let fresh = Session()
        fresh.customer.handleConnected(now: fresh.now)
        fresh.customer.handle(.callOffered(CallOffer(voice: true, camera: true)), now: fresh.now)
        fresh.customer.handle(.call(.joinVoice), now: fresh.now, wallClock: fresh.wallClock)
        #expect(!fresh.customerMedia.isVoiceOn)
        #expect(fresh.customerIgnoredCount == 1)
    }

    private func talkTogether() {
        session.host(.call(.joinVoice))
        session.customer(.call(.joinVoice))
    }

    private func calls() throws -> (host: CallSnapshot, customer: CallSnapshot) {
        (try #require(session.hostSnapshot.call), try #require(session.customerSnapshot.call))
    }
}

/// Display mode and monitors of a shared desktop.
struct DisplayTests {
    let session = Session.connected()
    let monitors = MonitorList(
        monitors: [
            .init(monitor: 0, name: "eDP-1", width: 1_920, height: 1_080, isPrimary: true),
            .init(monitor: 7, name: "HDMI-1", width: 2_560, height: 1_440, isPrimary: false),
        ], shown: 0)

    @Test func theModeIsToldWithEachPictureAndOnChange() throws {
        session.host(.setDisplayMode(.init(mode: .sampling)))
        #expect(wantedModes == [])
        _ = try #require(session.share())
        #expect(wantedModes == [.sampling])
        session.host(.setDisplayMode(.init(mode: .standard)))
        #expect(wantedModes == [.sampling, .standard])
        #expect(session.hostSnapshot.displayMode == .standard)
    }

    @Test func monitorsAreShownAndChosenWhileADesktopIs() throws {
        let grant = try #require(session.share())
        session.customer.handleMonitors(monitors, under: grant)
        session.deliver()
        #expect(session.hostSnapshot.monitors?.map(\.name) == ["eDP-1", "HDMI-1"] && session.hostSnapshot.monitor == 0)
        session.host(.chooseMonitor(.init(monitor: 7)))
        session.host(.chooseMonitor(.init(monitor: 3)))
        let chosen = session.customerOutputs.filter { if case .chooseMonitor = $0 { true } else { false } }
        #expect(chosen == [.chooseMonitor(7)])

        session.customer(.stopShare)
        #expect(session.hostSnapshot.monitors == nil)
        session.customer.handle(.chooseMonitor(.init(monitor: 7)), now: session.now)
        #expect(session.customerIgnoredCount == 1, "no monitor is chosen of a desktop that is not shown")
    }

    @Test func aListOfMonitorsIsCleanedAndBounded() throws {
        _ = try #require(session.share())
        let claimed = (0..<40)
            .map { MonitorList.Monitor(monitor: $0, name: "a\u{202E}b\nc", width: 1, height: 1, isPrimary: false) }
        session.host.handle(.monitors(MonitorList(monitors: claimed, shown: 1)), now: session.now)
        #expect(session.hostSnapshot.monitors?.count == MonitorList.maximumCount)
        #expect(session.hostSnapshot.monitors?.first?.name == "ab c")
    }

    @Test func nothingPickedInTheBrowserIsNoFailure() throws {
        session.host(.requestShare(.init(scope: .viewDesktop)))
        session.advance(by: .seconds(1))
        let prompt = try #require(session.customerSnapshot.prompt)
        session.customer(.answerPrompt(.init(request: prompt.request, isAllowed: true)))
        let grant = try #require(session.startedCapture)
        session.customer.handleNothingPicked(grant)
        session.deliver()
        #expect(!session.permits(grant) && session.hostNotices().last == .requestNotShared)
    }

    private var wantedModes: [DisplayMode] {
        session.customerOutputs.compactMap { if case .setDisplayMode(let mode) = $0 { mode } else { nil } }
    }
}
