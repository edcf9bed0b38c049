extension NumberPairing {
    /// The host's first half.
    ///
    /// ```text
    /// committed ─numberHello→ revealed ─digitsMatched→ matched ─four digits typed→ opened
    /// ```
    package struct HostOpening: PairingOpening, ~Copyable {
        private enum State: ~Copyable {
            case committed(AgreementKey, NumberShare)
            case revealed(Agreement)
            case matched(Agreement)
        }

        package static var usesSecret: Bool { false }
        package static var usesLink: Bool { false }
        package static var typedDigitCount: Int { 4 }
        private let context: PairingContext
        private var state: State

        /// Makes the nonce and the ephemeral key that this attempt is committed to.
        init(context: PairingContext) {
            let (key, share) = NumberPairing.makeShare(context)
            self.init(context: context, state: .committed(key, share))
        }

        private init(context: PairingContext, state: consuming State) {
            self.context = context
            self.state = state
        }

        /// Sends the commitment.
        package mutating func start(into outputs: inout [PairingOutput]) {
            switch state {
            case .committed(_, let share):
                outputs.append(context.relay(.commit(PairingMessage.Commit(commitment: context.commitment(to: share)))))
            default: break
            }
        }

        /// Takes the customer's share, for which it reveals the own one, then the sealed word that the six digits
        /// fitted.
        ///
        /// - Throws: `outOfOrder`, `reflected`, `invalidPublicKey`, `notSealedByPeer`, `malformed`.
        package consuming func handle(
            _ message: PairingMessage, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<HostOpening> {
            let context = context
            switch consume state {
            case .committed(let key, let share):
                guard case .numberHello(let customer) = message else { throw .outOfOrder }
                let agreement = try NumberPairing.agree(context, as: .host, key: key, host: share, customer: customer)
                outputs.append(context.relay(.reveal(share)))
                outputs.append(.readOut(digits: agreement.digits.readOut))
                return .waiting(HostOpening(context: context, state: .revealed(agreement)))
            case .revealed(var agreement):
                guard case .sealed(let sealed) = message else { throw .outOfOrder }
                guard case .digitsMatched = try agreement.channel.open(sealed) else { throw .outOfOrder }
                outputs.append(.expectReadBack)
                return .waiting(HostOpening(context: context, state: .matched(agreement)))
            case .matched: throw .outOfOrder
            }
        }

        /// - Throws: `digitsDiffer`.
        package consuming func confirm(
            _ digits: String, result: inout ConfirmResult, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<HostOpening> {
            let context = context
            switch consume state {
            case .matched(let agreement):
                guard digits == agreement.digits.readBack else {
                    result = .differed
                    outputs.append(context.relay(.mismatch))
                    throw .digitsDiffer
                }
                result = .matched
                let remoteFingerprint = agreement.remoteFingerprint
                return .opened(agreement.channel, promised: remoteFingerprint)
            case .committed(let key, let share):
                return .waiting(HostOpening(context: context, state: .committed(key, share)))
            case .revealed(let agreement):
                return .waiting(HostOpening(context: context, state: .revealed(agreement)))
            }
        }
    }
}

extension PairingMachine where Opening == NumberPairing.HostOpening, Exchange == HostExchange {
    /// The machine of a host whose customer came by the number.
    package init(context: PairingContext) {
        self.init(context: context, opening: NumberPairing.HostOpening(context: context))
    }
}
