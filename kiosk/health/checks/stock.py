# SPDX-License-Identifier: Apache-2.0
"""Has the kiosk numbers and places to give, today and tomorrow; takes none."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.health.finding import Finding, Where
from kiosk.health.notes import Note, advice, fault, finding, told
from kiosk.services.stock_left import StockLeft

FAMILY = "stock"
FEW_NUMBERS = 10


class StockCheck:
    """Lifetime: `look` as often as wanted; nothing is open between two looks.

    Args:
        path: of the records.
        left: what is left; None as long as site or records are not there. Raises KioskError.
        has_centre: whether a centre grants; a kiosk on its own grants to itself when it starts.
    """

    def __init__(
        self, path: Path, left: Callable[[], StockLeft | None], *, has_centre: bool
    ) -> None:
        self._where = Where("kiosk", "", place=str(path))
        self._left = left
        self._has_centre = has_centre

    def look(self) -> Finding:
        """Reads the records of two days."""
        return finding(FAMILY, self._where, self._notes())

    def _notes(self) -> Iterator[Note]:
        try:
            left = self._left()
        except KioskError:  # what cannot be read is said by the check of the database or the centre
            left = None
        if left is None:
            yield told("no_stock_yet")
            return
        yield from self._today(left)
        if left.lacks is not None and self._has_centre:
            yield fault("no_grant_tomorrow", "reach_for_grant", on=left.lacks)

    def _today(self, left: StockLeft) -> Iterator[Note]:
        if not left.gives:
            yield told("gives_no_more")
        elif left.leases:
            yield from _numbers(left)
            yield told("places_left", places=left.places)
        elif self._has_centre:
            yield fault("no_grant_today", "reach_for_grant")
        else:
            yield told("grants_itself")


def _numbers(left: StockLeft) -> Iterator[Note]:
    for letter, count in left.numbers.items():
        if count == 0:
            yield fault("no_numbers", "more_numbers", letter=letter)
        elif count < FEW_NUMBERS:
            yield advice("few_numbers", "more_numbers", letter=letter, count=count)
    listed = " ".join(f"{letter} {count}" for letter, count in left.numbers.items())
    yield told("numbers_left", listed=listed)
