# SPDX-License-Identifier: Apache-2.0
"""Asks for the card and shows where it goes; says first what is out of order."""

from collections.abc import Iterator

from kiosk.flow.events import LanguagePressed, NoCardPressed, TypeNumberPressed
from kiosk.flow.values import Opening
from kiosk.texts import load_texts
from kiosk.ui import parts
from kiosk.ui.blocks import (
    FILLED,
    OUTLINED,
    TINTED,
    Block,
    Boxed,
    Column,
    Grow,
    Label,
    Machine,
    Row,
    Spare,
    Spring,
)
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene) -> Frame:
    """The drawing while the reader works; else the other ways."""
    works = scene.kiosk.devices.reader_problem is None
    troubles = tuple(_troubles(scene))
    title = f"title_{scene.look.reader_position}" if works else "title_no_reader"
    middle: tuple[Block, ...] = (Spring(),)
    if works:
        machine = Machine(scene.look.reader_position)
        middle = (Grow(Spare(Boxed(machine, TINTED, pad_x=20, pad_y=24), rank=3)),)
    return parts.frame(
        scene,
        scene.text(f"welcome.{title}"),
        *((parts.lead(scene.text("welcome.lead"), rank=4),) if works else ()),
        *troubles,
        *middle,
        _ways(scene, is_first=not works),
        _foot(scene),
    )


def _troubles(scene: Scene) -> Iterator[Block]:
    kiosk, devices = scene.kiosk, scene.kiosk.devices
    if devices.reader_problem is not None:
        reason = scene.reason(devices.reader_problem)
        what = scene.text("welcome.reader_trouble", reason=reason)
        yield parts.warning(what, scene.text("welcome.reader_way", desk=scene.desk))
    if devices.printer_problem is not None:
        reason = scene.reason(devices.printer_problem)
        what = scene.text("welcome.printer_trouble", reason=reason)
        yield parts.warning(what, scene.text("welcome.printer_way", desk=scene.desk))
    if kiosk.unprinted:
        numbers = scene.listed(kiosk.unprinted)
        what = scene.text("welcome.unprinted", numbers=numbers)
        yield parts.warning(what, scene.text("welcome.unprinted_way", desk=scene.desk))


def _ways(scene: Scene, *, is_first: bool) -> Block:
    no_card = parts.button("no_card", NoCardPressed(), scene.text("welcome.no_card"), icon="user")
    type_number = parts.button(
        "type_number",
        TypeNumberPressed(),
        scene.text("welcome.type_number"),
        icon="keyboard",
        surface=FILLED if is_first else OUTLINED,
    )
    return Row((no_card, type_number))


def _foot(scene: Scene) -> Block:
    """Hours, privacy, and the other language."""
    lines: tuple[Block, ...] = ()
    if scene.kiosk.opening is not None:
        lines = (Label(hours(scene, scene.kiosk.opening), Role.BODY, Colour.INK),)
    privacy = Label(scene.text("welcome.privacy"), Role.BODY, Colour.SOFT_INK)
    words = Column((*lines, privacy), gap=4)
    return Row((words, language(scene)), shares=(2.4, 1))


def hours(scene: Scene, opening: Opening) -> str:
    """今天 9:00–12:00、13:30–17:00，16:45 停止取号."""
    spans = scene.listed(scene.span(start, end) for start, end in opening.hours)
    text = scene.text("welcome.hours", hours=spans)
    if opening.stop_at is None:
        return text
    stop = scene.text("welcome.stop", stop=scene.time(opening.stop_at))
    return scene.texts("language.clauses", first=text, second=stop)


def language(scene: Scene) -> Block:
    """The next language, in its own words."""
    languages = scene.kiosk.settings.languages
    here = languages.index(scene.kiosk.language) if scene.kiosk.language in languages else -1
    name = load_texts(languages[(here + 1) % len(languages)])("language.name")
    return parts.button("language", LanguagePressed(), name, icon="languages")
