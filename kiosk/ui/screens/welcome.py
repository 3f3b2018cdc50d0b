# SPDX-License-Identifier: Apache-2.0
"""Asks for the card and shows where it goes; says first what is out of order."""

from collections.abc import Iterator

from kiosk.flow.events import LanguagePressed, NoCardPressed, TypeNumberPressed
from kiosk.flow.values import Opening, Size
from kiosk.texts import load_texts
from kiosk.ui import parts
from kiosk.ui.blocks import (
    FILLED,
    TINTED,
    Block,
    Boxed,
    Button,
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
    """The drawing while the reader works; else the other ways, large."""
    troubles = tuple(_troubles(scene))
    if scene.kiosk.devices.reader_problem is not None:
        return parts.frame(
            scene,
            scene.text("welcome.title_no_reader"),
            *troubles,
            _large_ways(scene),
            Spring(),
            _foot(scene, language(scene)),
        )
    machine = Boxed(Machine(scene.look.reader_position), TINTED, pad_x=20, pad_y=24)
    lead = () if troubles else (parts.lead(scene.text("welcome.lead"), rank=4),)
    return parts.frame(
        scene,
        scene.text(f"welcome.title_{scene.look.reader_position}"),
        *lead,
        *troubles,
        Grow(Spare(machine, rank=3)),
        _ways(scene),
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


def _ways(scene: Scene) -> Block:
    """All in one row while letters are small; the other language below in large type."""
    is_normal = scene.kiosk.size is Size.NORMAL
    cards = tuple(_card_ways(scene))
    if is_normal:
        return Row((*cards, language(scene, is_stacked=True)), shares=(1, 1.2, 0.85))
    return Column((Row(cards, shares=(1, 1.2)), language(scene)))


def _card_ways(scene: Scene) -> Iterator[Button]:
    yield parts.button(
        scene,
        "no_card",
        NoCardPressed(),
        scene.text("welcome.no_card"),
        icon="user",
        is_stacked=True,
    )
    yield parts.button(
        scene,
        "type_number",
        TypeNumberPressed(),
        scene.text("welcome.type_number"),
        icon="keyboard",
        is_stacked=True,
    )


def _large_ways(scene: Scene) -> Block:
    """The ways that work without a reader; the number first, because it is found again by it."""
    type_number = parts.button(
        scene,
        "type_number",
        TypeNumberPressed(),
        scene.text("welcome.type_number"),
        icon="keyboard",
        surface=FILLED,
        least=200,
        role=Role.KEY,
    )
    no_card = parts.button(
        scene,
        "no_card",
        NoCardPressed(),
        scene.text("welcome.no_card"),
        icon="user",
        least=200,
        role=Role.KEY,
    )
    return Column((type_number, no_card))


def _foot(scene: Scene, *before: Block) -> Block:
    """Hours and privacy."""
    lines: tuple[Block, ...] = ()
    if scene.kiosk.opening is not None:
        hours = Label(hours_text(scene, scene.kiosk.opening), Role.BODY, Colour.INK)
        lines = (Spare(hours, rank=2),)
    privacy = Label(scene.text("welcome.privacy"), Role.BODY, Colour.SOFT_INK)
    return Column((*before, Column((*lines, privacy), gap=4)))


def hours_text(scene: Scene, opening: Opening) -> str:
    """今天 9:00–12:00、13:30–17:00，16:45 停止取号."""
    spans = scene.listed(scene.span(start, end) for start, end in opening.hours)
    text = scene.text("welcome.hours", hours=spans)
    if opening.stop_at is None:
        return text
    stop = scene.text("welcome.stop", stop=scene.time(opening.stop_at))
    return scene.texts("language.clauses", first=text, second=stop)


def language(scene: Scene, *, is_stacked: bool = False) -> Button:
    """The next language, in its own words."""
    languages = scene.kiosk.settings.languages
    here = languages.index(scene.kiosk.language) if scene.kiosk.language in languages else -1
    name = load_texts(languages[(here + 1) % len(languages)])("language.name")
    return parts.button(
        scene, "language", LanguagePressed(), name, icon="languages", is_stacked=is_stacked
    )
