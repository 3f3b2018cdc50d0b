# SPDX-License-Identifier: Apache-2.0
"""Lists page sooner for who listens: 再听一遍 and the like stand below them."""

from dataclasses import replace

import pytest

from hall.ids import ServiceId
from kiosk.flow.paging import page_count, tiles_on
from kiosk.flow.states import Services
from kiosk.flow.touches import PagePressed, VoicePressed
from kiosk.flow.values import FlowSettings, ServiceTile, Shape, Size, Wait
from tests.kiosk.flow.journey import Journey, kiosk_at, tile

PLAIN = tuple(tile(ServiceId(name)) for name in "abcdef")
WAITED = tuple(replace(one, wait=Wait(3)) for one in PLAIN)


def listening(tiles: tuple[ServiceTile, ...], shape: Shape = Shape.PORTRAIT) -> Journey:
    settings = FlowSettings(has_voice=True, shape=shape)
    return kiosk_at(services=tiles, settings=settings).at_services().send(VoicePressed())


@pytest.mark.parametrize(
    ("size", "tiles"), [(Size.NORMAL, 4), (Size.LARGE, 3), (Size.EXTRA_LARGE, 2)]
)
def test_tiles_that_say_how_long_it_takes_leave_room_below(size: Size, tiles: int) -> None:
    kiosk = replace(listening(WAITED).kiosk, size=size)
    assert len(tiles_on(kiosk, 0)) == tiles
    assert len(tiles_on(replace(kiosk, is_voice_on=False), 0)) > tiles


def test_tiles_of_a_name_alone_have_that_room_already() -> None:
    assert page_count(listening(PLAIN).kiosk) == 1


def test_across_in_the_largest_letters_two_stand_side_by_side_with_it() -> None:
    kiosk = replace(listening(WAITED, Shape.LANDSCAPE).kiosk, size=Size.EXTRA_LARGE)
    assert len(tiles_on(kiosk, 0)) == 2


def test_the_list_begins_again_where_its_pages_become_others() -> None:
    visit = listening(WAITED).send(PagePressed())
    assert visit.on(Services).page == 1
    assert visit.send(VoicePressed()).on(Services).page == 0
