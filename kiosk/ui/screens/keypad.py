# SPDX-License-Identifier: Apache-2.0
"""The ID number typed by hand."""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.flow import voice
from kiosk.flow.problems import NUMBER_PROBLEM
from kiosk.flow.states import Keypad
from kiosk.flow.touches import (
    DeletePressed,
    DigitPressed,
    NumberDonePressed,
    OtherKeysPressed,
    ReadBackPressed,
)
from kiosk.flow.values import Size
from kiosk.ui import parts
from kiosk.ui.blocks import Beside, Column, Grid, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import (
    CHOICE,
    FILLED,
    OUTLINED,
    Block,
    Button,
    Label,
    NumberField,
    Picture,
)
from kiosk.ui.scene import Scene
from kiosk.ui.screens.family import is_for_family
from kiosk.ui.theme import Colour, Role

_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "0")
OTHER = "other"
"""Stands for the key that brings letters, in a row of digits."""
_FULL = 18
_GROUP_STARTS = (0, 6, 10, 14)


def frame(scene: Scene, screen: Keypad) -> Frame:
    """Field, beside it what is wrong, keys; the keys stay in their places."""
    spoken = scene.text("keypad.typed", count=len(screen.typed))
    field = NumberField(screen.typed, spoken, wrong_groups(screen))
    done = parts.button(
        scene,
        "number_done",
        NumberDonePressed(),
        scene.text("keypad.done"),
        icon="check",
        surface=FILLED,
    )
    return parts.frame(
        scene,
        scene.text("keypad.title_family" if is_for_family(scene) else "keypad.title"),
        Column((field, _remark(scene, screen)), gap=20),
        Spring(),
        Column((keys(scene, _KEYS), beside_read_back(scene, done)), gap=54),
    )


def beside_read_back(scene: Scene, done: Button) -> Block:
    """The last control of a keypad; beside it, for who listens, 读一遍."""
    if not voice.is_heard(scene.kiosk):
        return done
    text = scene.text("keypad.read_back")
    icon = "" if scene.kiosk.size is Size.EXTRA_LARGE else "ear"
    read = parts.button(scene, "read_back", ReadBackPressed(), text, icon=icon)
    spoken = scene.text("keypad.read_back_spoken")
    return Row((replace(read, spoken=spoken), done), gap=54)


def _remark(scene: Scene, screen: Keypad) -> Block:
    if screen.problem is not None:
        return parts.warning(scene.reason(screen.problem))
    if screen.is_checking:
        return parts.notice(scene.text("keypad.checking"), "hourglass")
    return Spare(parts.notice(scene.text("keypad.lead")), rank=2)


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


def _least(scene: Scene) -> int:
    if scene.look.is_wide or scene.kiosk.is_low:
        return 100
    return 128 if scene.theme.size is Size.EXTRA_LARGE else 168


def keys(scene: Scene, names: Iterable[str]) -> Block:
    """Keys in three columns, the last one takes a digit back; an empty text leaves a place empty."""
    least = _least(scene)
    blocks = [_key_or_room(scene, name, least) for name in names]
    return Grid((*blocks, delete_key(scene, least)), columns=3, gap=28)


def _key_or_room(scene: Scene, name: str, least: int) -> Block:
    if name == OTHER:
        return other_key(scene, "keypad.letters", least)
    return key(scene, name, least) if name else Spring()


def key(scene: Scene, sign: str, least: int) -> Button:
    """The key of a digit or a letter."""
    event = DigitPressed(sign)
    is_active = parts.is_wanted(scene.kiosk, event)
    spoken = scene.text("keypad.key_letter", letter=sign)
    if sign.isdigit():
        spoken = scene.text("keypad.key", digit=sign)
    colour = Colour.INK if is_active else Colour.ASLEEP
    label = Label(sign, Role.KEYPAD, colour, is_centred=True)
    surface = CHOICE if is_active else parts.RESTING
    return Button(f"key.{sign}", event, spoken, label, surface, is_active, least, 8, 6)


def other_key(scene: Scene, text_key: str, least: int) -> Button:
    """The way from digits to letters, or back."""
    event = OtherKeysPressed()
    is_active = parts.is_wanted(scene.kiosk, event)
    text = scene.text(text_key)
    colour = Colour.ACCENT if is_active else Colour.ASLEEP
    label = Label(text, Role.BAR, colour, is_centred=True)
    surface = OUTLINED if is_active else parts.RESTING
    return Button("key.other", event, text, label, surface, is_active, least, 8, 6)


def delete_key(scene: Scene, least: int, *, is_wide: bool = False) -> Button:
    """Takes the last one back; its picture stands beside the word where the key is wide."""
    is_active = parts.is_wanted(scene.kiosk, DeletePressed())
    colour = Colour.INK if is_active else Colour.ASLEEP
    text = scene.text("keypad.delete")
    label = Label(text, Role.BAR, colour, is_centred=True)
    content: Block = label
    if scene.theme.size is not Size.EXTRA_LARGE:
        picture = Picture("delete", colour, 68)
        content = Column((picture, label), gap=2)
        if is_wide:
            content = Beside(picture, label, is_centred=True, gap=10)
    surface = CHOICE if is_active else parts.RESTING
    return Button("key.delete", DeletePressed(), text, content, surface, is_active, least, 8, 6)
