# SPDX-License-Identifier: Apache-2.0
"""No more numbers: why, when again, and where a person is."""

from kiosk.flow.values import Phase
from kiosk.ui import adjusting, parts
from kiosk.ui.blocks import Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import Block, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.screens import cut
from kiosk.ui.screens.booking_code import booked_can_check_in
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene) -> Frame:
    """Why, the next opening, the desk."""
    opening = scene.kiosk.opening
    why = "closed_day" if opening and opening.phase is Phase.CLOSED_DAY else "stopped"
    return parts.frame(
        scene,
        scene.text(f"closed.title_{why}"),
        parts.lead(scene.text(f"closed.{why}"), rank=4),
        parts.hero(*_next(scene), most=760),
        *booked_can_check_in(scene),
        *cut.line_of_bookings(scene),
        Spare(parts.desk_box(scene, scene.text("desk.ask")), rank=1),
        Spring(),
        adjusting.row(scene),
    )


def _next(scene: Scene) -> tuple[Block, ...]:
    opening = scene.kiosk.opening
    if opening is None or opening.next_opening is None:
        text = Label(scene.text("closed.no_next"), Role.KEY, is_centred=True)
        return (Picture("door-closed", Colour.ACCENT, 200), text)
    begin = opening.issue_from or opening.next_opening
    return (
        Label(scene.text("closed.next"), Role.BODY, Colour.SOFT_INK, is_centred=True),
        Label(scene.day(begin.date()), Role.KEY, Colour.INK, is_centred=True),
        Label(scene.time(begin), Role.NUMBER, Colour.ACCENT, is_centred=True, fits=True),
    )
