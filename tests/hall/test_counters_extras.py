# SPDX-License-Identifier: Apache-2.0
"""Extra places that are added while the day goes on."""

from collections import Counter
from uuid import UUID

import pytest

from hall.counter_book import CounterBook
from hall.errors import (
    ActTakenError,
    BadValueError,
    RecoveringError,
    UnknownDayError,
    UnknownServiceError,
)
from hall.ids import ActId, ServiceId
from hall.owners import CENTRE
from hall.place import Lane
from hall.series import EXTRAS_IN_ERA
from tests.hall.calls import Hall
from tests.hall.leases import DAY, K1, K2, day_of, refused, replayed, written
from tests.hall.rows import Rows
from tests.hall.samples import ESTATE_ID, MONDAY, at


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_extras_are_added_once(hall: Hall):
    act_id = hall.new_act()
    hall.book.allot(MONDAY, {ESTATE_ID: {K1: 4.0}})
    assert hall.book.add_extras(act_id, MONDAY, ESTATE_ID, 3)
    assert not hall.book.add_extras(act_id, MONDAY, ESTATE_ID, 3)
    extras = [place for place, _, _ in hall.book.owners if place.lane is Lane.EXTRA]
    assert [place.index for place in extras] == [0, 1, 2, 3, 4]
    assert set(extras) <= set(hall.book.owners.of_kiosk(K1))
    hall.book.add_kiosk(K2)
    hall.book.add_extras(hall.new_act(), MONDAY, ESTATE_ID, 1)
    assert len(hall.book.owners.of_kiosk(K2)) == 0
    assert hall.book.extras_of(MONDAY, ESTATE_ID) == 6
    assert hall.book.extras_of(MONDAY + DAY, ESTATE_ID) == 0
    assert not hall.book.is_given_up(K2)
    with refused(ActTakenError, hall.book):
        hall.book.add_extras(act_id, MONDAY, ESTATE_ID, 4)
    for count in (0, EXTRAS_IN_ERA - 5):
        with refused(BadValueError, hall.book):
            hall.book.add_extras(hall.new_act(), MONDAY, ESTATE_ID, count)
    with refused(UnknownDayError, hall.book):
        hall.book.add_extras(hall.new_act(), MONDAY + DAY, ESTATE_ID, 1)
    with refused(UnknownServiceError, hall.book):
        hall.book.add_extras(hall.new_act(), MONDAY, ServiceId("none"), 1)
    assert written(replayed(hall.book)) == written(hall.book)


def test_extras_of_a_day_that_was_not_granted_wait_for_its_grants():
    hall = Hall()
    hall.book.add_extras(hall.new_act(), MONDAY, ESTATE_ID, 1)
    assert not hall.book.owners.of_kiosk(K1)
    hall.book.allot(MONDAY, {ESTATE_ID: {K1: 4.0}})
    lanes = {place.lane for place in hall.book.owners.of_kiosk(K1)}
    assert lanes == {Lane.EXTRA, Lane.WALK_IN, Lane.GREEN}


def test_a_restored_centre_adds_none_before_it_has_heard_a_kiosk(hall: Hall):
    hall.book.restore(2, MONDAY)
    with refused(RecoveringError, hall.book):
        hall.book.add_extras(hall.new_act(), MONDAY, ESTATE_ID, 1)


def test_of_a_day_that_is_not_open_nothing_is_granted(hall: Hall):
    with refused(UnknownDayError, hall.book):
        hall.book.allot(MONDAY + DAY, {ESTATE_ID: {K1: 4.0}})


def test_extras_wait_at_a_centre_without_kiosks():
    book = CounterBook(Rows(), MONDAY, at("04:00"))
    book.open_day(day_of())
    book.add_extras(ActId(UUID(int=1)), MONDAY, ESTATE_ID, 1)
    assert Counter(owner for place, owner, _ in book.owners if place.lane is Lane.EXTRA) == {
        CENTRE: 3
    }
