# SPDX-License-Identifier: Apache-2.0
"""Signatures, ticket codes and the key of a business day; the one module that knows algorithms.

Digests of ID numbers are `hall.identity`'s; here their key is kept. Keys lie in files of their own
with mode 0600 in a folder of mode 0700, never in the database, a backup, a log or a repr.
"""

import binascii
import os
import secrets
import tempfile
from abc import ABC, abstractmethod
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, NewType, NoReturn, Self, SupportsIndex
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from typing_extensions import override

from hall.identity import KEY_BYTES
from hall.ids import TicketId
from kiosk.errors import KioskError

TicketCode = NewType("TicketCode", str)
"""`YH1.` + base64url(ticket id, 16 bytes) + `.` + base64url(signature), without padding."""


class CryptoError(KioskError):
    """A key or a code cannot be used."""

    key: ClassVar[str] = "error.crypto.failed"


class KeyFileError(CryptoError):
    """A key's file cannot be read or written, or holds no key. Fields: `path`, `problem`."""

    key: ClassVar[str] = "error.crypto.key_file"


class NoTicketCodeError(CryptoError):
    """The text is no ticket code at all: something else was scanned."""

    key: ClassVar[str] = "error.crypto.no_ticket_code"


class UnknownAlgorithmError(CryptoError):
    """The code or key is of an algorithm that this version does not know. Fields: `algorithm`."""

    key: ClassVar[str] = "error.crypto.unknown_algorithm"


class WrongSignatureError(CryptoError):
    """The code was not made by the owner of that key, or was changed."""

    key: ClassVar[str] = "error.crypto.wrong_signature"


class SignatureAlgorithm(ABC):
    """One way to sign; keys and signatures are plain bytes outside of it."""

    @abstractmethod
    def new_key(self) -> bytes:
        """A new private key."""

    @abstractmethod
    def public_key(self, private: bytes) -> bytes:
        """The public half; raises ValueError for bytes that are no key."""

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
"""By the mark that begins a code; a second set (SM2) is added here."""

FIRST_CHOICE = "YH1"
"""The algorithm of keys made from now on."""


@dataclass(frozen=True)
class PublicKey:
    """What others need to check this kiosk's tickets; `algorithm` is the mark in `SIGNATURES`."""

    algorithm: str
    data: bytes


class SigningKey:
    """This kiosk's own key, made at its first start.

    Blank in `repr`, refuses pickling and copying. Lifetime: read once at start, kept in memory.
    """

    __slots__ = ("__private", "_mark", "public_key")

    def __init__(self, private: bytes, mark: str = FIRST_CHOICE) -> None:
        self.__private = private
        self._mark = mark
        self.public_key = PublicKey(mark, _algorithm(mark).public_key(private))

    @classmethod
    def load_or_make(cls, path: Path, mark: str = FIRST_CHOICE) -> Self:
        """The key in that file; a new one, safely on disk, when there is no file.

        Raises:
            KeyFileError: the file cannot be read or written, or holds no key. Nothing is changed
                then: with another key all tickets given so far would count as forged.
            UnknownAlgorithmError: a later version made it.
        """
        text = _load_or_make(path, f"{mark} {_text(_algorithm(mark).new_key())}\n".encode())
        found, _, private = text.decode(errors="replace").strip().partition(" ")
        _algorithm(found)
        try:
            return cls(_data(private), found)
        except ValueError as error:
            raise KeyFileError(path=path, problem="no key") from error

    def sign(self, ticket_id: TicketId) -> TicketCode:
        """The code on the ticket; signed is the text before its last dot."""
        signed = f"{self._mark}.{_text(ticket_id.bytes)}"
        signature = _algorithm(self._mark).sign(self.__private, signed.encode())
        return TicketCode(f"{signed}.{_text(signature)}")

    def __repr__(self) -> str:
        return "SigningKey()"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a key is not copied")


def read_ticket_code(text: str, public_key: PublicKey) -> TicketId:
    """The ticket a scanned code names.

    Raises:
        NoTicketCodeError: it has not the form of a ticket code.
        UnknownAlgorithmError: a later version made the code.
        WrongSignatureError: the owner of the key did not make it.
    """
    mark, ticket, signature = _parts(text)
    algorithm = _algorithm(mark)
    try:
        ticket_id = TicketId(UUID(bytes=_data(ticket)))
        signature_data = _data(signature)
    except ValueError as error:
        raise NoTicketCodeError from error
    is_own = mark == public_key.algorithm
    if not is_own or not algorithm.is_signed(
        public_key.data, f"{mark}.{ticket}".encode(), signature_data
    ):
        raise WrongSignatureError
    return ticket_id


def _parts(text: str) -> tuple[str, str, str]:
    parts = text.strip().split(".")
    if len(parts) != len(("mark", "ticket", "signature")):
        raise NoTicketCodeError
    mark, ticket, signature = parts
    if not (text.isascii() and mark.startswith("YH") and mark[2:].isdigit()):
        raise NoTicketCodeError
    return mark, ticket, signature


def _algorithm(mark: str) -> SignatureAlgorithm:
    algorithm = SIGNATURES.get(mark)
    if algorithm is None:
        raise UnknownAlgorithmError(algorithm=mark[:16])
    return algorithm


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _data(text: str) -> bytes:
    """The bytes `_text` wrote; ValueError for any other spelling, so that a code has one form."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError("no base64url") from error
    if _text(data) != text:
        raise ValueError("not as it is written")
    return data


class DayKey:
    """The key of one business day's identity digests.

    Blank in `repr`, refuses pickling and copying. Whoever calls `reveal` answers for where it goes.
    """

    __slots__ = ("__key", "on")

    def __init__(self, on: date, key: bytes) -> None:
        self.on = on
        self.__key = key

    def reveal(self) -> bytes:
        """The 32 bytes themselves."""
        return self.__key

    def __repr__(self) -> str:
        return f"DayKey({self.on})"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a key is not copied")


class DayKeys:
    """The keys of the business days in one folder, `state_dir/keys`: one file a day.

    Concurrency: any thread; two that ask at once for a new day get the same key.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key(self, on: date) -> DayKey:
        """That day's key, made when it is first asked for.

        Raises:
            KeyFileError: it cannot be read or written, or the file holds no key.
        """
        path = self._folder / f"day-{on}.key"
        key = _load_or_make(path, secrets.token_bytes(KEY_BYTES))
        if len(key) != KEY_BYTES:
            raise KeyFileError(path=path, problem=f"{len(key)} bytes, not {KEY_BYTES}")
        return DayKey(on, key)

    def forget_before(self, on: date) -> None:
        """Delete the keys of earlier days, and what a crash left of one.

        A later day's stays: the clock may have been ahead, and that day will come again.

        Raises:
            KeyFileError: one cannot be deleted.
        """
        earlier = [path for path in self._folder.glob("day-*") if path.name < f"day-{on}.key"]
        try:
            for path in earlier:
                path.unlink(missing_ok=True)
            if earlier:
                _sync_folder(self._folder)
        except OSError as error:
            raise KeyFileError(path=self._folder, problem=error.strerror) from error


def _load_or_make(path: Path, new: bytes) -> bytes:
    """The content of a key's file; `new` when there was none, and then it is on the disk."""
    try:
        if not path.exists():
            _make(path, new)
        with path.open("rb") as file:
            os.fchmod(file.fileno(), 0o600)
            return file.read()
    except OSError as error:
        raise KeyFileError(path=path, problem=error.strerror) from error


def _make(path: Path, content: bytes) -> None:
    """Whole or not at all, and never over a file that another thread or process has made."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    _sync_folder(path.parent.parent)
    number, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, fails when the file is there already.
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """A file's name is on the disk only when its folder is."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
