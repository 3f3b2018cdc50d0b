# SPDX-License-Identifier: Apache-2.0
"""What a visitor shows of his booking: a record that a kiosk can check in alone, and 8 digits.

The record becomes a code by a signature of the centre (`common.booking_codes`).
"""

import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hall.booking import Booking
from hall.errors import BadValueError
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, ServiceId, SiteId
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import Span

CENTRE_KEY = KioskId("@centre")
"""Under this name the feed tells what checks booking codes (`kiosk_key`); no kiosk can have it."""

DIGITS = 8
"""Of a booking, as typed: seven and a check digit."""

_FREE_DIGITS = DIGITS - 1
_MINUTE = timedelta(minutes=1)
_FIRST_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(2000, 1, 1)
_DIGEST_BYTES = 16

_HEAD = struct.Struct(">16sHIHHHcH")
"""Id, day from 2000-01-01, start of the slot (minutes from 1970), its length and `late_after` from
there in minutes (0: none), index of the place, letter and number."""

# A totally anti-symmetric quasigroup of order 10 (M. Damm 2004).
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


@dataclass(frozen=True, slots=True)
class SiteBooking:
    """A booking and whose it is: a code of one site is good for nothing at another."""

    site_id: SiteId
    booking: Booking


def record(of: SiteBooking) -> bytes:
    """All that checks it in, about 90 bytes: few enough for a small QR code.

    Raises BadValueError for what a record cannot hold, as a slot that begins between two minutes.
    """
    booking = of.booking
    late = booking.late_after - booking.slot.start if booking.late_after else timedelta(0)
    algorithm, _, digest = (booking.digest or "").partition(":")
    try:
        head = _HEAD.pack(
            booking.booking_id.bytes,
            (booking.business_date - _FIRST_DAY).days,
            _minutes(booking.slot.start - _FIRST_INSTANT),
            _minutes(booking.slot.length),
            _minutes(late),
            booking.place.index,
            booking.number.letter.encode(),
            booking.number.number,
        )
        names = b"".join(_packed(text) for text in (of.site_id, booking.service_id, algorithm))
        return head + names + bytes.fromhex(digest)
    except (struct.error, ValueError) as error:
        raise BadValueError(name="booking", value=booking.booking_id, allowed="minutes") from error


def from_record(data: bytes) -> SiteBooking:
    """What `record` was given, with the status it was born with; BadValueError for anything else."""
    try:
        return _read(data)
    except (struct.error, ValueError, OverflowError, IndexError, BadValueError):
        allowed = "as the centre made it"
        raise BadValueError(name="booking_code", value="not shown", allowed=allowed) from None


def digits(booking_id: BookingId) -> str:
    """The 8 digits of a booking, for who cannot have a code scanned.

    They say nothing of other bookings, since ids end in random bits, and are good only where the
    feed knew the booking. The centre gives no two bookings of a site's open days the same.
    """
    free = f"{booking_id.int % 10**_FREE_DIGITS:0{_FREE_DIGITS}}"
    return free + _check_digit(free)


def are_digits(text: str) -> bool:
    """Whether these can be the digits of a booking.

    One wrong digit, and two neighbours that changed places, are always seen.
    """
    is_form = len(text) == DIGITS and text.isascii() and text.isdigit()
    return is_form and _check_digit(text[:-1]) == text[-1]


def _check_digit(free: str) -> str:
    state = "0"
    for digit in free:
        state = _DAMM[int(state)][int(digit)]
    return state


def _read(data: bytes) -> SiteBooking:
    booking_id, day, start, length, late, index, letter, number = _HEAD.unpack_from(data)
    site_id, rest = _unpacked(data[_HEAD.size :])
    service, rest = _unpacked(rest)
    algorithm, rest = _unpacked(rest)
    slot_start = _FIRST_INSTANT + start * _MINUTE
    service_id = ServiceId(service)
    booking = Booking(
        booking_id=BookingId(UUID(bytes=booking_id)),
        business_date=_FIRST_DAY + timedelta(days=day),
        service_id=service_id,
        slot=Span(slot_start, slot_start + length * _MINUTE),
        number=TicketNumber(letter.decode("ascii"), number, is_booked=True),
        place=Place(service_id, slot_start, Lane.BOOKED, index),
        digest=_digest(algorithm, rest),
        late_after=slot_start + late * _MINUTE if late else None,
    )
    return SiteBooking(SiteId(site_id), booking)


def _digest(algorithm: str, data: bytes) -> IdentityDigest | None:
    if len(data) != (_DIGEST_BYTES if algorithm else 0):
        raise ValueError("length of the digest")
    return IdentityDigest(f"{algorithm}:{data.hex()}") if algorithm else None


def _minutes(length: timedelta) -> int:
    whole, rest = divmod(length, _MINUTE)
    if rest:
        raise ValueError("no whole minutes")
    return whole


def _packed(text: str) -> bytes:
    data = text.encode()
    return struct.pack(">B", len(data)) + data


def _unpacked(data: bytes) -> tuple[str, bytes]:
    end = 1 + data[0]
    return data[1:end].decode(), data[end:]
