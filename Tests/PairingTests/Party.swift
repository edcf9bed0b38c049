import Cryptography
import Pairing
import Wire

/// One side of an attempt with its peer connection played: it offers, answers and remembers what came out.
final class Party {
    let fingerprint: CertificateFingerprint
    private let side: any Side
    private(set) var outputs: [PairingOutput] = []
    private var pending: [String] = []

    init<Opening: PairingOpening & ~Copyable, Exchange: PairingExchange & ~Copyable>(
        _ machine: consuming PairingMachine<Opening, Exchange>, fingerprint: CertificateFingerprint
    ) {
        side = Machine(machine)
        self.fingerprint = fingerprint
    }

    static func linkHost(_ world: World, _ fingerprint: CertificateFingerprint) -> Party {
        Party(LinkPairing.Host(context: world.context(fingerprint), secret: world.secret), fingerprint: fingerprint)
    }

    static func linkCustomer(_ world: World, _ fingerprint: CertificateFingerprint) -> Party {
        Party(LinkPairing.Customer(context: world.context(fingerprint), secret: world.secret), fingerprint: fingerprint)
    }

    static func numberHost(_ world: World, _ fingerprint: CertificateFingerprint) -> Party {
        Party(NumberPairing.Host(context: world.context(fingerprint)), fingerprint: fingerprint)
    }

    static func numberCustomer(_ world: World, _ fingerprint: CertificateFingerprint) -> Party {
        Party(NumberPairing.Customer(context: world.context(fingerprint)), fingerprint: fingerprint)
    }

    var isVerified: Bool { side.isVerified }
    var remoteFingerprint: CertificateFingerprint? { side.remoteFingerprint }
    var ignoredCount: Int { side.ignoredCount }

    var failure: PairingFailure? {
        outputs.compactMap { if case .failed(let failure) = $0 { failure } else { nil } }.first
    }

    /// The certificate that this side took for its peer's.
    var verified: CertificateFingerprint? {
        outputs.compactMap { if case .verified(let fingerprint) = $0 { fingerprint } else { nil } }.first
    }

    /// What the host reads out.
    var readOut: String? {
        outputs.compactMap { if case .readOut(let digits) = $0 { digits } else { nil } }.first
    }

    /// What the customer reads back.
    var readBack: String? {
        outputs.compactMap { if case .readBack(let digits) = $0 { digits } else { nil } }.first
    }

    func start() {
        side.start()
        drain()
    }

    func handle(_ payload: String) {
        side.handle(payload: payload)
        drain()
    }

    func handle(certificate: CertificateFingerprint) {
        side.handle(certificate: certificate)
        drain()
    }

    @discardableResult
    func type(_ digits: String?) -> NumberPairing.ConfirmResult? {
        guard let digits else { return nil }
        defer { drain() }
        return side.confirm(digits: digits)
    }

    func add(_ candidate: String) {
        side.add(SealedMessage.Candidate(candidate: candidate, mid: "0"))
        drain()
    }

    func describe(_ sdp: String) {
        side.describe(sdp)
        drain()
    }

    func requestRestart() {
        side.requestRestart()
        drain()
    }

    /// The descriptions that came from the other side.
    var descriptions: [SealedMessage.Description] {
        outputs.compactMap { if case .description(let description) = $0 { description } else { nil } }
    }

    /// The payloads that wait for the relay.
    func takePayloads() -> [String] {
        defer { pending = [] }
        return pending
    }

    private func drain() {
        while let output = side.pollOutput() {
            outputs.append(output)
            switch output {
            case .relay(let payload): pending.append(payload)
            case .makeOffer, .restartWanted: side.describe(descriptionLine(of: fingerprint))
            case .description(let description) where description.kind == .offer:
                side.describe(descriptionLine(of: fingerprint))
            default: break
            }
        }
    }
}

/// A machine of any of the four kinds.
private protocol Side: AnyObject {
    var isVerified: Bool { get }
    var remoteFingerprint: CertificateFingerprint? { get }
    var ignoredCount: Int { get }
    func start()
    func handle(payload: String)
    func handle(certificate: CertificateFingerprint)
    func describe(_ sdp: String)
    func requestRestart()
    func add(_ candidate: SealedMessage.Candidate)
    func confirm(digits: String) -> NumberPairing.ConfirmResult
    func pollOutput() -> PairingOutput?
}

private final class Machine<Opening: PairingOpening & ~Copyable, Exchange: PairingExchange & ~Copyable>: Side {
    private var machine: PairingMachine<Opening, Exchange>

    init(_ machine: consuming PairingMachine<Opening, Exchange>) {
        self.machine = machine
    }

    var isVerified: Bool { machine.isVerified }
    var remoteFingerprint: CertificateFingerprint? { machine.remoteFingerprint }
    var ignoredCount: Int { machine.ignoredCount }
    func start() { machine.start() }
    func handle(payload: String) { machine.handle(payload: payload) }
    func handle(certificate: CertificateFingerprint) { machine.handle(certificate: certificate) }
    func describe(_ sdp: String) { machine.describe(sdp) }
    func requestRestart() { machine.requestRestart() }
    func add(_ candidate: SealedMessage.Candidate) { machine.add(candidate) }
    func confirm(digits: String) -> NumberPairing.ConfirmResult { machine.confirm(digits: digits) }
    func pollOutput() -> PairingOutput? { machine.pollOutput() }
}

/// What both sides of an attempt have in common.
struct World {
    var session = SessionID(rawValue: "c2Vzc2lvbg")
    var secret = SecretBytes([UInt8](repeating: 7, count: LinkPairing.secretByteCount))
    var cryptography: any PairingCryptography = SystemCryptography()

    func context(_ fingerprint: CertificateFingerprint) -> PairingContext {
        PairingContext(
            session: session, localFingerprint: fingerprint, cryptography: cryptography, coding: PairingJSON())
    }
}

func descriptionLine(of fingerprint: CertificateFingerprint) -> String {
    let pairs = fingerprint.bytes.map { [$0].hexadecimal.uppercased() }
    return "a=fingerprint:sha-256 \(pairs.joined(separator: ":"))\r\n"
}

/// Carries payloads both ways until none is left; `change` is what a hostile relay makes of each, in order.
func relay(
    _ host: Party, _ customer: Party,
    change: (_ payload: String, _ sender: PairingRole) -> [String] = { payload, _ in [payload] }
) {
    while true {
        let down = host.takePayloads()
        let up = customer.takePayloads()
        if down.isEmpty, up.isEmpty { return }
        for payload in down { for changed in change(payload, .host) { customer.handle(changed) } }
        for payload in up { for changed in change(payload, .customer) { host.handle(changed) } }
    }
}

/// The two people on the telephone: six digits one way, four the other.
func telephone(_ host: Party, _ customer: Party, relay: () -> Void) {
    customer.type(host.readOut)
    relay()
    host.type(customer.readBack)
    relay()
}
