# SPDX-License-Identifier: Apache-2.0
"""How loud staff want the kiosk holds until the day ends, or for good."""

from datetime import date

from hall.log import StaffActed
from kiosk.flow.values import Volume
from kiosk.services.volume import OF_DAY, USUAL, VolumeNow, set_volume, volume_now
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import MONDAY, TUESDAY, at

ACT = StaffActed("volume_set", "7")
SOFT, MEDIUM, LOUD = Volume


def choose(unit: FakeUnitOfWork, volume: Volume, *, is_for_good: bool = False) -> None:
    set_volume(unit, MONDAY, at(10), volume, ACT, is_for_good=is_for_good)


def now(unit: FakeUnitOfWork, on: date = MONDAY, set_up: Volume = MEDIUM) -> VolumeNow:
    return volume_now(unit, on, set_up)


def test_without_a_wish_of_the_staff_it_is_that_of_kiosk_toml(unit: FakeUnitOfWork) -> None:
    assert now(unit, set_up=SOFT) == VolumeNow(SOFT, SOFT)


def test_a_step_holds_until_the_day_ends(unit: FakeUnitOfWork) -> None:
    choose(unit, LOUD)
    assert now(unit) == VolumeNow(LOUD, MEDIUM)
    assert now(unit, TUESDAY) == VolumeNow(MEDIUM, MEDIUM)


def test_one_for_good_holds_every_day_whatever_kiosk_toml_says(unit: FakeUnitOfWork) -> None:
    choose(unit, SOFT)
    choose(unit, LOUD, is_for_good=True)
    for on in (MONDAY, TUESDAY):
        assert now(unit, on, SOFT) == VolumeNow(LOUD, LOUD)
    choose(unit, MEDIUM)
    assert now(unit) == VolumeNow(MEDIUM, LOUD)


def test_who_set_it_stands_in_the_log(unit: FakeUnitOfWork) -> None:
    choose(unit, LOUD)
    assert [entry.body for entry in unit.log.entries()][-1] == ACT


def test_what_is_no_step_counts_as_never_said(unit: FakeUnitOfWork) -> None:
    with unit:
        unit.centre.put_document(USUAL, "deafening")
        unit.centre.put_document(OF_DAY, f"{MONDAY} whispered")
        unit.commit()
    assert now(unit) == VolumeNow(MEDIUM, MEDIUM)
