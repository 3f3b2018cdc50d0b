# SPDX-License-Identifier: Apache-2.0
"""Visitors who press anything, services that answer late, twice or not at all, devices that fail."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hall.identity import Identity
from kiosk.flow.change import is_home
from kiosk.flow.states import Family
from kiosk.flow.timing import clock_of
from kiosk.flow.touches import ForFamilyPressed
from kiosk.flow.values import Contrast, FlowSettings, ServiceTile, Size
from tests.kiosk.flow.journey import ADULT, ELDER, Journey, kiosk_at
from tests.kiosk.flow.moves import MOVES, SETTINGS
from tests.kiosk.flow.player import Hall
from tests.kiosk.flow.sensible import Answers, Move, Sensible, TimePasses
from tests.kiosk.flow.surroundings import CARD, CATALOGUES, SURROUNDINGS, TOUCHES


def goes_home_by_itself(hall: Hall) -> None:
    for _ in range(20):
        hall.play(TimePasses())
    kiosk = hall.journey.kiosk
    assert clock_of(kiosk) is None
    assert is_home(kiosk.screen)
    assert kiosk.size is Size.NORMAL
    assert not kiosk.is_size_by_age
    assert kiosk.contrast is Contrast.STANDARD
    assert not kiosk.is_low
    assert not kiosk.is_adjusting
    assert not kiosk.is_voice_on
    assert not kiosk.is_voice_by_age
    assert not kiosk.is_voice_chosen
    assert kiosk.volume is None
    assert not kiosk.is_in_person
    assert kiosk.speech_no is None
    assert kiosk.language == "zh_Hans"


@hypothesis_settings(max_examples=60)
@given(flow=SETTINGS, catalogue=st.sampled_from(CATALOGUES), moves=MOVES)
def test_whatever_happens_nothing_is_taken_or_printed_twice_and_time_alone_leads_home(
    flow: FlowSettings, catalogue: tuple[ServiceTile, ...], moves: list[Move]
) -> None:
    hall = Hall(kiosk_at(services=catalogue, settings=flow))
    for move in moves:
        hall.play(move)
    goes_home_by_itself(hall)


@hypothesis_settings(max_examples=30)
@given(flow=SETTINGS, proxy=st.sampled_from([ADULT, ELDER]), moves=MOVES)
def test_whatever_happens_to_somebody_who_is_asked_for_whom_the_number_is_holds_the_same(
    flow: FlowSettings, proxy: Identity, moves: list[Move]
) -> None:
    """Few of the visits above come so far."""
    begun = kiosk_at(settings=replace(flow, proxy_limit=3)).at_services(proxy)
    hall = Hall(Journey(begun.kiosk))
    hall.play(ForFamilyPressed())
    hall.journey.on(Family)
    for move in moves:
        hall.play(move)
    goes_home_by_itself(hall)


@hypothesis_settings(max_examples=10)
@given(flow=SETTINGS, chance=st.randoms(use_true_random=True))
def test_a_long_day_of_many_visitors_holds_the_same(flow: FlowSettings, chance: Random) -> None:
    hall = Hall(kiosk_at(settings=flow))
    wild = (*TOUCHES, *CARD, *SURROUNDINGS, *(Answers(0, mood) for mood in range(6)))
    for _ in range(600):
        move = chance.choice(wild) if chance.random() < 0.1 else Sensible(chance.randrange(60))
        hall.play(move)
    goes_home_by_itself(hall)
