# SPDX-License-Identifier: Apache-2.0
"""Who of the staff is let in: by PIN, which wrong ones shut for growing pauses, or by card."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from hall.identity import Secret, digest
from kiosk.errors import KioskError
from kiosk.flow.staff_values import StaffPerson
from kiosk.pins import Pins
from kiosk.store.staff_file import StaffFile, StaffRecord, Tries, TriesFile

FREE_TRIES = 5
"""So many wrong PINs in a row shut the door for the first time."""

MOST_MINUTES = 64


class StaffDoorError(KioskError):
    """The root of these; nobody is let in."""

    key: ClassVar[str] = "error.staff.not_let_in"


class WrongPinError(StaffDoorError):
    """Staff number or PIN is wrong, which of them is not said."""

    key: ClassVar[str] = "error.staff.wrong_pin"


class LockedError(StaffDoorError):
    """Too many were wrong. Fields: `until`, `wrong`, `is_new` where this very try shut the door."""

    key: ClassVar[str] = "error.staff.locked"

    def __init__(self, until: datetime, wrong: int, *, is_new: bool) -> None:
        super().__init__(until=until, wrong=wrong, is_new=is_new)
        self.until, self.wrong, self.is_new = until, wrong, is_new


class NobodyError(StaffDoorError):
    """Nobody has a PIN at this kiosk."""

    key: ClassVar[str] = "error.staff.nobody"


class StaffDoor:
    """Concurrency: `by_pin` on one thread, `by_card` on any.

    Args:
        key: the 32 bytes of the key by which cards are known; it may raise a KioskError.
    """

    def __init__(
        self, people: StaffFile, tries: TriesFile, pins: Pins, key: Callable[[], bytes]
    ) -> None:
        self._people = people
        self._tries = tries
        self._pins = pins
        self._key = key
        self._awaited: str | None = None

    def by_pin(self, number: Secret, pin: Secret, now: datetime) -> StaffPerson:
        """Whose number and PIN these are; takes as long for a number that nobody has.

        A try counts before it is looked at: switching the machine off makes none undone.

        Raises:
            LockedError: it was not looked at, or was wrong once too often.
            WrongPinError: it was wrong.
            NobodyError: nobody has a PIN here.
            StaffFileError: what is kept cannot be read or written.
        """
        people = self._people.load()
        if not any(record.pin for record in people.values()):
            raise NobodyError
        tries = self._tries_in_time(now)
        if tries.until and now < tries.until:
            raise LockedError(tries.until, tries.wrong, is_new=False)
        wrong = tries.wrong + 1
        until = now + pause(wrong) if wrong >= FREE_TRIES else None
        self._tries.put(Tries(wrong, until))
        record = people.get(number.reveal())
        if not self._pins.fits(record.pin if record else None, pin) or record is None:
            raise LockedError(until, wrong, is_new=True) if until else WrongPinError
        self._tries.put(Tries())
        return _person(record)

    def _tries_in_time(self, now: datetime) -> Tries:
        """Kept where the clock was set back: the next look does not begin the pause anew."""
        kept = self._tries.load()
        tries = _in_time(kept, now)
        if tries != kept:
            self._tries.put(tries)
        return tries

    def await_card(self, staff_id: str | None) -> None:
        """The next card that is laid is kept as that person's; None: as nobody's."""
        self._awaited = staff_id

    def by_card(self, number: Secret) -> StaffPerson | None:
        """Whose card carries this number; None for everybody else's. Raises KioskError."""
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self._keep(awaited, number)
        people = self._people.load().values()
        if not any(record.card for record in people):
            return None
        laid = self.card(number)
        return next((_person(record) for record in people if record.card == laid), None)

    def _keep(self, staff_id: str, number: Secret) -> None:
        """In place of this person's card before; a card that is somebody's stays his."""
        people, card = self._people.load(), self.card(number)
        if staff_id in people and all(record.card != card for record in people.values()):
            people[staff_id] = replace(people[staff_id], card=card)
            self._people.put(people.values())

    def card(self, number: Secret) -> str:
        """What is kept of a card."""
        return digest(number.reveal(), self._key())


def pause(wrong: int) -> timedelta:
    """How long the door is shut after so many wrong PINs in a row: 1, 2, 4 … minutes."""
    return timedelta(minutes=min(2 ** (wrong - FREE_TRIES), MOST_MINUTES))


def _in_time(tries: Tries, now: datetime) -> Tries:
    """A clock that was set back shuts nobody out for longer than the pause."""
    if tries.until is None or tries.wrong < FREE_TRIES:
        return tries
    return Tries(tries.wrong, min(tries.until, now + pause(tries.wrong)))


def _person(record: StaffRecord) -> StaffPerson:
    return StaffPerson(record.staff_id, record.name)
