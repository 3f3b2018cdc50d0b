# SPDX-License-Identifier: Apache-2.0
"""Tokens, second factors, sessions and keys; the one module of the centre that knows algorithms.

Tokens are kept as hashes. Day keys lie in files of their own with mode 0600 below the state
folder, never in the database, a backup, a log or a repr.
"""

import hashlib
import hmac
import json
import secrets
from abc import ABC, abstractmethod
from base64 import b32encode
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, NewType, NoReturn, SupportsIndex
from urllib.parse import quote
from uuid import UUID

from typing_extensions import override

from central.errors import CentralError
from common import key_files
from common.booking_codes import BookingCode, sign_booking
from common.key_files import DayKey
from common.signatures import FIRST_CHOICE as SIGNS_BY
from common.signatures import SIGNATURES, PublicKey, from_text, to_text
from hall.booking_code import SiteBooking
from hall.identity import KEY_BYTES
from hall.ids import SiteId

TokenHash = NewType("TokenHash", str)
"""Algorithm id, colon, hex: what is kept of a token."""

TOKEN_BYTES = 32

TOKEN_HASHES: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {"s256": lambda data: hashlib.sha256(data).digest()}
)
"""By algorithm id. Tokens are 256 random bits, so that a plain hash cannot be tried backwards.

Requests are told apart by these too.
"""

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


def hash_of(data: bytes) -> bytes:
    """What is kept of something too long to keep: algorithm id, colon, hash."""
    return f"{FIRST_CHOICE}:".encode() + TOKEN_HASHES[FIRST_CHOICE](data)


def is_hash_of(kept: bytes, data: bytes) -> bool:
    """Whether this was kept of it, by whichever algorithm."""
    name, _, found = kept.partition(b":")
    algorithm = TOKEN_HASHES.get(name.decode(errors="replace"))
    return algorithm is not None and hmac.compare_digest(algorithm(data), found)


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
        self._known: dict[tuple[SiteId, date], DayKey] = {}

    def known(self, site_id: SiteId, on: date) -> DayKey | None:
        """That day's key if this process has asked for it and not forgotten it; reads no file."""
        return self._known.get((site_id, on))

    def key(self, site_id: SiteId, on: date) -> DayKey:
        """That day's key, made when it is first asked for.

        Raises:
            KeyFileError: it cannot be read or written, or the file holds no key.
        """
        path = self._folder / site_id / f"day-{on}.key"
        self._known[site_id, on] = key = DayKey(on, _load_or_make(path))
        return key

    def forget_before(self, site_id: SiteId, on: date) -> None:
        """Delete the site's keys of earlier days, here too, and what a crash left of one.

        Raises:
            KeyFileError: one cannot be deleted.
        """
        for of_site, day in list(self._known):
            if of_site == site_id and day < on:
                self._known.pop((of_site, day), None)
        folder = self._folder / site_id
        earlier = [path for path in folder.glob("day-*") if path.name < f"day-{on}.key"]
        try:
            key_files.remove(earlier)
        except OSError as error:
            raise KeyFileError(path=folder, problem=error.strerror) from error


def key_id(key: DayKey) -> str:
    """What the stored feed says of a day's key: enough to tell it from another, and no more."""
    return f"{key.on}.{hashlib.sha256(b'key id' + key.reveal()).hexdigest()[:16]}"


class BookingKey:
    """The centre's own key: signs booking codes, and makes ids that nobody else can foresee.

    Blank in `repr`, refuses pickling and copying. All processes of a centre share its file.
    """

    __slots__ = ("__private", "public_key")

    def __init__(self, private: bytes, algorithm: str = SIGNS_BY) -> None:
        self.__private = private
        self.public_key = PublicKey(algorithm, SIGNATURES[algorithm].public_key(private))

    @classmethod
    def new(cls) -> "BookingKey":
        """One that nobody has seen, and nobody keeps."""
        return cls(SIGNATURES[SIGNS_BY].new_key())

    @classmethod
    def load_or_make(cls, state_dir: Path) -> "BookingKey":
        """The centre's key; raises KeyFileError, UnknownAlgorithmError (a later version made it)."""
        path = state_dir / "keys" / "booking.key"
        text = f"{SIGNS_BY} {to_text(SIGNATURES[SIGNS_BY].new_key())}\n"
        found = _file_or(path, text.encode()).decode(errors="replace")
        algorithm, _, private = found.strip().partition(" ")
        if algorithm not in SIGNATURES:
            raise UnknownAlgorithmError(algorithm=algorithm[:16])
        try:
            return cls(from_text(private), algorithm)
        except ValueError as error:
            raise KeyFileError(path=path, problem="no key") from error

    def code(self, of: SiteBooking) -> BookingCode:
        """What the visitor shows."""
        return sign_booking(of, self.public_key.algorithm, self.__private)

    def id_of(self, *words: str) -> UUID:
        """The same for the same words, and like chance to whoever has not the key."""
        said = json.dumps(words).encode()
        proof = hmac.digest(self.__private, b"id" + said, hashlib.sha256)
        return UUID(bytes=proof[:16], version=4)

    def __repr__(self) -> str:
        return "BookingKey()"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a key is not copied")


class SecondFactor(ABC):
    """One way to prove that somebody holds a thing, beside knowing a credential."""

    @abstractmethod
    def new_secret(self) -> bytes:
        """A new secret, shared once with the thing."""

    @abstractmethod
    def step_of(self, secret: bytes, code: str, now: datetime) -> int | None:
        """Which code of the row this is, if it is good now; each is to be taken once."""


class TimedCode(SecondFactor):
    """RFC 6238 as authenticator apps do it: six digits, a new code every 30 s, SHA-1.

    The codes before and after are good too: clocks of telephones differ.
    """

    DIGITS = 6
    SECONDS = 30

    @override
    def new_secret(self) -> bytes:
        return secrets.token_bytes(20)

    @override
    def step_of(self, secret: bytes, code: str, now: datetime) -> int | None:
        if not (code.isascii() and code.isdigit()):
            return None
        step = int(now.timestamp()) // self.SECONDS
        near = (step - 1, step, step + 1)
        # All are compared, so that the time taken says nothing.
        found = [each for each in near if hmac.compare_digest(self.code(secret, each), code)]
        return found[0] if found else None

    def code(self, secret: bytes, step: int) -> str:
        """The code of one step (RFC 4226)."""
        digest = hmac.digest(secret, step.to_bytes(8), hashlib.sha1)
        at = digest[-1] & 0x0F
        number = int.from_bytes(digest[at : at + 4]) & 0x7FFF_FFFF
        return f"{number % 10**self.DIGITS:0{self.DIGITS}}"


SECOND_FACTORS: Mapping[str, SecondFactor] = MappingProxyType({"totp": TimedCode()})
"""By algorithm id."""

FIRST_FACTOR = "totp"
"""The algorithm of second factors made from now on."""


def new_second_factor() -> str:
    """What is kept of an account's second factor: algorithm id, colon, hex."""
    return f"{FIRST_FACTOR}:{SECOND_FACTORS[FIRST_FACTOR].new_secret().hex()}"


def secret_of(second_factor: str) -> bytes:
    """The secret of a second factor, which its owner's app is told once."""
    return bytes.fromhex(second_factor.partition(":")[2])


def app_address(second_factor: str, name: str) -> str:
    """What an authenticator app reads as a QR code; the mandatory parts alone."""
    secret = b32encode(secret_of(second_factor)).decode().rstrip("=")
    return f"otpauth://totp/{quote(f'Youhao:{name}')}?secret={secret}&issuer=Youhao"


def step_of(second_factor: str, code: str, now: datetime) -> int | None:
    """Which code of the row this is, None when it is not good now."""
    algorithm = SECOND_FACTORS[second_factor.partition(":")[0]]
    return algorithm.step_of(secret_of(second_factor), code, now)


class SessionKey:
    """Vouches for what was said once, so that it need not be looked up again.

    Blank in `repr`, refuses pickling and copying. All processes of a centre share its file.
    """

    __slots__ = ("__key",)

    MARK = "YHS1"

    def __init__(self, key: bytes) -> None:
        self.__key = key

    @classmethod
    def load_or_make(cls, state_dir: Path) -> "SessionKey":
        """The centre's key; raises KeyFileError."""
        return cls(_load_or_make(state_dir / "keys" / "session.key"))

    def vouch(self, words: str) -> str:
        """The words with proof that they were said here; anybody can read them."""
        said = f"{self.MARK}.{to_text(words.encode())}"
        return f"{said}.{to_text(self._proof(said))}"

    def words_of(self, text: str) -> str | None:
        """The words of a text that was made by `vouch` with this key, else None."""
        said, _, proof = text.rpartition(".")
        mark, _, words = said.partition(".")
        try:
            is_proven = hmac.compare_digest(self._proof(said), from_text(proof))
        except ValueError:
            return None
        return from_text(words).decode() if is_proven and mark == self.MARK else None

    def _proof(self, said: str) -> bytes:
        return hmac.digest(self.__key, said.encode(), hashlib.sha256)

    def __repr__(self) -> str:
        return "SessionKey()"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a key is not copied")


def _load_or_make(path: Path) -> bytes:
    key = _file_or(path, secrets.token_bytes(KEY_BYTES))
    if len(key) != KEY_BYTES:
        raise KeyFileError(path=path, problem=f"{len(key)} bytes, not {KEY_BYTES}")
    return key


def _file_or(path: Path, new: bytes) -> bytes:
    try:
        return key_files.load_or_make(path, new)
    except OSError as error:
        raise KeyFileError(path=path, problem=error.strerror) from error
