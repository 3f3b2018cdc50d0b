# SPDX-License-Identifier: Apache-2.0
"""Says when numbers start."""

from kiosk.ui import adjusting, parts
from kiosk.ui.blocks import Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import Block, Label
from kiosk.ui.scene import Scene
from kiosk.ui.screens import cut, welcome
from kiosk.ui.screens.booking_code import booked_can_check_in
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene) -> Frame:
    """The time in large figures, the hours, the desk."""
    return parts.frame(
        scene,
        scene.text("before_opening.title"),
        parts.hero(*_times(scene), most=760),
        *booked_can_check_in(scene),
        *cut.line_of_bookings(scene),
        Spare(parts.desk_box(scene, scene.text("desk.ask")), rank=3),
        Spring(),
        adjusting.row(scene),
    )


def _times(scene: Scene) -> tuple[Block, ...]:
    opening = scene.kiosk.opening
    if opening is None:
        return ()
    blocks: tuple[Block, ...] = ()
    if opening.issue_from is not None:
        start = scene.time(opening.issue_from)
        blocks = (
            Label(scene.text("before_opening.from"), Role.KEY, is_centred=True),
            Label(start, Role.NUMBER, Colour.ACCENT, is_centred=True, fits=True),
        )
    hours = welcome.hours_text(scene, opening)
    return (*blocks, Spare(Label(hours, Role.BODY, Colour.SOFT_INK, is_centred=True), rank=2))
