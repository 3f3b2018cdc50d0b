# SPDX-License-Identifier: Apache-2.0
"""The row with which a visitor adjusts the screen: language, colours, and how low its controls are."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kiosk.flow import in_person, voice
from kiosk.flow.change import is_home
from kiosk.flow.states import Help, NoCard, Services, StaffMode
from kiosk.flow.touches import (
    ContrastPressed,
    InPersonPressed,
    LanguagePressed,
    LowerPressed,
    PacePressed,
    RepeatPressed,
    Touch,
    VolumePressed,
)
from kiosk.flow.values import Contrast, Size
from kiosk.texts import load_texts
from kiosk.ui import parts
from kiosk.ui.blocks import Apart, Aside, Column, Grid, Row, Spare
from kiosk.ui.frame import LAST_TO_GO, Frame
from kiosk.ui.leaves import CHOICE, FILLED, Block, Button, Label, Surface
from kiosk.ui.lines import advance, plain
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Role

_GAP = 26
_BESIDE = 4
"""As many stand in one row of large letters, even in English."""

_PAD = 5
_AIR = 14
"""Beside the longest line of a control in large letters."""


def with_row(frame: Frame, scene: Scene) -> Frame:
    """The frame with the row while somebody adjusts it or listens, where letters leave room for it.

    Who listens needs 再听一遍 more than the largest of letters.

    At home it always stands there.
    """
    kiosk = scene.kiosk
    if is_home(kiosk.screen) or isinstance(kiosk.screen, StaffMode):
        return frame
    if not (kiosk.is_adjusting or voice.is_heard(kiosk)):
        return frame
    rank = 1 if kiosk.is_adjusting else LAST_TO_GO
    return replace(
        frame, content=Column((*frame.content.blocks, Aside(Spare(Apart(row(scene)), rank))))
    )


def row(scene: Scene) -> Block:
    """One control for each thing that can be adjusted; who listens adjusts the voice first.

    Large letters take two rows for many; in one, longer words have more room.
    """
    is_of_voice = voice.is_heard(scene.kiosk) and not scene.kiosk.is_adjusting
    controls = tuple((_of_voice if is_of_voice else _controls)(scene))
    is_normal = scene.kiosk.size is Size.NORMAL
    columns = len(controls) if is_normal or len(controls) <= _BESIDE else -(-len(controls) // 2)
    if is_of_voice and scene.look.is_wide and isinstance(scene.kiosk.screen, Services | NoCard):
        columns = 2  # under the words, beside tiles that leave them little width
    if columns == len(controls) and not is_normal:
        return Row(controls, shares=tuple(_room(scene, one) for one in controls), gap=_GAP)
    return Grid(controls, columns=columns, gap=_GAP)


def _room(scene: Scene, control: Button) -> float:
    """What its longest line needs, with air at both sides."""
    font, label = scene.theme.font(Role.BAR), control.content
    words = label.text if isinstance(label, Label) else control.spoken
    lines = re.split(r"[\s\u200b]", words)
    return max(advance(line, font) for line in lines) + scene.theme.px(2 * _AIR)


def _of_voice(scene: Scene) -> Iterator[Button]:
    """At home the volume stands beside the languages: a change of it says all again, too."""
    at_home = is_home(scene.kiosk.screen)
    if not at_home:
        yield _control(scene, "repeat", RepeatPressed(), scene.text("adjust.repeat"), "repeat")
        pace = scene.text(f"adjust.pace_{voice.NEXT_PACE[scene.kiosk.pace].value}")
        yield _control(scene, "pace", PacePressed(), pace, "gauge")
    volume = scene.text(f"adjust.volume_{voice.volume_of(scene.kiosk).value}")
    yield _control(scene, "volume", VolumePressed(), volume, "volume-2")
    if in_person.can_wish(scene.kiosk) and not isinstance(scene.kiosk.screen, Help):
        yield _in_person(scene)
    if at_home:
        yield from _languages(scene)


def _in_person(scene: Scene) -> Button:
    """听不清; filled once it is wished."""
    is_wished = scene.kiosk.is_in_person
    text = scene.text("adjust.in_person_wished" if is_wished else "adjust.in_person")
    icon = "check" if is_wished else "ear"
    surface = FILLED if is_wished else CHOICE
    button = _control(scene, "in_person", InPersonPressed(), text, icon, surface=surface)
    spoken = scene.text("in_person.wished" if is_wished else "in_person.wish")
    return replace(button, spoken=plain(spoken))


def _controls(scene: Scene) -> Iterator[Button]:
    yield from _languages(scene)
    colours = "standard" if scene.kiosk.contrast is Contrast.HIGH else "high"
    text = scene.text(f"adjust.contrast_{colours}")
    yield _control(scene, "contrast", ContrastPressed(), text, "contrast")
    if scene.kiosk.settings.can_lower and not scene.look.is_wide:
        text = scene.text("adjust.raise" if scene.kiosk.is_low else "adjust.lower")
        yield _control(scene, "lower", LowerPressed(), text, "accessibility")


def _languages(scene: Scene) -> Iterator[Button]:
    for language in scene.kiosk.settings.languages:
        if language != scene.kiosk.language:
            # In its own words, for whoever cannot read the others.
            name = load_texts(language)("language.name")
            yield _control(
                scene, f"language.{language}", LanguagePressed(language), name, "languages"
            )


def _control(
    scene: Scene, name: str, event: Touch, text: str, icon: str, *, surface: Surface = CHOICE
) -> Button:
    is_normal = scene.kiosk.size is Size.NORMAL
    button = parts.button(
        scene,
        name,
        event,
        text,
        icon=icon if is_normal else "",
        surface=surface,
        role=Role.BAR,
        is_stacked=True,
    )
    return replace(button, pad_x=_PAD)
