# SPDX-License-Identifier: Apache-2.0
"""The ID number typed by hand."""

from kiosk.flow.events import DeletePressed, DigitPressed, NumberDonePressed
from kiosk.flow.problems import NUMBER_PROBLEM
from kiosk.flow.states import Keypad
from kiosk.ui import parts
from kiosk.ui.blocks import (
    ASLEEP,
    CHOICE,
    FILLED,
    Block,
    Button,
    Column,
    Grid,
    Grow,
    Label,
    NumberField,
    Picture,
)
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role

_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0")
_FULL = 18
_GROUP_STARTS = (0, 6, 10, 14)


def frame(scene: Scene, screen: Keypad) -> Frame:
    """Field, what is wrong beside it, keys."""
    spoken = scene.text("keypad.typed", count=len(screen.typed))
    wrong = wrong_groups(screen)
    field: tuple[Block, ...] = (NumberField(screen.typed, spoken, wrong),)
    if screen.problem is not None:
        field = (*field, parts.warning(scene.reason(screen.problem)))
    lead = "checking" if screen.is_checking else "lead"
    return parts.frame(
        scene,
        scene.text("keypad.title"),
        parts.lead(scene.text(f"keypad.{lead}"), rank=2),
        Column(field, gap=16),
        Grow(_keys(scene)),
        parts.button(
            "number_done",
            NumberDonePressed(),
            scene.text("keypad.done"),
            icon="check",
            surface=FILLED,
            is_active=parts.is_wanted(scene.kiosk, NumberDonePressed()) and len(screen.typed) > 0,
        ),
    )


def wrong_groups(screen: Keypad) -> tuple[int, ...]:
    """Which of the groups 6-4-4-4 to look at again."""
    problem = (screen.problem or "").removeprefix(NUMBER_PROBLEM)
    match problem:
        case "birth":
            return (1, 2)
        case "check_digit":
            return (3,)
        case "characters":
            return (0, 1, 2, 3)
        case "length":
            typed = min(len(screen.typed), _FULL - 1)
            return (max(group for group, start in enumerate(_GROUP_STARTS) if start <= typed),)
        case _:
            return ()


def _keys(scene: Scene) -> Grid:
    keys: list[Block] = []
    for digit in _KEYS:
        key = "keypad.key_x" if digit == "X" else "keypad.key"
        spoken = scene.text(key) if digit == "X" else scene.text(key, digit=digit)
        keys.append(_key(scene, f"key.{digit}", DigitPressed(digit), digit, spoken))
    is_active = parts.is_wanted(scene.kiosk, DeletePressed())
    colour = Colour.INK if is_active else Colour.ASLEEP
    delete = Picture("delete", colour, 92)
    text = scene.text("keypad.delete")
    keys.append(
        Button(
            "key.delete",
            DeletePressed(),
            text,
            Column((delete, Label(text, Role.BAR, colour, is_centred=True)), gap=0)
            if scene.theme.size.value == 1
            else delete,
            CHOICE if is_active else ASLEEP,
            is_active,
            pad_x=8,
            pad_y=6,
        )
    )
    return Grid(tuple(keys), columns=3, gap=28, most=200)


def _key(scene: Scene, name: str, event: DigitPressed, digit: str, spoken: str) -> Button:
    is_active = parts.is_wanted(scene.kiosk, event)
    colour = Colour.INK if is_active else Colour.ASLEEP
    label = Label(digit, Role.DIGIT, colour, is_centred=True)
    surface = CHOICE if is_active else ASLEEP
    return Button(name, event, spoken, label, surface, is_active, pad_x=8, pad_y=6)
