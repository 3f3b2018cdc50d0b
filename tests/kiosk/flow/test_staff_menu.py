# SPDX-License-Identifier: Apache-2.0
"""The menu of staff mode: every act has a tile on some page."""

from dataclasses import replace

import pytest

from kiosk.flow import staff_menu
from kiosk.flow.events import CardFound
from kiosk.flow.staff_events import StaffCardRead
from kiosk.flow.staff_states import StaffHome
from kiosk.flow.states import StaffMode
from kiosk.flow.touches import PagePressed
from kiosk.flow.values import Shape, Size
from tests.kiosk.flow.journey import Journey, kiosk_at
from tests.kiosk.flow.staff_moves import STAFF


def inside(size: Size = Size.NORMAL, shape: Shape = Shape.PORTRAIT) -> Journey:
    """Somebody of the staff looks at the menu."""
    journey = kiosk_at().send(CardFound(), StaffCardRead(STAFF))
    settings = replace(journey.kiosk.settings, shape=shape)
    journey.kiosk = replace(journey.kiosk, size=size, settings=settings)
    return journey


def page(journey: Journey) -> StaffHome:
    shown = journey.on(StaffMode).page
    assert isinstance(shown, StaffHome)
    return shown


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("size", Size)
def test_every_act_is_on_one_page_and_after_the_last_page_comes_the_first(
    size: Size, shape: Shape
) -> None:
    journey = inside(size, shape)
    count, seen = staff_menu.pages_of(journey.kiosk), []
    for number in range(count):
        assert page(journey).page == number
        seen += staff_menu.acts_on(journey.kiosk, page(journey))
        if count > 1:
            journey.send(PagePressed())
    assert seen == list(staff_menu.acts(journey.kiosk))
    assert page(journey).page == 0


def test_a_page_that_is_no_more_in_smaller_letters_wraps_around() -> None:
    journey = inside()
    assert staff_menu.acts_on(journey.kiosk, StaffHome(page=staff_menu.pages_of(journey.kiosk)))
