# SPDX-License-Identifier: Apache-2.0
"""A second set of algorithms, as SM2 and SM3 would be one: other ids, other lengths, no real secrecy."""

import hashlib
import hmac
from collections.abc import Callable, Mapping

import central.crypto
import common.booking_codes
import common.signatures
import hall.identity
import kiosk.crypto
from common.signatures import SignatureAlgorithm

SIGNATURE, DIGEST, TOKEN_HASH = "YH2", "x3", "x384"

Put = Callable[[object, str, object], None]
"""Sets an attribute of a module."""


class StandIn(SignatureAlgorithm):
    """Keys and signatures of other lengths; no real signature."""

    def new_key(self) -> bytes:
        return b"s" * 20

    def public_key(self, private: bytes) -> bytes:
        return private + b"public"

    def is_key(self, public: bytes) -> bool:
        return public.endswith(b"public")

    def sign(self, private: bytes, message: bytes) -> bytes:
        return hmac.digest(self.public_key(private), message, hashlib.sha384)

    def is_signed(self, public: bytes, message: bytes, signature: bytes) -> bool:
        return hmac.compare_digest(hmac.digest(public, message, hashlib.sha384), signature)


def sha384(data: bytes) -> bytes:
    return hashlib.sha384(data).digest()


def _keyed(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, hashlib.sha3_256)


def use_second_set(put: Put) -> None:
    """From now on both sets are known in this process, and everything new is made by the second."""
    signatures: Mapping[str, SignatureAlgorithm] = {
        **common.signatures.SIGNATURES,
        SIGNATURE: StandIn(),
    }
    for module in (central.crypto, kiosk.crypto, common.booking_codes):
        put(module, "SIGNATURES", signatures)
    put(central.crypto, "SIGNS_BY", SIGNATURE)
    put(central.crypto, "TOKEN_HASHES", {**central.crypto.TOKEN_HASHES, TOKEN_HASH: sha384})
    put(central.crypto, "FIRST_CHOICE", TOKEN_HASH)
    put(hall.identity, "DIGEST_FUNCTIONS", {**hall.identity.DIGEST_FUNCTIONS, DIGEST: _keyed})
    put(hall.identity, "FIRST_CHOICE", DIGEST)
