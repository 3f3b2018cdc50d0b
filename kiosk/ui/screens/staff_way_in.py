# SPDX-License-Identifier: Apache-2.0
"""Staff type their number, then their PIN, which is never shown."""

from kiosk.flow.staff_states import WayIn
from kiosk.flow.staff_way_in import typed
from kiosk.flow.touches import NumberDonePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Boxed, Column, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, INFO, Block, Label
from kiosk.ui.scene import Scene
from kiosk.ui.screens.keypad import keys
from kiosk.ui.screens.staff_parts import remarked
from kiosk.ui.theme import Role

DOT = "\u2219"
"""Narrow, so that the longest PIN fits a panel across in large letters; a star stands for a part of a name."""

DIGIT_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0")


def frame(scene: Scene, page: WayIn) -> Frame:
    """Field, remark, keys."""
    what = "pin" if page.is_pin_asked else "number"
    done = parts.button(
        scene,
        "number_done",
        NumberDonePressed(),
        scene.text(f"staff_way_in.done_{what}"),
        icon="check",
        surface=FILLED,
    )
    return parts.frame(
        scene,
        scene.text(f"staff_way_in.title_{what}"),
        Column((_field(page), *_remark(scene, page)), gap=20),
        Spring(),
        Column((keys(scene, DIGIT_KEYS), done), gap=54),
    )


def _field(page: WayIn) -> Block:
    if page.is_pin_asked:
        return typed_field(DOT * len(page.pin), Role.KEY)
    return typed_field(page.number.reveal())


def typed_field(shown: str, role: Role = Role.DIGIT) -> Block:
    """What the keys have typed; a line stays where there is nothing."""
    return Boxed(Label(shown or "\u2003", role, is_centred=True, fits=True), INFO, pad_y=14)


def _remark(scene: Scene, page: WayIn) -> tuple[Block, ...]:
    if page.is_checking:
        return (parts.notice(scene.text("staff_way_in.checking"), "hourglass"),)
    if page.remark is not None and not len(typed(page)):
        return remarked(scene, page.remark)
    return (Spare(parts.notice(scene.text("staff_way_in.lead")), rank=2),)
