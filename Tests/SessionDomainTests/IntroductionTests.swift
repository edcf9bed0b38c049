import Testing
import Wire

@testable import SessionDomain

/// Who is introduced to whom by the primary host, and what follows from it.
struct IntroductionTests {
    let mesh = Mesh()
    let customer = HostSession.customerID

    @Test func bothAreToldOfEachOther() throws {
        let robin = try mesh.invite("Robin")
        try mesh.introduce(robin, to: customer)
        let pair = try #require(mesh.pair(of: robin, customer))
        let toldToRobin = try #require(mesh.side(robin).introductions[pair])
        let toldToCustomer = try #require(mesh.customer.introductions[pair])
        #expect(toldToRobin.name == "Grace" && toldToRobin.role == .customer && toldToRobin.account == nil)
        #expect(toldToCustomer.name == "Robin" && toldToCustomer.role == .host && toldToCustomer.account == "robin")
        #expect(toldToRobin.fingerprint == mesh.customer.fingerprint)
        #expect(toldToCustomer.fingerprint == mesh.side(robin).fingerprint)
        #expect(toldToRobin.secret == toldToCustomer.secret && toldToRobin.secret.value.count == 32)
        #expect(toldToRobin.offers && !toldToCustomer.offers, "the host offers, the customer answers")
        #expect("\(toldToRobin)".contains("‹redacted›"), "the secret reaches no log")
    }

    @Test func eachPairHasASecretOfItsOwn() throws {
        let robin = try mesh.invite("Robin")
        let kim = try mesh.invite("Kim")
        for (first, second) in [(robin, customer), (kim, customer), (robin, kim)] {
            try mesh.introduce(first, to: second)
        }
        let secrets = mesh.sides.values.flatMap { $0.introductions.values.map(\.secret) }
        #expect(secrets.count == 6 && Set(secrets).count == 3)
    }

    @Test func payloadsGoBetweenTheTwoAndToNobodyElse() throws {
        let robin = try mesh.invite("Robin")
        let kim = try mesh.invite("Kim")
        try mesh.introduce(robin, to: customer)
        let pair = try #require(mesh.pair(of: robin, customer))
        mesh.side(robin).session.handleRelay("sealed", of: pair)
        mesh.deliver()
        #expect(mesh.customer.payloads == ["sealed"] && mesh.side(kim).payloads.isEmpty)
        let before = mesh.primary.ignoredMessageCount
        // Somebody who is not of the pair names it.
        mesh.primary.handle(
            .introductionRelay(.init(participant: pair, payload: "forged")), from: kim, now: mesh.now)
        mesh.primary.handle(
            .introductionPrepared(.init(participant: pair, fingerprint: mesh.side(kim).fingerprint)), from: kim,
            now: mesh.now)
        mesh.primary.handle(.dismissed(.init(participant: pair)), from: kim, now: mesh.now)
        mesh.deliver()
        #expect(mesh.primary.ignoredMessageCount == before + 3)
        #expect(mesh.customer.payloads == ["sealed"] && mesh.haveMet(robin, customer))
    }

    @Test func payloadsAreBoundedInLengthAndNumber() throws {
        let robin = try mesh.invite("Robin")
        try mesh.introduce(robin, to: customer)
        let pair = try #require(mesh.pair(of: robin, customer))
        let longest = String(repeating: "A", count: ControlMessage.IntroductionRelay.maximumPayloadCount)
        mesh.side(robin).session.handleRelay(longest + "A", of: pair)
        mesh.side(robin).session.handleRelay(longest, of: pair)
        mesh.deliver()
        #expect(mesh.customer.payloads == [longest])
        for _ in 0..<1_000 { mesh.side(robin).session.handleRelay("A", of: pair) }
        mesh.deliver()
        #expect(mesh.customer.payloads.count == 200)
        mesh.advance(by: .seconds(1))
        for _ in 0..<1_000 { mesh.side(robin).session.handleRelay("A", of: pair) }
        mesh.deliver()
        #expect(mesh.customer.payloads.count == 200 + 50)
    }

    @Test func whoWasNotIntroducedIsNotMet() throws {
        let robin = try mesh.invite("Robin")
        let stranger = ParticipantID(rawValue: "h-99")
        mesh.customer.session.handleConnected(stranger, now: mesh.now)
        mesh.deliver()
        #expect(mesh.customer.outputs.contains(.part(stranger)))
        #expect(mesh.customer.session.introducedPeople.isEmpty)
        mesh.customer.session.handle(.callPresence(.init(isCameraOn: true)), from: stranger, now: mesh.now)
        #expect(!mesh.customer.acceptsCamera(of: stranger))
        // Prepared is not introduced.
        mesh.side(robin).makesCertificates = false
        try mesh.introduce(robin, to: customer)
        let prepared = try #require(mesh.customer.session.introduced.current.first)
        mesh.customer.session.handleConnected(prepared, now: mesh.now)
        mesh.customer.session.handleRelay("early", of: prepared)
        mesh.deliver()
        #expect(mesh.customer.outputs.contains(.part(prepared)) && mesh.side(robin).payloads.isEmpty)
        #expect(mesh.customer.session.introducedPeople.isEmpty)
    }

    @Test func onlyThePrimaryIntroducesAndOnlyOnce() throws {
        let robin = try mesh.invite("Robin")
        try mesh.introduce(robin, to: customer)
        let pair = try #require(mesh.pair(of: robin, customer))
        mesh.connect(robin, customer)
        let side = mesh.customer
        let introduction = try #require(side.introductions[pair])
        func count(_ body: () -> Void) -> Int {
            let before = side.session.ignoredMessageCount
            body()
            mesh.deliver()
            return side.session.ignoredMessageCount - before
        }
        var other = introduction
        other.participant = ParticipantID(rawValue: "x-1")
        // From somebody who was introduced.
        #expect(count { side.session.handle(.introduced(other), from: pair, now: mesh.now) } == 1)
        let reference = ControlMessage.PairReference(participant: other.participant)
        #expect(count { side.session.handle(.prepareIntroduction(reference), from: pair, now: mesh.now) } == 1)
        #expect(count { side.session.handle(.dismissed(reference), from: pair, now: mesh.now) } == 1)
        // From the primary: a second time, and without having been prepared.
        #expect(count { side.session.handle(.introduced(introduction), now: mesh.now) } == 1)
        #expect(count { side.session.handle(.introduced(other), now: mesh.now) } == 1)
        #expect(count { side.session.handle(.prepareIntroduction(.init(participant: pair)), now: mesh.now) } == 1)
        #expect(side.introductions.count == 1)
    }

    @Test func aNameIsUsedOnce() throws {
        let robin = try mesh.invite("Robin")
        try mesh.introduce(robin, to: customer)
        let pair = try #require(mesh.pair(of: robin, customer))
        mesh.customer.session.handle(.dismissed(.init(participant: pair)), now: mesh.now)
        mesh.deliver()
        let before = mesh.customer.session.ignoredMessageCount
        mesh.customer.session.handle(.prepareIntroduction(.init(participant: pair)), now: mesh.now)
        for name in ["", "a b", "host", "customer", String(repeating: "a", count: 65)] {
            let id = ParticipantID(rawValue: name)
            mesh.customer.session.handle(.prepareIntroduction(.init(participant: id)), now: mesh.now)
        }
        #expect(mesh.customer.session.ignoredMessageCount == before + 6)
    }

    @Test func aPrimaryCannotFillTheOthersMemory() {
        for number in 0..<1_000 {
            let id = ParticipantID(rawValue: "x-\(number)")
            mesh.customer.session.handle(.prepareIntroduction(.init(participant: id)), now: mesh.now)
            if number % 2 == 0 { mesh.customer.session.handle(.dismissed(.init(participant: id)), now: mesh.now) }
        }
        #expect(mesh.customer.session.introduced.current.count == Introduced.maximumPairCount)
    }

    @Test func twoAreIntroducedOnceAndOnlyWhileBothAreHere() throws {
        let robin = try mesh.invite("Robin")
        try mesh.introduce(robin, to: customer)
        #expect(throws: Introducer.Refusal.alreadyIntroduced) { try mesh.introduce(customer, to: robin) }
        #expect(throws: Introducer.Refusal.unknownPerson) { try mesh.introduce(robin, to: robin) }
        #expect(throws: Introducer.Refusal.unknownPerson) {
            try mesh.introduce(robin, to: ParticipantID(rawValue: "nobody"))
        }
    }

    @Test func eightAreEnoughAndAPlaceIsKeptForTheCustomer() throws {
        for name in ["B", "C", "D", "E", "F", "G"] { _ = try mesh.invite(name) }
        #expect(mesh.primary.peopleHere.count + 1 == Introducer.maximumParticipantCount)
        #expect(throws: Introducer.Refusal.full) { _ = try mesh.invite("H") }
        // The customer's place cannot be taken while they are away.
        mesh.primary.handleDisconnected()
        #expect(throws: Introducer.Refusal.full) { _ = try mesh.invite("H") }
        mesh.primary.handleConnected(name: "Lin", path: .direct, now: mesh.now, wallClock: mesh.wallClock)
        #expect(mesh.primary.peopleHere.count == 7)
    }

    @Test func everybodyOfAFullSessionMeetsEverybody() throws {
        var people = [customer]
        for name in ["B", "C", "D", "E", "F", "G"] {
            let guest = try mesh.invite(name)
            for person in people { try mesh.introduce(guest, to: person) }
            for person in people { mesh.connect(guest, person) }
            people.append(guest)
        }
        for person in people { #expect(mesh.call(of: person)?.people.count == 7) }
        #expect(mesh.primaryCall?.people.count == 7)
    }

    @Test func whoDoesNotPrepareInTimeIsGivenUp() throws {
        let robin = try mesh.invite("Robin")
        mesh.side(robin).makesCertificates = false
        try mesh.introduce(robin, to: customer)
        #expect(mesh.customer.session.introduced.current.count == 1)
        mesh.advance(by: Introducer.preparationTimeout + .seconds(1))
        #expect(mesh.customer.session.introduced.current.isEmpty)
        #expect(mesh.side(robin).session.introduced.current.isEmpty)
        mesh.side(robin).makesCertificates = true
        try mesh.introduce(robin, to: customer)
        #expect(mesh.haveMet(robin, customer))
    }

    @Test func whoDoNotFindEachOtherInTimeAreGivenUpByAll() throws {
        let robin = try mesh.invite("Robin")
        try mesh.introduce(robin, to: customer)
        mesh.advance(by: Introduced.connectionTimeout + .seconds(1))
        #expect(mesh.customer.session.introducedPeople.isEmpty && mesh.side(robin).session.introducedPeople.isEmpty)
        #expect(!mesh.haveMet(robin, customer))
    }
}
