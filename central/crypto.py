# SPDX-License-Identifier: Apache-2.0
"""Tokens and the keys of business days; the one module of the centre that knows algorithms.

Tokens are kept as hashes. Day keys lie in files of their own with mode 0600 below the state
folder, never in the database, a backup, a log or a repr.
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, NewType, NoReturn, SupportsIndex

from central.errors import CentralError
from common import key_files
from common.key_files import DayKey
from common.signatures import SIGNATURES, PublicKey
from hall.identity import KEY_BYTES
from hall.ids import SiteId

TokenHash = NewType("TokenHash", str)
"""Algorithm id, colon, hex: what is kept of a token."""

TOKEN_BYTES = 32

TOKEN_HASHES: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {"s256": lambda data: hashlib.sha256(data).digest()}
)
"""By algorithm id. Tokens are 256 random bits, so that a plain hash cannot be tried backwards."""

FIRST_CHOICE = "s256"
"""The algorithm that tokens are kept by from now on."""


class CryptoError(CentralError):
    """A key cannot be used."""

    key: ClassVar[str] = "error.central.crypto.failed"


class KeyFileError(CryptoError):
    """A key's file cannot be read or written, or holds no key. Fields: `path`, `problem`."""

    key: ClassVar[str] = "error.central.crypto.key_file"


class UnknownAlgorithmError(CryptoError):
    """The key is of an algorithm that this version does not know. Fields: `algorithm`."""

    key: ClassVar[str] = "error.central.crypto.unknown_algorithm"


class BadPublicKeyError(CryptoError):
    """The bytes are no public key of that algorithm."""

    key: ClassVar[str] = "error.central.crypto.bad_public_key"


class Token:
    """A credential as its owner has it, shown once. Blank in `repr`, refuses pickling and copying."""

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    @classmethod
    def new(cls) -> "Token":
        """256 random bits as base64url."""
        return cls(secrets.token_urlsafe(TOKEN_BYTES))

    def reveal(self) -> str:
        """The text itself."""
        return self.__text

    def hash(self, algorithm: str | None = None) -> TokenHash:
        """What is kept, by that algorithm or the one of now."""
        name = algorithm or FIRST_CHOICE
        return TokenHash(f"{name}:{TOKEN_HASHES[name](self.__text.encode()).hex()}")

    def hashes(self) -> tuple[TokenHash, ...]:
        """All forms in which it may have been kept, the newest algorithm first."""
        rest = [name for name in TOKEN_HASHES if name != FIRST_CHOICE]
        return tuple(self.hash(name) for name in (FIRST_CHOICE, *rest))

    def __repr__(self) -> str:
        return "Token()"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a token is not copied")


def check_public_key(key: PublicKey) -> None:
    """Raises UnknownAlgorithmError or BadPublicKeyError for a key that could check nothing."""
    algorithm = SIGNATURES.get(key.algorithm)
    if algorithm is None:
        raise UnknownAlgorithmError(algorithm=key.algorithm)
    if not algorithm.is_key(key.data):
        raise BadPublicKeyError


class DayKeys:
    """The keys of the business days of all sites: one folder a site, one file a day.

    Several processes share them by sharing the folder. Concurrency: any thread or process; two
    that ask at once for a new day get the same key.
    """

    def __init__(self, state_dir: Path) -> None:
        self._folder = state_dir / "keys"

    def key(self, site_id: SiteId, on: date) -> DayKey:
        """That day's key, made when it is first asked for.

        Raises:
            KeyFileError: it cannot be read or written, or the file holds no key.
        """
        path = self._folder / site_id / f"day-{on}.key"
        try:
            key = key_files.load_or_make(path, secrets.token_bytes(KEY_BYTES))
        except OSError as error:
            raise KeyFileError(path=path, problem=error.strerror) from error
        if len(key) != KEY_BYTES:
            raise KeyFileError(path=path, problem=f"{len(key)} bytes, not {KEY_BYTES}")
        return DayKey(on, key)

    def forget_before(self, site_id: SiteId, on: date) -> None:
        """Delete the site's keys of earlier days, and what a crash left of one.

        Raises:
            KeyFileError: one cannot be deleted.
        """
        folder = self._folder / site_id
        earlier = [path for path in folder.glob("day-*") if path.name < f"day-{on}.key"]
        try:
            key_files.remove(earlier)
        except OSError as error:
            raise KeyFileError(path=folder, problem=error.strerror) from error


def key_id(key: DayKey) -> str:
    """What the stored feed says of a day's key: enough to tell it from another, and no more."""
    return f"{key.on}.{hashlib.sha256(b'key id' + key.reveal()).hexdigest()[:16]}"
