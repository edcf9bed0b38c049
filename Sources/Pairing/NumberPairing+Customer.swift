extension NumberPairing {
    /// The customer's first half.
    ///
    /// ```text
    /// awaitingCommit ─commit→ awaitingReveal ─reveal→ typing ─six digits typed→ opened
    /// ```
    package struct CustomerOpening: PairingOpening, ~Copyable {
        private enum State: ~Copyable {
            case awaitingCommit
            case awaitingReveal(commitment: [UInt8], AgreementKey, NumberShare)
            case typing(Agreement)
        }

        package static var usesSecret: Bool { false }
        package static var usesLink: Bool { false }
        package static var typedDigitCount: Int { 6 }
        private let context: PairingContext
        private var state: State

        /// Makes no key yet: that waits for the host's commitment.
        init(context: PairingContext) {
            self.init(context: context, state: .awaitingCommit)
        }

        private init(context: PairingContext, state: consuming State) {
            self.context = context
            self.state = state
        }

        /// Says nothing: the host commits first.
        package mutating func start(into outputs: inout [PairingOutput]) {}

        /// Takes the commitment, then what it binds the host to; while the person types, nothing may come.
        ///
        /// - Throws: `outOfOrder`, `brokenCommitment`, `reflected`, `invalidPublicKey`.
        package consuming func handle(
            _ message: PairingMessage, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<CustomerOpening> {
            let context = context
            switch consume state {
            case .awaitingCommit:
                guard case .commit(let commit) = message else { throw .outOfOrder }
                // Only now, so that the host is bound before anything of this side exists.
                let (key, share) = NumberPairing.makeShare(context)
                outputs.append(context.relay(.numberHello(share)))
                return .waiting(
                    CustomerOpening(
                        context: context, state: .awaitingReveal(commitment: commit.commitment, key, share)))
            case .awaitingReveal(let commitment, let key, let share):
                guard case .reveal(let host) = message else { throw .outOfOrder }
                guard context.cryptography.areEqual(context.commitment(to: host), commitment) else {
                    throw .brokenCommitment
                }
                let agreement = try NumberPairing.agree(
                    context, as: .customer, key: key, host: host, customer: share)
                outputs.append(.typeDigits)
                return .waiting(CustomerOpening(context: context, state: .typing(agreement)))
            case .typing: throw .outOfOrder
            }
        }

        /// - Throws: `digitsDiffer`.
        package consuming func confirm(
            _ digits: String, result: inout ConfirmResult, into outputs: inout [PairingOutput]
        ) throws(PairingFailure) -> OpeningStep<CustomerOpening> {
            let context = context
            switch consume state {
            case .typing(var agreement):
                guard digits == agreement.digits.readOut else {
                    result = .differed
                    outputs.append(context.relay(.mismatch))
                    throw .digitsDiffer
                }
                result = .matched
                outputs.append(agreement.channel.seal(.digitsMatched))
                outputs.append(.readBack(digits: agreement.digits.readBack))
                let remoteFingerprint = agreement.remoteFingerprint
                return .opened(agreement.channel, promised: remoteFingerprint)
            case .awaitingCommit:
                return .waiting(CustomerOpening(context: context, state: .awaitingCommit))
            case .awaitingReveal(let commitment, let key, let share):
                return .waiting(
                    CustomerOpening(context: context, state: .awaitingReveal(commitment: commitment, key, share)))
            }
        }
    }
}

extension PairingMachine where Opening == NumberPairing.CustomerOpening, Exchange == CustomerExchange {
    /// The machine of a customer who came by the number.
    package init(context: PairingContext) {
        self.init(context: context, opening: NumberPairing.CustomerOpening(context: context))
    }
}
