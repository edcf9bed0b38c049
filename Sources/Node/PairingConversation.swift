import Pairing

/// One side's pairing of one attempt, by link, by number or by introduction; see `PairingMachine` for what each step means.
protocol PairingConversation: AnyObject {
    /// Whether the other side has proved who it is; never taken back.
    var isVerified: Bool { get }

    /// Says the first word, where this side has it; called once.
    func start()
    /// Takes a payload that the service carried, as it came from the other side or from whoever forged it.
    func handle(payload: String)
    /// Takes the fingerprint of the certificate that the DTLS handshake was made with.
    func handle(certificate: CertificateFingerprint)
    /// Takes this side's offer or answer, to be sealed and sent.
    func describe(_ sdp: String)
    /// Asks for an ICE restart: the host offers, the customer asks the host for it.
    func requestRestart()
    /// Takes a candidate of this side, to be sealed and sent when its description has gone.
    func add(_ candidate: SealedMessage.Candidate)
    /// Says that no candidate of this side follows.
    func endCandidates()
    /// Takes the digits that the person typed; `notNow` where nobody compares any.
    func confirm(_ digits: String) -> NumberPairing.ConfirmResult
    /// What the link must do next; `nil` when nothing. Called after each of the others until it is `nil`.
    func pollOutput() -> PairingOutput?
}

/// A `PairingMachine` with an address, so that a link need not know which of the six kinds it has.
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
    /// The customer came by a link with this secret.
    case link(SecretBytes)
    /// The customer came by the number; two people compare digits.
    case number
    /// The primary host introduced the two; whoever offers has the host's side.
    case introduction(IntroductionPairing.Terms)

    /// The host's side.
    func makeHostConversation(_ context: PairingContext) -> any PairingConversation {
        switch self {
        case .link(let secret): MachineConversation(LinkPairing.Host(context: context, secret: secret))
        case .number: MachineConversation(NumberPairing.Host(context: context))
        case .introduction(let terms): MachineConversation(IntroductionPairing.Offering(context: context, terms: terms))
        }
    }

    /// The customer's side.
    func makeCustomerConversation(_ context: PairingContext) -> any PairingConversation {
        switch self {
        case .link(let secret): MachineConversation(LinkPairing.Customer(context: context, secret: secret))
        case .number: MachineConversation(NumberPairing.Customer(context: context))
        case .introduction(let terms):
            MachineConversation(IntroductionPairing.Answering(context: context, terms: terms))
        }
    }
}
