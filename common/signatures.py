# SPDX-License-Identifier: Apache-2.0
"""Signatures by algorithm id, and how their bytes are written as text; keys are plain bytes here."""

import binascii
from abc import ABC, abstractmethod
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from typing_extensions import override


class SignatureAlgorithm(ABC):
    """One way to sign; keys and signatures are plain bytes outside of it."""

    @abstractmethod
    def new_key(self) -> bytes:
        """A new private key."""

    @abstractmethod
    def public_key(self, private: bytes) -> bytes:
        """The public half; raises ValueError for bytes that are no key."""

    @abstractmethod
    def is_key(self, public: bytes) -> bool:
        """Whether these bytes can be somebody's public key."""

    @abstractmethod
    def sign(self, private: bytes, message: bytes) -> bytes:
        """The signature of a message."""

    @abstractmethod
    def is_signed(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the owner of the public key signed exactly this message."""


class Ed25519(SignatureAlgorithm):
    """RFC 8032; keys of 32 bytes, signatures of 64, the same for the same message."""

    @override
    def new_key(self) -> bytes:
        return Ed25519PrivateKey.generate().private_bytes_raw()

    @override
    def public_key(self, private: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()

    @override
    def is_key(self, public: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public)
        except ValueError:
            return False
        return True

    @override
    def sign(self, private: bytes, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(private).sign(message)

    @override
    def is_signed(self, public: bytes, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


SIGNATURES: Mapping[str, SignatureAlgorithm] = MappingProxyType({"YH1": Ed25519()})
"""By algorithm id, which also begins a ticket's code; a second set (SM2) is added here."""

FIRST_CHOICE = "YH1"
"""The algorithm of keys made from now on."""


@dataclass(frozen=True)
class PublicKey:
    """What others need to check signatures; `algorithm` is an id in `SIGNATURES`."""

    algorithm: str
    data: bytes


def to_text(data: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The bytes `to_text` wrote; ValueError for any other spelling, so that a code has one form."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("no base64url") from error
    if to_text(data) != text:
        raise ValueError("not as it is written")
    return data
