import Wire

/// What both sides compute alike. `Tests/Vectors/pairing.json` holds an example of each, computed by other code.
extension PairingContext {
    /// The salt of the link way: `lp(session) · host nonce 16 · customer nonce 16`.
    func linkSalt(hostNonce: [UInt8], customerNonce: [UInt8]) -> [UInt8] {
        LengthPrefixed([UInt8](session.rawValue.utf8)).bytes + hostNonce + customerNonce
    }

    /// What the host binds itself to before it has seen anything of the customer's.
    func commitment(to host: NumberShare) -> [UInt8] {
        cryptography.hash(
            LengthPrefixed(
                label: "nearhand/1 commit", session: session, host.nonce, host.publicKey, host.fingerprint.bytes
            ).bytes)
    }

    /// Everything both sides said in the number way; the salt of its keys and digits.
    func transcript(host: NumberShare, customer: NumberShare) -> [UInt8] {
        cryptography.hash(
            LengthPrefixed(
                label: "nearhand/1 number", session: session, host.nonce, host.publicKey, host.fingerprint.bytes,
                customer.nonce, customer.publicKey, customer.fingerprint.bytes
            ).bytes)
    }

    /// Four keys, one for each direction and use.
    func deriveKeys(from inputKey: SecretBytes, salt: [UInt8]) -> PairingKeys {
        func derive(_ label: String) -> SecretBytes {
            cryptography.deriveBytes(32, from: inputKey, salt: salt, info: label)
        }
        return PairingKeys(
            sealHostToCustomer: derive("nearhand/1 seal host to customer"),
            sealCustomerToHost: derive("nearhand/1 seal customer to host"),
            macHost: derive("nearhand/1 mac host"),
            macCustomer: derive("nearhand/1 mac customer"))
    }

    /// Everything that an introduced pair agrees on; the salt of its keys.
    func introductionTranscript(
        pair: String, offering: IntroductionShare, answering: IntroductionShare
    ) -> [UInt8] {
        cryptography.hash(
            LengthPrefixed(
                label: "nearhand/1 introduction", session: session, [UInt8](pair.utf8), offering.nonce,
                offering.fingerprint.bytes, answering.nonce, answering.fingerprint.bytes
            ).bytes)
    }

    /// Four keys of an introduced pair, with labels of their own: nothing that was sealed for a link opens with them.
    func deriveIntroductionKeys(from inputKey: SecretBytes, salt: [UInt8]) -> PairingKeys {
        func derive(_ label: String) -> SecretBytes {
            cryptography.deriveBytes(32, from: inputKey, salt: salt, info: label)
        }
        return PairingKeys(
            sealHostToCustomer: derive("nearhand/1 introduction seal offering to answering"),
            sealCustomerToHost: derive("nearhand/1 introduction seal answering to offering"),
            macHost: derive("nearhand/1 introduction mac offering"),
            macCustomer: derive("nearhand/1 introduction mac answering"))
    }

    /// The digits that two people compare; `nil` once in about 10^50.
    func deriveDigits(from inputKey: SecretBytes, salt: [UInt8]) -> PairingDigits? {
        PairingDigits(
            randomBytes: cryptography.deriveBytes(
                PairingDigits.randomByteCount, from: inputKey, salt: salt, info: "nearhand/1 digits"
            ).bytes)
    }

    /// What the tag of `sender` covers: both certificates, who speaks, and in which session.
    func fingerprintTagInput(
        sender: PairingRole, host: CertificateFingerprint, customer: CertificateFingerprint
    ) -> [UInt8] {
        LengthPrefixed(
            label: "nearhand/1 fingerprints", session: session, [UInt8](sender.rawValue.utf8), host.bytes,
            customer.bytes
        ).bytes
    }
}
