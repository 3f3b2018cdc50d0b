# SPDX-License-Identifier: Apache-2.0
"""What the services rely on, of any store: what a lease brings, and who has it."""

from dataclasses import replace

import pytest

from hall.errors import NoNumberLeftError
from hall.ids import LeaseId
from hall.place import Lane, Place
from kiosk.store.abstract import UnitOfWork
from tests.contract.store_samples import (
    ESTATE,
    EVENING,
    GRANTED,
    HALF_PAST,
    NOW,
    TODAY,
    TOMORROW,
    add,
    grant,
    ticket,
    ticket_id,
)


def test_a_lease_is_applied_once(unit: UnitOfWork) -> None:
    with unit:
        assert unit.leases.apply(GRANTED)
        assert not unit.leases.apply(GRANTED)
        assert unit.leases.count(TODAY) == 1
        assert unit.leases.count(TOMORROW) == 0


def test_a_lease_may_bring_places_alone_or_numbers_alone(unit: UnitOfWork) -> None:
    with unit:
        assert unit.leases.apply(replace(GRANTED, numbers=()))
        assert unit.leases.apply(replace(GRANTED, lease_id=LeaseId("2026-03-02+1"), places=()))
        assert unit.leases.count(TODAY) == 2
        assert len(unit.places.first_free(ESTATE, NOW, EVENING)) == 3
        assert unit.numbers.letters(TODAY) == {"C"}


def test_numbers_come_one_after_another_until_the_range_ends(unit: UnitOfWork) -> None:
    grant(unit)
    with unit:
        taken = [str(unit.numbers.take(TODAY, "C")) for _ in range(3)]
        assert taken == ["C001", "C002", "C003"]
        with pytest.raises(NoNumberLeftError):
            unit.numbers.take(TODAY, "C")


def test_a_series_without_range_gives_no_number(unit: UnitOfWork) -> None:
    grant(unit)
    with unit:
        assert unit.numbers.letters(TODAY) == {"C"}
        assert unit.numbers.letters(TOMORROW) == frozenset()
        with pytest.raises(NoNumberLeftError):
            unit.numbers.take(TODAY, "D")
        with pytest.raises(NoNumberLeftError):
            unit.numbers.take(TOMORROW, "C")


def test_of_each_slot_and_lane_the_first_free_place_is_offered(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1))
    with unit:
        unit.places.take(Place(ESTATE, NOW, Lane.WALK_IN, 0), ticket_id(1))
        free = unit.places.first_free(ESTATE, NOW, EVENING)
        soon = unit.places.first_free(ESTATE, NOW, HALF_PAST)
        later = unit.places.first_free(ESTATE, HALF_PAST, EVENING)
    assert set(free) == {
        Place(ESTATE, NOW, Lane.WALK_IN, 1),
        Place(ESTATE, NOW, Lane.GREEN, 0),
        Place(ESTATE, HALF_PAST, Lane.WALK_IN, 0),
    }
    assert set(soon) == {
        Place(ESTATE, NOW, Lane.WALK_IN, 1),
        Place(ESTATE, NOW, Lane.GREEN, 0),
    }
    assert later == (Place(ESTATE, HALF_PAST, Lane.WALK_IN, 0),)


def test_all_places_are_counted_whoever_has_them(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1))
    with unit:
        unit.places.take(Place(ESTATE, NOW, Lane.WALK_IN, 0), ticket_id(1))
        assert unit.places.counts(NOW) == {
            (ESTATE, NOW, Lane.WALK_IN): 3,
            (ESTATE, NOW, Lane.GREEN): 1,
            (ESTATE, HALF_PAST, Lane.WALK_IN): 2,
        }
        assert unit.places.counts(HALF_PAST) == {(ESTATE, HALF_PAST, Lane.WALK_IN): 2}


def test_a_place_has_one_taker_and_tells_its_hop(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1), ticket(2))
    green = Place(ESTATE, NOW, Lane.GREEN, 0)
    with unit:
        assert unit.places.take(green, ticket_id(1)) == 4
        with pytest.raises(LookupError):
            unit.places.take(green, ticket_id(2))


def test_a_place_nobody_granted_is_not_taken(unit: UnitOfWork) -> None:
    add(unit, ticket(1))
    with unit, pytest.raises(LookupError):
        unit.places.take(Place(ESTATE, NOW, Lane.GREEN, 0), ticket_id(1))


def test_a_released_place_is_free_again_at_the_next_hop(unit: UnitOfWork) -> None:
    grant(unit)
    add(unit, ticket(1), ticket(2))
    place = Place(ESTATE, NOW, Lane.WALK_IN, 0)
    with unit:
        assert unit.places.take(place, ticket_id(1)) == 0
        unit.places.release(ticket_id(1))
        assert place in unit.places.first_free(ESTATE, NOW, EVENING)
        assert unit.places.take(place, ticket_id(2)) == 1


def test_releasing_without_a_place_changes_nothing(unit: UnitOfWork) -> None:
    grant(unit)
    with unit:
        before = unit.places.first_free(ESTATE, NOW, EVENING)
        unit.places.release(ticket_id(9))
        assert set(unit.places.first_free(ESTATE, NOW, EVENING)) == set(before)
