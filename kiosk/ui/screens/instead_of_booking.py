# SPDX-License-Identifier: Apache-2.0
"""A booking that gives no ticket: why, and all that can be had instead; never a bare refusal."""

from collections.abc import Iterator

from kiosk.flow.states import InsteadOfBooking
from kiosk.flow.touches import AnotherServicePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import Block, Label
from kiosk.ui.scene import Scene
from kiosk.ui.screens.check_in import slot
from kiosk.ui.screens.when import offers
from kiosk.ui.theme import Colour, Role

_FEW = 2


def frame(scene: Scene, screen: InsteadOfBooking) -> Frame:
    """The booking, the numbers of today, other days, staff."""
    booking = screen.booking
    name = Label(scene.own(booking.service_name), Role.KEY, Colour.ACCENT)
    return parts.frame(
        scene,
        scene.text(f"instead.title_{booking.state}"),
        Column((Label(slot(scene, booking), Role.BODY, Colour.SOFT_INK), name), gap=4),
        *_ways(scene, screen),
        Spring(),
        parts.button(
            scene, "another", AnotherServicePressed(), scene.text("instead.another"), icon="plus"
        ),
    )


def _ways(scene: Scene, screen: InsteadOfBooking) -> Iterator[Block]:
    found = screen.booking.instead
    if found.offers:
        yield offers(scene, found.offers)
    else:
        is_suspended = screen.booking.is_suspended
        why = "when.title_suspended" if is_suspended else "instead.none_today"
        yield parts.warning(scene.text(why))
    if found.other_days:
        text = scene.text("instead.other_day", day=scene.day(found.other_days[0]))
        other_day = parts.notice(text, "calendar-clock")
        yield Spare(other_day, rank=2) if found.offers else other_day
    if len(found.offers) <= _FEW:
        yield Spare(parts.desk_box(scene, scene.text("when.ask_desk")), rank=3)
