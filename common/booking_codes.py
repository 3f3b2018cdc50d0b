# SPDX-License-Identifier: Apache-2.0
"""Booking codes: `YHB1.` + base64url(record) + `.` + base64url(the centre's signature).

The mark says the algorithm as it does on tickets: YHB1 is signed as YH1 is.
"""

from enum import StrEnum
from typing import NewType

from common.signatures import SIGNATURES, PublicKey, from_text, to_text
from hall.booking_code import SiteBooking, from_record, record
from hall.errors import BadValueError

BookingCode = NewType("BookingCode", str)
"""About 240 characters without padding. In it is the digest of a person: it is never logged."""

_TICKET_MARK = "YH"
_MARK = "YHB"


class CodeProblem(StrEnum):
    """Why a text is no booking code of that centre."""

    NO_CODE = "no_code"
    """Something else was scanned."""
    UNKNOWN_ALGORITHM = "unknown_algorithm"
    """A later version made it."""
    WRONG_SIGNATURE = "wrong_signature"
    """The owner of that key did not make it, or it was changed."""


def sign_booking(of: SiteBooking, algorithm: str, private_key: bytes) -> BookingCode:
    """The code of a booking; signed is the text before its last dot. Raises BadValueError."""
    signed = f"{_mark(algorithm)}.{to_text(record(of))}"
    signature = SIGNATURES[algorithm].sign(private_key, signed.encode())
    return BookingCode(f"{signed}.{to_text(signature)}")


def is_booking_code(text: str) -> bool:
    """Whether it begins as one, so that a kiosk can tell it from a ticket's."""
    return text.strip().startswith(_MARK)


def read_booking_code(text: str, key: PublicKey) -> SiteBooking | CodeProblem:
    """The booking that a scanned code carries, as it was made; its status is for others to know."""
    mark, _, rest = text.strip().partition(".")
    words, _, signature = rest.partition(".")
    if not (mark.startswith(_MARK) and words and signature and text.isascii()):
        return CodeProblem.NO_CODE
    algorithm = _TICKET_MARK + mark.removeprefix(_MARK)
    if algorithm not in SIGNATURES:
        return CodeProblem.UNKNOWN_ALGORITHM
    try:
        data, proof = from_text(words), from_text(signature)
    except ValueError:
        return CodeProblem.NO_CODE
    is_own = algorithm == key.algorithm
    if not is_own or not SIGNATURES[algorithm].is_signed(
        key.data, f"{mark}.{words}".encode(), proof
    ):
        return CodeProblem.WRONG_SIGNATURE
    try:
        return from_record(data)
    except BadValueError:
        return CodeProblem.NO_CODE


def _mark(algorithm: str) -> str:
    return _MARK + algorithm.removeprefix(_TICKET_MARK)
