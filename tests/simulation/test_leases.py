# SPDX-License-Identifier: Apache-2.0
"""The product's own lease code through random faults: nothing sold twice, nothing lost (rules.md 3)."""

import pytest

from hall.site_book import SiteBook
from tests.simulation.leases.given_up_world import GivenUpWorld
from tests.simulation.leases.restored_world import RestoredWorld
from tests.simulation.leases.schedules import run_schedules
from tests.simulation.leases.watch import ViolationError
from tests.simulation.leases.world import World
from tests.simulation.mutants import MUTANTS

SCHEDULES = 2000
RESTORED = 300
FORGOTTEN = 150
ENOUGH = 50

MUST_HAPPEN = (
    "issued",
    "checked_in",
    "printed",
    "cancelled",
    "granted",
    "returned",
    "given",
    "received",
    "released",
    "reduced",
    "crash",
    "dead",
    "given up",
    "restored",
    "centre restarted",
    "log refused",
)


@pytest.mark.timeout(300)
def test_two_thousand_schedules_of_faults_break_no_invariant() -> None:
    counts, broken = run_schedules(range(SCHEDULES))
    assert broken == []
    rare = [what for what in MUST_HAPPEN if counts[what] < SCHEDULES / 20]
    assert rare == [], counts


MUST_HAPPEN_TO_A_RESTORED_CENTRE = (
    "restored",
    "enrolled",
    "enrolled anew",
    "unknown to the end",
    "dead unheard",
    "given up",
    "granted of a later day",
)


@pytest.mark.timeout(120)
def test_three_hundred_schedules_of_a_centre_restored_twice_break_no_invariant() -> None:
    counts, broken = run_schedules(range(RESTORED), RestoredWorld)
    assert broken == []
    rare = [what for what in MUST_HAPPEN_TO_A_RESTORED_CENTRE if counts[what] < RESTORED / 10]
    assert rare == [], counts


@pytest.mark.timeout(120)
def test_a_restored_centre_that_forgot_who_was_given_up_breaks_no_invariant() -> None:
    counts, broken = run_schedules(range(FORGOTTEN), GivenUpWorld)
    assert broken == []
    assert counts["given up and forgotten"] > FORGOTTEN / 2, counts


@pytest.mark.parametrize("name", MUTANTS)
def test_a_deliberate_mistake_is_caught_within_fifty_schedules(name: str) -> None:
    world = MUTANTS[name]
    for seed in range(ENOUGH):
        try:
            world(seed).run()
        except ViolationError:
            return
    pytest.fail(f"not caught: {name}")


def test_the_same_seed_is_the_same_schedule() -> None:
    assert World(7).run() == World(7).run()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", range(5000, 5012))
def test_a_centre_that_starts_again_knows_what_it_knew(seed: int) -> None:
    world = World(seed)
    world.run()
    before = world.centre.book
    world.centre.restart(world.now)
    assert world.centre.book is not before
    assert known(world.centre.book) == known(before)


def known(book: SiteBook) -> object:
    ledgers = [
        (ledger.business_date, ledger.sale.holds, ledger.sale.bookings) for ledger in book.days
    ]
    accounts = [book.account(kiosk_id) for kiosk_id in book.kiosks]
    told = book.feed.after(0, 10_000)
    return book.seq, book.epoch, book.is_recovering, list(book.owners), ledgers, accounts, told
