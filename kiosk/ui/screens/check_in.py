# SPDX-License-Identifier: Apache-2.0
"""A booking on its way to a ticket: the moment for "not this", then the wait."""

from collections.abc import Iterator

from kiosk.flow.states import CheckingIn, CheckInPause
from kiosk.flow.values import BookingState, BookingView
from kiosk.ui import parts
from kiosk.ui.blocks import Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import Block, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.screens.family import is_for_family
from kiosk.ui.screens.pause import bring, pause_frame
from kiosk.ui.theme import Colour, Role


def pause(scene: Scene, screen: CheckInPause) -> Frame:
    """Which booking, and the way out; with `asks` also the way on."""
    return pause_frame(scene, _hero(scene, screen.booking), asks=screen.asks)


def wait(scene: Scene, screen: CheckingIn) -> Frame:
    """Nothing to do but wait."""
    hero = _hero(scene, screen.booking)
    return parts.frame(scene, scene.text("issuing.title"), hero, Spring())


def slot(scene: Scene, booking: BookingView) -> str:
    """您预约了 10:00–10:30."""
    start, end = scene.time(booking.slot_start), scene.time(booking.slot_end)
    booked = "booked_family" if is_for_family(scene) else "booked"
    return scene.text(f"check_in.{booked}", start=start, end=end)


def _hero(scene: Scene, booking: BookingView) -> Block:
    """The service in large letters, its time, and when an early visitor is called."""
    picture = Picture(booking.icon, Colour.ACCENT, 190)
    blocks: tuple[Block, ...] = (
        Spare(picture, rank=2) if booking.is_suspended or scene.look.is_wide else picture,
        Label(scene.own(booking.service_name), Role.TITLE, Colour.ACCENT, is_centred=True),
        Label(slot(scene, booking), Role.STRONG, Colour.INK, is_centred=True),
    )
    if booking.is_suspended:
        blocks = (*blocks, *_suspended(scene, booking))
    elif booking.state is BookingState.EARLY:
        from_at = scene.text("check_in.called_from", time=scene.time(booking.called_from))
        blocks = (*blocks, Label(from_at, Role.BODY, Colour.SOFT_INK, is_centred=True))
    if is_for_family(scene):
        tile = scene.tile(booking.booking.service_id)
        blocks = (*blocks, *bring(scene, tile.materials if tile else (), is_centred=True))
    return parts.hero(*blocks, most=760)


def _suspended(scene: Scene, booking: BookingView) -> Iterator[Block]:
    """Nobody is called now, his place stays his, and another day is his to choose."""
    why = scene.text("check_in.suspended")
    yield Label(why, Role.STRONG, Colour.AMBER, is_centred=True)
    if booking.instead.other_days:
        day = scene.day(booking.instead.other_days[0])
        other = scene.text("instead.other_day", day=day)
        yield Label(other, Role.BODY, Colour.SOFT_INK, is_centred=True)
