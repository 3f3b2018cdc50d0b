# SPDX-License-Identifier: Apache-2.0
"""What a process of the hall does otherwise than the product, which has no switch for any of it.

Deliberate mistakes, to see that the fire finds them, and another set of algorithms.
"""

from collections.abc import Callable, Sequence

from hall.counters import Counters
from hall.exchange import LogPart
from hall.feed import FeedBody, Stopped
from hall.ids import KioskId
from hall.log import Entry
from hall.site_book import SiteBook
from hall.stopping import Stop
from kiosk.store.abstract import UnitOfWork
from kiosk.store.centre import SqlCentre
from kiosk.sync import incoming
from kiosk.sync.outgoing import Position
from kiosk.sync.worker import SyncWorker
from tests.fakes.algorithms import use_second_set

NONE, OTHER_ALGORITHMS = "none", "other algorithms"
FOREIGN_ANSWERS = "proxy: another kiosk's answer"
"""Planted in the proxy itself."""


def change(what: str) -> None:
    """In this process; what is another process's to do is nothing here."""
    if what in _CHANGES:
        _CHANGES[what]()


def _takes_entries_twice() -> None:
    def _new_entries(self: SiteBook, account: object, part: LogPart) -> Sequence[Entry]:
        return part.entries

    SiteBook._new_entries = _new_entries  # type: ignore[assignment,method-assign]  # planted
    SiteBook._check_chain = lambda *_: None  # type: ignore[method-assign,assignment]  # planted


def _releases_without_every_kiosk() -> None:
    def _feed_cursors(self: SiteBook) -> dict[KioskId, int]:
        return dict.fromkeys(self.kiosks, 10**9)

    SiteBook._feed_cursors = _feed_cursors  # type: ignore[method-assign]  # planted


def _forgets_a_position() -> None:
    def _acknowledge(self: SyncWorker, acknowledged: int, end: int) -> None:
        """What was in the part that got no answer is taken for sent."""
        self._position = Position(end)

    SyncWorker._acknowledge = _acknowledge  # type: ignore[method-assign]  # planted


def _counts_a_press_again() -> None:
    Counters.is_done = lambda *_: False  # type: ignore[method-assign]  # planted


def _forgets_stops() -> None:
    take_rule = incoming._take_rule

    def _take_rule(unit: UnitOfWork, cursor: int, body: FeedBody) -> None:
        if not isinstance(body, Stopped):
            take_rule(unit, cursor, body)

    incoming._take_rule = _take_rule


def _waits_for_the_centre() -> None:
    add_stop = SqlCentre.add_stop

    def _add_stop(self: SqlCentre, cursor: int, stop: Stop) -> None:
        """What staff said here holds when the feed brings it."""
        if cursor > 0:
            add_stop(self, cursor, stop)

    SqlCentre.add_stop = _add_stop  # type: ignore[method-assign]  # planted


_MISTAKES: dict[str, Callable[[], None]] = {
    "centre: takes entries twice": _takes_entries_twice,
    "centre: releases places before every kiosk knows": _releases_without_every_kiosk,
    "centre: counts a press again": _counts_a_press_again,
    "kiosk: forgets a position": _forgets_a_position,
    "kiosk: forgets that a service stopped": _forgets_stops,
    "kiosk: waits for the centre before a service stops": _waits_for_the_centre,
}
MISTAKES = (*_MISTAKES, FOREIGN_ANSWERS)
_CHANGES = {**_MISTAKES, OTHER_ALGORITHMS: lambda: use_second_set(setattr)}
