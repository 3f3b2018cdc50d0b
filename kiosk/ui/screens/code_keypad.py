# SPDX-License-Identifier: Apache-2.0
"""The eight digits of a booking typed by hand."""

from hall.booking_code import DIGITS
from kiosk.flow.states import CodeKeypad
from kiosk.flow.touches import NumberDonePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Block, NumberField
from kiosk.ui.scene import Scene
from kiosk.ui.screens.keypad import beside_read_back, keys

_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0")
_GROUPS = (DIGITS // 2, DIGITS // 2)


def frame(scene: Scene, screen: CodeKeypad) -> Frame:
    """Field, beside it what is wrong, keys as for an ID number."""
    spoken = scene.text("code_keypad.typed", count=len(screen.typed))
    field = NumberField(screen.typed, spoken, _wrong_groups(screen), _GROUPS)
    done = parts.button(
        scene,
        "number_done",
        NumberDonePressed(),
        scene.text("code_keypad.done"),
        icon="check",
        surface=FILLED,
    )
    return parts.frame(
        scene,
        scene.text("code_keypad.title"),
        Column((field, _remark(scene, screen)), gap=20),
        Spring(),
        Column((keys(scene, _KEYS), beside_read_back(scene, done)), gap=54),
    )


def _wrong_groups(screen: CodeKeypad) -> tuple[int, ...]:
    """Where to look again: what is not full, else all."""
    if screen.problem is None:
        return ()
    missing = len(screen.typed) // _GROUPS[0]
    return (missing,) if missing < len(_GROUPS) else (0, 1)


def _remark(scene: Scene, screen: CodeKeypad) -> Block:
    if screen.problem is not None:
        return parts.warning(scene.reason(screen.problem))
    if screen.is_checking:
        return parts.notice(scene.text("code_keypad.checking"), "hourglass")
    way = "lead_scanner" if scene.kiosk.settings.has_scanner else "lead"
    return Spare(parts.notice(scene.text(f"code_keypad.{way}")), rank=2)
