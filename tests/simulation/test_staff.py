# SPDX-License-Identifier: Apache-2.0
"""What staff may do at four kiosks that cannot speak with each other (rules.md 1 and 3, I2).

Extra numbers: never more than the manager's, over all four together, whoever is cut off for how long.

A stop: a kiosk gives none of the service's numbers from when staff said it there, or the centre's word came,
until one that is later; at hh:mm by itself, cut off too. A kiosk that nobody told goes on until it hears.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from central.services import day_round, exchange
from hall.feed import FeedBody, Stopped
from hall.ids import KioskId, LeaseId, ServiceId
from hall.journal import GrantMade
from hall.ledger import Ledger
from hall.log import Granted
from hall.owners import OwnerKind
from hall.place import Lane, runs_of
from hall.stopping import Stop, Stops
from kiosk.store.abstract import UnitOfWork
from kiosk.sync import incoming
from tests.central.services.hall import new_hall
from tests.fakes.centre_tables import FakeCentre
from tests.simulation.leases.watch import ViolationError
from tests.simulation.staff.hall_of_four import SITE, HallOfFour

SCHEDULES = 8
ENOUGH = 8
MUST_HAPPEN = (
    "given",
    "extra",
    "no extra",
    "stopped by staff",
    "stopped by the manager",
    "refused for a stop",
    "stopped in the end",
    "answer lost",
)


@pytest.fixture(autouse=True)
def today_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No later day is opened."""
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)


def play(folder: Path, seed: int) -> Counter[str]:
    """One schedule; raises ViolationError."""
    (room := folder / str(seed)).mkdir()
    return asyncio.run(HallOfFour(new_hall(room, text=SITE), seed).run())


def test_extras_stay_within_the_managers_number_and_a_stop_holds_wherever_it_is_known(
    tmp_path: Path,
) -> None:
    counts = Counter[str]()
    for seed in range(SCHEDULES):
        counts += play(tmp_path, seed)
    assert all(counts[what] >= SCHEDULES for what in MUST_HAPPEN), counts


def _gives_every_kiosk_the_managers_number(patch: pytest.MonkeyPatch) -> None:
    def lay_out(
        self: Ledger, service_id: ServiceId, kiosks: Iterable[KioskId], epoch: int
    ) -> tuple[GrantMade, ...]:
        slot = service_id, self.opened.day.start
        left = self.owners.pooled(OwnerKind.CENTRE, slot, (Lane.EXTRA,))
        runs = runs_of({place: self.owners.hop(place) + 1 for place in left})
        leases = (
            LeaseId(f"{epoch}-{each}-{len(left)}-{left[-1].index}") for each in kiosks if left
        )
        return tuple(
            GrantMade(each, Granted(lease, self.business_date, runs, ()))
            for each, lease in zip(kiosks, leases, strict=False)
        )

    patch.setattr(Ledger, "lay_out_extras", lay_out)


def _counts_a_managers_act_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ledger, "add_extras", lambda _self, wanted: wanted)


def _forgets_what_it_hears(patch: pytest.MonkeyPatch) -> None:
    take_rule = incoming._take_rule

    def forget(unit: UnitOfWork, cursor: int, body: FeedBody) -> None:
        if not isinstance(body, Stopped):
            take_rule(unit, cursor, body)

    patch.setattr(incoming, "_take_rule", forget)


def _waits_for_the_centre(patch: pytest.MonkeyPatch) -> None:
    add_stop = FakeCentre.add_stop

    def add(self: FakeCentre, cursor: int, stop: Stop) -> None:
        if cursor > 0:
            add_stop(self, cursor, stop)

    patch.setattr(FakeCentre, "add_stop", add)


def _goes_by_what_it_heard_last(patch: pytest.MonkeyPatch) -> None:
    def in_force(self: Stops, service_id: ServiceId, now: object) -> Stop | None:
        return next((stop for stop in reversed(tuple(self.of(service_id)))), None)

    patch.setattr(Stops, "in_force", in_force)


def _tells_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(exchange, "_stop", lambda *_: None)


MISTAKES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the centre gives every kiosk the manager's number": _gives_every_kiosk_the_managers_number,
    "the centre counts a manager's act again": _counts_a_managers_act_again,
    "the centre tells nobody of a stop at a kiosk": _tells_nobody,
    "a kiosk forgets a stop that it heard of": _forgets_what_it_hears,
    "a kiosk waits for the centre before it stops": _waits_for_the_centre,
    "a kiosk goes by what it heard last": _goes_by_what_it_heard_last,
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_deliberate_mistake_is_caught(
    mistake: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    MISTAKES[mistake](monkeypatch)
    for seed in range(ENOUGH):
        try:
            play(tmp_path, seed)
        except ViolationError:
            return
    pytest.fail(f"not caught: {mistake}")
