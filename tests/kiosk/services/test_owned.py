# SPDX-License-Identifier: Apache-2.0
"""What a kiosk has that its centre disowned is given to nobody, not even to who chose it before."""

from dataclasses import replace

import pytest

from kiosk.services.check_in import CheckInRequest, check_in
from kiosk.services.errors import DisownedKioskError
from kiosk.services.issue import issue
from kiosk.store.abstract import UnitOfWork
from kiosk.sync.incoming import disown, own
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import booking, fill, tell
from tests.kiosk.services.samples import ESTATE, INSURANCE, MONDAY, RULES, at, request

TEN = at(10)
SITE_RULES = replace(RULES, again=None)
BOOKED = booking()


@pytest.fixture
def unit() -> FakeUnitOfWork:
    unit = FakeUnitOfWork()
    fill(unit)
    tell(unit, BOOKED)
    return unit


def entries(unit: UnitOfWork) -> int:
    with unit:
        return unit.log.end()


def test_it_gives_no_number_and_says_so_but_what_was_given_stays(unit: FakeUnitOfWork) -> None:
    first = issue(unit, SITE_RULES, request(1, ESTATE), TEN)
    disown(unit, TEN, is_given_up=False)
    before = entries(unit)
    with pytest.raises(DisownedKioskError):
        issue(unit, SITE_RULES, request(2, ESTATE), TEN)
    with pytest.raises(DisownedKioskError):
        check_in(unit, SITE_RULES, CheckInRequest(BOOKED, MONDAY), TEN)
    assert entries(unit) == before
    assert issue(unit, SITE_RULES, request(1, ESTATE), TEN) == first


def test_it_gives_numbers_again_when_its_centre_owns_it_again(unit: FakeUnitOfWork) -> None:
    disown(unit, TEN, is_given_up=False)
    own(unit)
    assert issue(unit, SITE_RULES, request(1, INSURANCE), TEN)
    assert check_in(unit, SITE_RULES, CheckInRequest(BOOKED, MONDAY), TEN)
