# SPDX-License-Identifier: Apache-2.0
"""Signatures, ticket codes and the key of a business day; the one module that knows algorithms.

Digests of ID numbers are `hall.identity`'s; here their key is kept. Keys lie in files of their own
with mode 0600 in a folder of mode 0700, never in the database, a backup, a log or a repr.
"""

import re
import secrets
from datetime import date
from pathlib import Path
from typing import ClassVar, NewType, NoReturn, Self, SupportsIndex
from uuid import UUID

from common import key_files
from common.key_files import DayKey
from common.signatures import (
    FIRST_CHOICE,
    SIGNATURES,
    PublicKey,
    SignatureAlgorithm,
    from_text,
    to_text,
)
from hall.identity import KEY_BYTES
from hall.ids import TicketId
from kiosk.errors import KioskError

TicketCode = NewType("TicketCode", str)
"""`YH1.` + base64url(ticket id, 16 bytes) + `.` + base64url(signature), without padding."""

_BEGINNING = re.compile(r"YH[0-9]+\.")


class CryptoError(KioskError):
    """A key or a code cannot be used."""

    key: ClassVar[str] = "error.crypto.failed"


class KeyFileError(CryptoError):
    """A key's file cannot be read or written, or holds no key. Fields: `path`, `problem`."""

    key: ClassVar[str] = "error.crypto.key_file"


class NoDayKeyError(CryptoError):
    """The centre has not told the key of that business day yet. Fields: `business_date`."""

    key: ClassVar[str] = "error.crypto.no_day_key"


class NoTicketCodeError(CryptoError):
    """The text is no ticket code at all: something else was scanned."""

    key: ClassVar[str] = "error.crypto.no_ticket_code"


class UnknownAlgorithmError(CryptoError):
    """The code or key is of an algorithm that this version does not know. Fields: `algorithm`."""

    key: ClassVar[str] = "error.crypto.unknown_algorithm"


class WrongSignatureError(CryptoError):
    """The code was not made by the owner of that key, or was changed."""

    key: ClassVar[str] = "error.crypto.wrong_signature"


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
        text = _load_or_make(path, f"{mark} {to_text(_algorithm(mark).new_key())}\n".encode())
        found, _, private = text.decode(errors="replace").strip().partition(" ")
        _algorithm(found)
        try:
            return cls(from_text(private), found)
        except ValueError as error:
            raise KeyFileError(path=path, problem="no key") from error

    def sign(self, ticket_id: TicketId) -> TicketCode:
        """The code on the ticket; signed is the text before its last dot."""
        signed = f"{self._mark}.{to_text(ticket_id.bytes)}"
        signature = _algorithm(self._mark).sign(self.__private, signed.encode())
        return TicketCode(f"{signed}.{to_text(signature)}")

    def __repr__(self) -> str:
        return "SigningKey()"

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a key is not copied")


def is_ticket_code(text: str) -> bool:
    """Whether it begins as one, so that it is told from a booking's."""
    return _BEGINNING.match(text.strip()) is not None


def ticket_in_code(text: str) -> TicketId:
    """The ticket a scanned code names, whoever made it.

    Raises NoTicketCodeError, UnknownAlgorithmError.
    """
    mark, ticket, _ = _parts(text)
    _algorithm(mark)
    return _ticket_id(ticket)


def read_ticket_code(text: str, public_key: PublicKey) -> TicketId:
    """The ticket a scanned code names.

    Raises:
        NoTicketCodeError: it has not the form of a ticket code.
        UnknownAlgorithmError: a later version made the code.
        WrongSignatureError: the owner of the key did not make it.
    """
    mark, ticket, signature = _parts(text)
    algorithm = _algorithm(mark)
    ticket_id = _ticket_id(ticket)
    try:
        signature_data = from_text(signature)
    except ValueError as error:
        raise NoTicketCodeError from error
    is_own = mark == public_key.algorithm
    if not is_own or not algorithm.is_signed(
        public_key.data, f"{mark}.{ticket}".encode(), signature_data
    ):
        raise WrongSignatureError
    return ticket_id


def _ticket_id(text: str) -> TicketId:
    try:
        return TicketId(UUID(bytes=from_text(text)))
    except ValueError as error:
        raise NoTicketCodeError from error


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
        path = self._path(on)
        key = _load_or_make(path, secrets.token_bytes(KEY_BYTES))
        if len(key) != KEY_BYTES:
            raise KeyFileError(path=path, problem=f"{len(key)} bytes, not {KEY_BYTES}")
        return DayKey(on, key)

    def told(self, on: date) -> DayKey:
        """That day's key as the centre told it.

        Raises:
            NoDayKeyError: it has not.
            KeyFileError: it cannot be read, or the file holds no key.
        """
        if not self.has(on):
            raise NoDayKeyError(business_date=on)
        return self.key(on)

    def has(self, on: date) -> bool:
        """Whether that day's key is here."""
        return self._path(on).exists()

    def put(self, on: date, key: bytes) -> None:
        """Keep the key of a day that the centre told, in place of any other.

        Raises:
            KeyFileError: it cannot be written.
        """
        path = self._path(on)
        try:
            key_files.put(path, key)
        except OSError as error:
            raise KeyFileError(path=path, problem=error.strerror) from error

    def _path(self, on: date) -> Path:
        return self._folder / f"day-{on}.key"

    def forget_before(self, on: date) -> None:
        """Delete the keys of earlier days, and what a crash left of one.

        A later day's stays: the clock may have been ahead, and that day will come again.

        Raises:
            KeyFileError: one cannot be deleted.
        """
        earlier = [path for path in self._folder.glob("day-*") if path.name < f"day-{on}.key"]
        try:
            key_files.remove(earlier)
        except OSError as error:
            raise KeyFileError(path=self._folder, problem=error.strerror) from error


def staff_key(path: Path) -> bytes:
    """The key by which staff cards are known here; made when it is first asked for.

    Raises KeyFileError.
    """
    key = _load_or_make(path, secrets.token_bytes(KEY_BYTES))
    if len(key) != KEY_BYTES:
        raise KeyFileError(path=path, problem=f"{len(key)} bytes, not {KEY_BYTES}")
    return key


def _load_or_make(path: Path, new: bytes) -> bytes:
    """As in `key_files`; raises KeyFileError."""
    try:
        return key_files.load_or_make(path, new)
    except OSError as error:
        raise KeyFileError(path=path, problem=error.strerror) from error
