import Pairing

/// One side's pairing of one attempt, by link or by number; see `PairingMachine` for what each step means.
protocol PairingConversation: AnyObject {
    var isVerified: Bool { get }

    func start()
    func handle(payload: String)
    func handle(certificate: CertificateFingerprint)
    func describe(_ sdp: String)
    func requestRestart()
    func add(_ candidate: SealedMessage.Candidate)
    func endCandidates()
    /// Takes the digits that the person typed; `notNow` where nobody compares any.
    func confirm(_ digits: String) -> NumberPairing.ConfirmResult
    func pollOutput() -> PairingOutput?
}

/// A `PairingMachine` with an address, so that a link need not know which of the four kinds it has.
private final class MachineConversation<
    Opening: PairingOpening & ~Copyable, Exchange: PairingExchange & ~Copyable
>: PairingConversation {
    private var machine: PairingMachine<Opening, Exchange>

    init(_ machine: consuming PairingMachine<Opening, Exchange>) {
        self.machine = machine
    }

    var isVerified: Bool { machine.isVerified }
    func start() { machine.start() }
    func handle(payload: String) { machine.handle(payload: payload) }
    func handle(certificate: CertificateFingerprint) { machine.handle(certificate: certificate) }
    func describe(_ sdp: String) { machine.describe(sdp) }
    func requestRestart() { machine.requestRestart() }
    func add(_ candidate: SealedMessage.Candidate) { machine.add(candidate) }
    func endCandidates() { machine.endCandidates() }
    func confirm(_ digits: String) -> NumberPairing.ConfirmResult { machine.confirm(digits: digits) }
    func pollOutput() -> PairingOutput? { machine.pollOutput() }
}

/// How an attempt is paired.
enum PairingMethod: Sendable {
    case link(SecretBytes)
    case number

    /// The host's side.
    func makeHostConversation(_ context: PairingContext) -> any PairingConversation {
        switch self {
        case .link(let secret): MachineConversation(LinkPairing.Host(context: context, secret: secret))
        case .number: MachineConversation(NumberPairing.Host(context: context))
        }
    }

    /// The customer's side.
    func makeCustomerConversation(_ context: PairingContext) -> any PairingConversation {
        switch self {
        case .link(let secret): MachineConversation(LinkPairing.Customer(context: context, secret: secret))
        case .number: MachineConversation(NumberPairing.Customer(context: context))
        }
    }
}
