# SPDX-License-Identifier: Apache-2.0
"""How many wait and how long: the centre's figures, this kiosk's own since then, and their age."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hall.ids import ServiceId
from hall.news import QueueFigures
from kiosk.flow.values import Wait
from kiosk.services.cancel import cancel
from kiosk.services.issue import issue
from kiosk.services.list_services import list_services
from kiosk.services.waits import Waits
from kiosk.texts import load_texts
from kiosk.texts.waits import wait_words
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import (
    ESTATE,
    INSURANCE,
    RULES,
    at,
    request,
    ticket_id,
)

TEN = at(10)


def figures(
    ahead: int = 6, low: int | None = 10, high: int | None = 15, as_of: datetime = TEN
) -> QueueFigures:
    return QueueFigures(INSURANCE, ahead, low, high, as_of)


def shown(
    unit: FakeUnitOfWork, waits: Waits, now: datetime = TEN, service_id: ServiceId = INSURANCE
) -> Wait | None:
    tiles = list_services(unit, RULES, now, waits=waits)
    return next(tile.wait for tile in tiles if tile.service_id == service_id)


def test_a_kiosk_that_was_told_nothing_says_nothing(unit: FakeUnitOfWork) -> None:
    waits = Waits()
    assert shown(unit, waits) is None
    waits.take((figures(),))
    assert shown(unit, waits, service_id=ESTATE) is None
    assert (waits.knows(INSURANCE), waits.knows(ESTATE)) == (True, False)


def test_own_numbers_since_then_are_ahead_too_as_long_as_they_wait(unit: FakeUnitOfWork) -> None:
    waits = Waits()
    issue(unit, RULES, request(1), TEN)
    waits.take((figures(),))
    assert shown(unit, waits) == Wait(6, 10, 15)
    later = TEN + timedelta(seconds=30)
    for number in (2, 3):
        issue(unit, RULES, request(number), later)
    assert shown(unit, waits, later) == Wait(8, 10, 15)
    cancel(unit, ticket_id(3), later)
    assert shown(unit, waits, later) == Wait(7, 10, 15)
    waits.take((figures(7, as_of=later),))
    assert shown(unit, waits, later) == Wait(7, 10, 15)


@pytest.mark.parametrize(
    ("seconds", "minutes_old"), [(0, None), (120, None), (121, 2), (600, 10), (900, 15)]
)
def test_figures_older_than_two_minutes_say_their_age(
    unit: FakeUnitOfWork, seconds: int, minutes_old: int | None
) -> None:
    waits = Waits()
    waits.take((figures(),))
    now = TEN + timedelta(seconds=seconds)
    assert shown(unit, waits, now) == Wait(6, 10, 15, minutes_old)


def test_figures_older_than_a_quarter_of_an_hour_are_left_out(unit: FakeUnitOfWork) -> None:
    waits = Waits()
    waits.take((figures(),))
    assert shown(unit, waits, TEN + timedelta(seconds=901)) is None


def test_those_ahead_are_told_apart_with_who_came_here_since(unit: FakeUnitOfWork) -> None:
    waits = Waits()
    waits.take((QueueFigures(INSURANCE, 6, 10, 15, TEN, booked=3, green=1),))
    assert shown(unit, waits) == Wait(6, 10, 15, booked=3, green=1)
    later = TEN + timedelta(seconds=30)
    issue(unit, RULES, request(1), later)
    issue(unit, RULES, replace(request(2), is_green=True), later)
    wait = shown(unit, waits, later)
    assert wait == Wait(8, 10, 15, booked=3, green=2)
    assert wait.earlier == 3
    assert Wait(8).earlier is None


def test_a_service_that_is_told_of_no_more_keeps_its_figures_and_ages(unit: FakeUnitOfWork) -> None:
    waits = Waits()
    waits.take((figures(),))
    waits.take((QueueFigures(ESTATE, 1, None, None, TEN),))
    assert shown(unit, waits) == Wait(6, 10, 15)
    assert shown(unit, waits, service_id=ESTATE) == Wait(1)


def test_whoever_is_served_first_or_gets_no_number_now_is_told_no_wait(
    unit: FakeUnitOfWork,
) -> None:
    waits = Waits()
    waits.take((figures(),))
    green = list_services(unit, RULES, TEN, is_green=True, waits=waits)
    assert {tile.wait for tile in green} == {None}
    assert shown(unit, waits, at(17)) is None


@pytest.mark.parametrize(
    ("wait", "zh", "en"),
    [
        (Wait(6, 10, 15), "前面 6 人 · 10–15 分钟", "6 ahead · 10–15 min"),
        (Wait(0, 0, 1), "前面没有人 · 0–1 分钟", "Nobody ahead · 0–1 min"),
        (Wait(2), "前面 2 人", "2 ahead"),
        (
            Wait(6, 10, 15, 4),
            "前面 6 人 · 10–15 分钟（4 分钟前）",
            "6 ahead · 10–15 min (4 min ago)",
        ),
    ],
)
def test_the_words_of_a_wait_hold_a_range_and_its_age(wait: Wait, zh: str, en: str) -> None:
    for language, words in (("zh_Hans", zh), ("en", en)):
        found = wait_words(load_texts(language), wait.ahead, wait.low, wait.high, wait.minutes_old)
        assert found == words
