# SPDX-License-Identifier: Apache-2.0
"""A card lies on the reader."""

from kiosk.flow.events import NoCardPressed, TypeNumberPressed
from kiosk.flow.states import Reading
from kiosk.ui import parts
from kiosk.ui.blocks import TINTED, Boxed, Grow, Machine, Picture, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour


def frame(scene: Scene, screen: Reading) -> Frame:
    """Wait, take it back, or lay it again."""
    if screen.problem is not None:
        return _again(scene, screen.problem)
    icon, title, lead = "id-card", "title", "lead"
    if screen.is_done:
        icon, title, lead = "circle-check", "done", "done_lead"
    if screen.is_time_over:
        title, lead = ("take_card", "wait") if scene.kiosk.is_card_present else ("done", "wait")
    return parts.frame(
        scene,
        scene.text(f"reading.{title}"),
        parts.lead(scene.text(f"reading.{lead}")),
        Grow(Boxed(Picture(icon, Colour.ACCENT, 330), TINTED)),
    )


def _again(scene: Scene, problem: str) -> Frame:
    reason = scene.text("reading.again_lead", reason=scene.reason(problem))
    machine = Machine(scene.look.reader_position)
    return parts.frame(
        scene,
        scene.text("reading.again"),
        parts.warning(reason),
        Grow(Spare(Boxed(machine, TINTED, pad_x=20, pad_y=24), rank=2)),
        Spring(),
        Row(
            (
                parts.button(
                    "no_card", NoCardPressed(), scene.text("welcome.no_card"), icon="user"
                ),
                parts.button(
                    "type_number",
                    TypeNumberPressed(),
                    scene.text("welcome.type_number"),
                    icon="keyboard",
                ),
            )
        ),
        Spare(parts.desk_box(scene, scene.text("desk.ask")), rank=1),
    )
