# SPDX-License-Identifier: Apache-2.0
"""What a kiosk asks for: what is running low, not again and again, and all of it after a cut."""

from datetime import timedelta

import pytest

from hall.exchange import LeaseRequest
from hall.ids import RequestId
from hall.log import Granted
from hall.numbering import NumberRange
from hall.place import Lane, PlaceRun
from kiosk.store.abstract import UnitOfWork
from kiosk.sync.stock import AGAIN_SECONDS, MOST_AGAIN_SECONDS, SiteNow, Stock
from tests.fakes.centre import CentreServer, Fault
from tests.fakes.clock import FakeClock
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.hall.samples import CATALOGUE, ESTATE_ID, INSURANCE_ID, MONDAY, SITE, at
from tests.kiosk.sync.samples import SyncedKiosk, log_of

PLANS = CATALOGUE.plans(SITE, MONDAY)
DAY = PLANS[ESTATE_ID].day.start
TEN = at("10:00")


class Watched:
    """A stock at 10:00 of MONDAY, its clock in the test's hands."""

    def __init__(self) -> None:
        self.unit: UnitOfWork = FakeUnitOfWork()
        self.clock = FakeClock(TEN)
        self.site: SiteNow | None = SiteNow(TEN, CATALOGUE, PLANS, slots_ahead=1)
        self.stock = Stock(lambda: self.site, self.clock.monotonic)
        self._leases = 0

    def give(self, *runs: PlaceRun, numbers: str = "") -> None:
        self._leases += 1
        ranges = tuple(NumberRange(letter, 1, 50) for letter in numbers)
        granted = Granted(f"1-{self._leases}", MONDAY, runs, ranges)
        with self.unit:
            self.unit.leases.apply(granted)
            self.unit.commit()

    def wishes(self, first_no: int = 1) -> tuple[LeaseRequest, ...]:
        with self.unit:
            return self.stock.wishes(self.unit, RequestId(first_no))

    def after(self, seconds: float) -> tuple[LeaseRequest, ...]:
        self.clock.pass_time(timedelta(seconds=seconds))
        return self.wishes()


def run(clock: str, lane: Lane, count: int) -> PlaceRun:
    return PlaceRun(ESTATE_ID, at(clock), lane, 0, count, 1)


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_who_has_nothing_asks_for_all_that_will_be_needed_soon(watched: Watched) -> None:
    wishes = watched.wishes(first_no=7)
    assert [wish.request_no for wish in wishes] == [7, 8, 9, 10, 11, 12]
    assert [(w.service_id, w.slot_start, w.lane, w.places, w.numbers) for w in wishes] == [
        (ESTATE_ID, DAY, Lane.EXTRA, 0, 20),
        (ESTATE_ID, TEN, Lane.WALK_IN, 4, 0),
        (ESTATE_ID, TEN, Lane.GREEN, 1, 0),
        (ESTATE_ID, at("10:30"), Lane.WALK_IN, 4, 0),
        (ESTATE_ID, at("10:30"), Lane.GREEN, 1, 0),
        (INSURANCE_ID, DAY, Lane.EXTRA, 0, 20),
    ]


def test_released_places_of_the_online_sale_are_places_for_walk_ins(watched: Watched) -> None:
    watched.give(run("10:00", Lane.BOOKED, 1), run("10:00", Lane.WALK_IN, 1), numbers="AC")
    asked = {(wish.slot_start, wish.lane) for wish in watched.wishes()}
    assert (TEN, Lane.WALK_IN) not in asked
    assert (at("10:30"), Lane.WALK_IN) in asked


def test_who_has_enough_asks_for_nothing(watched: Watched) -> None:
    lanes = ((Lane.WALK_IN, 2), (Lane.GREEN, 1))
    watched.give(
        *(run(clock, lane, count) for clock in ("10:00", "10:30") for lane, count in lanes),
        numbers="AC",
    )
    assert watched.wishes() == ()


def test_what_runs_low_alone_is_asked_for(watched: Watched) -> None:
    watched.give(run("10:00", Lane.WALK_IN, 1), run("10:30", Lane.WALK_IN, 2), numbers="AC")
    asked = [(wish.slot_start, wish.lane) for wish in watched.wishes()]
    assert asked == [(TEN, Lane.WALK_IN), (TEN, Lane.GREEN), (at("10:30"), Lane.GREEN)]


def test_a_wish_in_vain_is_repeated_less_and_less_often(watched: Watched) -> None:
    assert watched.wishes()
    waits = []
    for _ in range(8):
        waited = 0.0
        while not watched.after(AGAIN_SECONDS / 2):
            waited += AGAIN_SECONDS / 2
        waits.append(waited + AGAIN_SECONDS / 2)
    assert waits[:4] == [30, 60, 120, 240]
    assert waits[-1] == MOST_AGAIN_SECONDS


def test_when_places_come_free_at_the_centre_who_asked_in_vain_asks_at_once(
    watched: Watched,
) -> None:
    watched.give(numbers="AC")
    asked = []
    for clock in ("9:29", "9:30", "9:31", "10:14", "10:15", "10:16"):
        watched.site = SiteNow(at(clock.zfill(5)), CATALOGUE, PLANS, slots_ahead=2)
        asked += [
            clock
            for wish in watched.after(1)
            if (wish.slot_start, wish.lane) == (TEN, Lane.WALK_IN)
        ]
    assert asked == ["9:29", "9:30", "10:15"]


def test_what_was_enough_for_a_while_is_asked_for_at_once(watched: Watched) -> None:
    watched.give(numbers="AC")
    assert watched.wishes()
    assert watched.after(1) == ()
    watched.give(*(run(clock, Lane.GREEN, 1) for clock in ("10:00", "10:30")))
    watched.give(*(run(clock, Lane.WALK_IN, 3) for clock in ("10:00", "10:30")))
    assert watched.after(1) == ()
    with watched.unit as unit:
        unit.places.give_back(unit.places.free(ESTATE_ID, TEN))
        unit.commit()
    assert len(watched.after(1)) == 2


@pytest.mark.parametrize("clock", ["17:00", "20:00"])
def test_when_the_last_slot_is_over_nothing_is_asked_for(watched: Watched, clock: str) -> None:
    watched.site = SiteNow(at(clock), CATALOGUE, PLANS)
    assert watched.wishes() == ()


def test_while_the_catalogue_has_not_come_nothing_is_asked_for(watched: Watched) -> None:
    watched.site = None
    assert watched.wishes() == ()


@pytest.mark.usefixtures("caplog")
def test_a_wish_that_was_lost_is_repeated_with_its_number_and_granted_once(
    server: CentreServer,
) -> None:
    clock = FakeClock(TEN)
    stock = Stock(lambda: SiteNow(TEN, CATALOGUE, PLANS, 0), clock.monotonic)
    server.centre.grant = lambda request: Granted(
        f"1-{request.request_no}",
        MONDAY,
        (PlaceRun(ESTATE_ID, TEN, request.lane, 0, 5, 2),) if request.places else (),
        (NumberRange("A" if request.service_id == ESTATE_ID else "C", 1, 50),)
        if request.numbers
        else (),
        request.request_no,
    )
    kiosk = SyncedKiosk(FakeUnitOfWork(), server.url, stock=stock)
    kiosk.worker.step()
    server.faults.append(Fault.ANSWER_LOST)
    kiosk.settle()
    kiosk.settle()
    granted = [entry.body for entry in log_of(kiosk.unit) if isinstance(entry.body, Granted)]
    assert [body.request_no for body in granted] == [1, 2, 3, 4]
    assert [len(each.requests) for each in server.centre.heard] == [0, 4, 4, 0]
    with kiosk.unit as unit:
        assert unit.centre.state().last_request == 4
        assert stock.wishes(unit, RequestId(5)) == ()
        unit.places.give_back(unit.places.free(ESTATE_ID, TEN))
        unit.commit()
    kiosk.settle()
    numbers = [wish.request_no for each in server.centre.heard for wish in each.requests]
    assert numbers == [1, 2, 3, 4, 1, 2, 3, 4, 5, 6]
    kiosk.end()
