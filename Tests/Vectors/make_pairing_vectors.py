#!/usr/bin/env python3
"""Computes Tests/Vectors/pairing.json with Python's cryptography package: a second opinion on every derivation.

usage: make_pairing_vectors.py > pairing.json
"""

import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LABELS = {
    "sealHostToCustomer": "nearhand/1 seal host to customer",
    "sealCustomerToHost": "nearhand/1 seal customer to host",
    "macHost": "nearhand/1 mac host",
    "macCustomer": "nearhand/1 mac customer",
}


INTRODUCTION_LABELS = {
    "sealHostToCustomer": "nearhand/1 introduction seal offering to answering",
    "sealCustomerToHost": "nearhand/1 introduction seal answering to offering",
    "macHost": "nearhand/1 introduction mac offering",
    "macCustomer": "nearhand/1 introduction mac answering",
}


def fixed(name, count):
    """Bytes that are the same on each run and differ for each name."""
    return hashlib.shake_256(name.encode()).digest(count)


def length_prefixed(*fields):
    parts = [field.encode() if isinstance(field, str) else field for field in fields]
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def hkdf(secret, salt, info, count):
    return HKDF(algorithm=hashes.SHA256(), length=count, salt=salt, info=info.encode()).derive(secret)


def sha256(data):
    return hashlib.sha256(data).digest()


def keys_from(secret, salt, labels=LABELS):
    return {name: hkdf(secret, salt, label, 32) for name, label in labels.items()}


def tags(session, keys, host, customer):
    def tag(role):
        message = length_prefixed("nearhand/1 fingerprints", session, role, host, customer)
        return hmac.new(keys["macHost" if role == "host" else "macCustomer"], message, hashlib.sha256).digest()

    return {"host": tag("host"), "customer": tag("customer")}


def digits_from(data):
    words = [int.from_bytes(data[index:index + 4], "big") for index in range(0, len(data), 4)]
    first = next((index for index, word in enumerate(words) if word < 4_294_000_000), None)
    if first is None:
        return None
    second = next((word for word in words[first + 1:] if word < 4_294_960_000), None)
    if second is None:
        return None
    return {"readOut": f"{words[first] % 1_000_000:06}", "readBack": f"{second % 10_000:04}"}


def share(name, fingerprint):
    private = ec.derive_private_key(int.from_bytes(fixed(name + " scalar", 32), "big") >> 1, ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    scalar = private.private_numbers().private_value.to_bytes(32, "big")
    return private, {
        "privateKey": scalar,
        "publicKey": public,
        "nonce": fixed(name + " nonce", 32),
        "fingerprint": fingerprint,
    }


def seal(session, keys, sender, counter, plaintext):
    key = keys["sealHostToCustomer" if sender == "host" else "sealCustomerToHost"]
    nonce = bytes(4) + counter.to_bytes(8, "big")
    box = AESGCM(key).encrypt(nonce, plaintext.encode(), length_prefixed(session, sender))
    return {"sender": sender, "counter": counter, "plaintext": plaintext, "box": box}


def digit_cases():
    def words(*values):
        return b"".join(value.to_bytes(4, "big") for value in values) + b"\xff" * 4 * (16 - len(values))

    cases = [
        words(0, 0),
        words(999_999, 9_999),
        words(4_293_999_999, 4_294_959_999),
        words(4_294_000_000, 1_000_000, 4_294_960_000, 10_001),
        words(4_294_000_000, 4_294_000_001, 123_456, 7_890),
        words(1),
        words(),
        bytes(range(64)),
    ]
    return [{"bytes": case, "digits": digits_from(case)} for case in cases]


def message_examples():
    def text(name, count):
        return base64.urlsafe_b64encode(fixed(name, count)).rstrip(b"=").decode()

    sdp = "v=0\r\na=fingerprint:sha-256 " + ":".join(f"{byte:02X}" for byte in fixed("host certificate", 32)) + "\r\n"
    part = {"nonce": text("nonce", 32), "publicKey": text("key", 65), "fingerprint": text("fingerprint", 32)}
    relayed = [
        {"type": "linkHello", "nonce": text("nonce", 16)},
        {"type": "introductionHello", "nonce": text("nonce", 16)},
        {"type": "commit", "commitment": text("commitment", 32)},
        {"type": "numberHello", **part},
        {"type": "reveal", **part},
        {"type": "mismatch"},
        {"type": "sealed", "counter": 3, "box": text("box", 40)},
    ]
    sealed = [
        {"type": "digitsMatched"},
        {"type": "description", "kind": "offer", "sdp": sdp},
        {"type": "description", "kind": "answer", "sdp": sdp, "tag": text("tag", 32)},
        {"type": "candidate", "candidate": "candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host", "mid": "0"},
        {"type": "endOfCandidates"},
        {"type": "confirm", "tag": text("tag", 32)},
    ]
    return relayed, sealed


def hexadecimal(value):
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {name: hexadecimal(member) for name, member in value.items()}
    if isinstance(value, list):
        return [hexadecimal(member) for member in value]
    return value


def main():
    session = "q83vASNFZ4mrze8BI0VniQ"
    host_fingerprint = fixed("host certificate", 32)
    customer_fingerprint = fixed("customer certificate", 32)

    secret, host_nonce, customer_nonce = fixed("secret", 32), fixed("host", 16), fixed("customer", 16)
    link_salt = length_prefixed(session) + host_nonce + customer_nonce
    link_keys = keys_from(secret, link_salt)

    host_key, host = share("host", host_fingerprint)
    customer_key, customer = share("customer", customer_fingerprint)
    host_fields = [host["nonce"], host["publicKey"], host["fingerprint"]]
    customer_fields = [customer["nonce"], customer["publicKey"], customer["fingerprint"]]
    shared = host_key.exchange(ec.ECDH(), customer_key.public_key())
    assert shared == customer_key.exchange(ec.ECDH(), host_key.public_key())
    transcript = sha256(length_prefixed("nearhand/1 number", session, *host_fields, *customer_fields))
    number_keys = keys_from(shared, transcript)
    digit_bytes = hkdf(shared, transcript, "nearhand/1 digits", 64)

    pair, pair_secret = "h-3", fixed("introduction", 32)
    offering_nonce, answering_nonce = fixed("offering", 16), fixed("answering", 16)
    pair_transcript = sha256(
        length_prefixed(
            "nearhand/1 introduction", session, pair, offering_nonce, host_fingerprint, answering_nonce,
            customer_fingerprint))
    pair_keys = keys_from(pair_secret, pair_transcript, INTRODUCTION_LABELS)

    relayed, sealed = message_examples()
    vectors = {
        "comment": "Made by make_pairing_vectors.py. Bytes are hexadecimal; in messages they are base64url.",
        "session": session,
        "fingerprints": {"host": host_fingerprint, "customer": customer_fingerprint},
        "link": {
            "secret": secret,
            "hostNonce": host_nonce,
            "customerNonce": customer_nonce,
            "salt": link_salt,
            "keys": link_keys,
            "tags": tags(session, link_keys, host_fingerprint, customer_fingerprint),
            "sealed": [
                seal(session, link_keys, "host", 0, '{"type":"endOfCandidates"}'),
                seal(session, link_keys, "host", 4_294_967_296, '{"type":"digitsMatched"}'),
                seal(session, link_keys, "customer", 1, '{"type":"endOfCandidates"}'),
            ],
        },
        "number": {
            "host": host,
            "customer": customer,
            "commitment": sha256(length_prefixed("nearhand/1 commit", session, *host_fields)),
            "transcript": transcript,
            "sharedSecret": shared,
            "keys": number_keys,
            "tags": tags(session, number_keys, host_fingerprint, customer_fingerprint),
            "digitBytes": digit_bytes,
            "digits": digits_from(digit_bytes),
        },
        "introduction": {
            "pair": pair,
            "secret": pair_secret,
            "offeringNonce": offering_nonce,
            "answeringNonce": answering_nonce,
            "transcript": pair_transcript,
            "keys": pair_keys,
            "tags": tags(session, pair_keys, host_fingerprint, customer_fingerprint),
        },
        "digits": digit_cases(),
        "messages": relayed,
        "sealedMessages": sealed,
    }
    print(json.dumps(hexadecimal(vectors), indent=2))


main()
