# SPDX-License-Identifier: Apache-2.0
"""Whatever goes wrong on the way, afterwards both sides hold the same, and everything once."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hall.feed import BookingMade, FeedEntry, Reduced
from hall.holding import Holding
from hall.log import FeedApplied, Granted, HelpCalled
from hall.news import News
from hall.numbering import NumberRange
from hall.place import Lane
from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database
from kiosk.sync.errors import SyncError
from tests.contract.store_samples import ESTATE, NOW
from tests.fakes.centre import Centre, CentreServer, Fault
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.sync.samples import (
    K1,
    SyncedKiosk,
    booking,
    grant,
    log_of,
    walk_in,
)

pytestmark = pytest.mark.usefixtures("caplog")

QUICK = (
    Fault.LOST,
    Fault.ANSWER_LOST,
    Fault.DOUBLED,
    Fault.LATE_AGAIN,
    Fault.MIXED_UP,
    Fault.GAP,
    Fault.UNKNOWN,
    Fault.REVOKED,
    Fault.BROKEN,
    Fault.BUSY,
    Fault.MOVED,
    Fault.GARBAGE,
    Fault.NO_JSON,
    Fault.OTHER_JSON,
    Fault.HALF,
)
KEYS = {
    Fault.LOST: "no_answer",
    Fault.ANSWER_LOST: "no_answer",
    Fault.MIXED_UP: "other_answer",
    Fault.UNKNOWN: "not_known",
    Fault.REVOKED: "disowned",
    Fault.BROKEN: "centre_failed",
    Fault.BUSY: "centre_failed",
    Fault.MOVED: "centre_failed",
    Fault.GARBAGE: "no_answer",
    Fault.NO_JSON: "garbled",
    Fault.OTHER_JSON: "garbled",
    Fault.HALF: "no_answer",
    Fault.BOMB: "garbled",
}


def say(unit: UnitOfWork) -> None:
    """One more entry of the log."""
    with unit:
        unit.log.append(NOW, HelpCalled("services", was_delivered=True))
        unit.commit()


def heal(kiosk: SyncedKiosk) -> None:
    for _ in range(10):
        kiosk.settle()
        if kiosk.worker.link.error is None:
            kiosk.settle()  # how far the feed holds goes with the next exchange
            return
    raise AssertionError("never heals")


def check(centre: Centre, unit: UnitOfWork) -> None:
    """Both hold the same log; the tables are what log and feed come to; no lease twice."""
    log = log_of(unit)
    assert centre.log == log
    leases = [entry.body.lease_id for entry in log if isinstance(entry.body, Granted)]
    assert len(leases) == len(set(leases))
    rules = [told for told in centre.feed if not isinstance(told.body, News)]
    feed = [FeedEntry(told.cursor, told.body) for told in rules]
    holding = Holding.fold(K1, [entry.body for entry in log], feed)
    assert holding.returns_asked == {}
    with unit:
        free = {
            place: hop
            for start in {place.slot_start for place in holding.free} | {NOW}
            for place, hop in unit.places.free(ESTATE, start).items()
        }
        assert free == holding.free
        assert unit.centre.state().cursor == (centre.feed[-1].cursor if centre.feed else 0)
        for told in rules:
            if isinstance(told.body, BookingMade):
                assert unit.bookings.find(told.body.booking.booking_id) is not None
    applied = [entry.body.cursor for entry in log if isinstance(entry.body, FeedApplied)]
    assert applied == sorted(set(applied))


@pytest.mark.parametrize(("fault", "key"), KEYS.items())
def test_a_fault_has_a_name_and_passes(
    server: CentreServer, kiosk: SyncedKiosk, fault: Fault, key: str
) -> None:
    say(kiosk.unit)
    server.faults.append(fault)
    assert kiosk.worker.step() > 0
    assert kiosk.worker.link.error is not None
    assert kiosk.worker.link.error.key == f"error.sync.{key}"
    heal(kiosk)
    check(server.centre, kiosk.unit)


@pytest.mark.parametrize("fault", [Fault.ENDLESS, Fault.HANGS])
def test_who_never_ends_an_answer_is_cut_off(server: CentreServer, fault: Fault) -> None:
    kiosk = SyncedKiosk(FakeUnitOfWork(), server.url, whole_seconds=0.3)
    server.faults.append(fault)
    assert kiosk.worker.step() > 0
    error = kiosk.worker.link.error
    assert isinstance(error, SyncError)
    assert error.fields["problem"] == "deadline"
    kiosk.end()


def test_nobody_at_the_address_is_a_cut_link() -> None:
    kiosk = SyncedKiosk(FakeUnitOfWork(), "http://127.0.0.1:9")
    assert kiosk.worker.step() > 0
    assert kiosk.worker.link.error is not None
    assert kiosk.worker.link.error.key == "error.sync.no_answer"
    kiosk.end()


acts = st.one_of(
    st.sampled_from(QUICK).map(lambda fault: ("fault", fault)),
    st.sampled_from(["entry", "booking", "reduce", "grant", "step", "step", "restart"]).map(
        lambda name: (name, None)
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, max_size=25))
def test_after_any_faults_both_sides_hold_the_same_and_everything_once(
    schedule: list[tuple[str, Fault | None]],
) -> None:
    unit, centre = FakeUnitOfWork(), Centre()
    with CentreServer(centre) as server:
        kiosk = SyncedKiosk(unit, server.url)
        for count, (act, fault) in enumerate(schedule, start=1):
            match act:
                case "fault" if fault:
                    server.faults.append(fault)
                case "entry":
                    say(unit)
                case "booking":
                    centre.tell(BookingMade(booking(count)), skip=count % 3)
                case "reduce":
                    centre.tell(Reduced(ESTATE, NOW, Lane.WALK_IN, 2))
                case "grant":
                    numbers = (NumberRange("C", 10 * count, 10 * count + 9),)
                    centre.granted.append(grant(count, walk_in(4 * count, 4), numbers=numbers))
                case "restart":
                    kiosk.end()
                    kiosk = SyncedKiosk(unit, server.url)
                case _:
                    kiosk.worker.step()
        server.faults.clear()
        heal(kiosk)
        kiosk.end()
    check(centre, unit)


class PowerError(BaseException):
    """The power fails; nothing in the program may hold it up."""


class Power:
    """Fails at the commit after so many, before it reaches the disk or after."""

    def __init__(self, commits: int, *, is_durable: bool) -> None:
        self._left = commits
        self._is_durable = is_durable

    def feed(self, unit: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
        commit = unit.commit

        def commit_or_fail() -> None:
            self._left -= 1
            if self._left >= 0 or self._is_durable:
                commit()
            if self._left < 0:
                raise PowerError

        monkeypatch.setattr(unit, "commit", commit_or_fail)


def test_power_may_fail_before_and_after_every_commit(
    server: CentreServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each of the first commits in turn, again and again."""
    centre = server.centre
    centre.feed_part = 3
    centre.tell(*(BookingMade(booking(number)) for number in range(101, 110)))
    centre.tell(Reduced(ESTATE, NOW, Lane.WALK_IN, 1))
    centre.granted += [
        grant(1, walk_in(0, 3), numbers=(NumberRange("C", 1, 10),)),
        grant(2, walk_in(3, 3)),
    ]
    path, crashes = tmp_path / "kiosk.db", 0
    for run in range(1, 40):
        database = Database.open(path)
        say(database.unit_of_work())
        centre.tell(BookingMade(booking(run)), Reduced(ESTATE, NOW, Lane.WALK_IN, 1))
        centre.granted.append(grant(100 + run, walk_in(10 * run, 2)))
        unit = database.unit_of_work()
        Power(run // 2 % 3, is_durable=run % 2 == 1).feed(unit, monkeypatch)
        kiosk = SyncedKiosk(unit, server.url)
        try:
            kiosk.settle()
        except PowerError:
            crashes += 1
        kiosk.end()
        database.close()
    database = Database.open(path)
    kiosk = SyncedKiosk(database.unit_of_work(), server.url)
    heal(kiosk)
    kiosk.end()
    check(centre, database.unit_of_work())
    database.close()
    assert crashes > 20


def test_a_damaged_log_is_told_and_not_sent(server: CentreServer, tmp_path: Path) -> None:
    database = Database.open(tmp_path / "kiosk.db")
    kiosk = SyncedKiosk(database.unit_of_work(), server.url)
    say(kiosk.unit)
    kiosk.worker.step()
    with database._engine.begin() as connection:
        connection.exec_driver_sql("""UPDATE log_entry SET body = replace(body, 'serv', 'nerv')""")
    kiosk.settle()
    assert kiosk.worker.link.error is not None
    assert kiosk.worker.link.error.key == "error.store.damaged"
    assert server.centre.log == []
    kiosk.end()
    database.close()
