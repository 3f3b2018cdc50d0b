# SPDX-License-Identifier: Apache-2.0
"""A card lies on the reader."""

from kiosk.flow.states import Reading
from kiosk.flow.touches import NoCardPressed, TypeNumberPressed
from kiosk.ui import parts
from kiosk.ui.blocks import Boxed, Column, Grow
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, OUTLINED, TINTED, Block, CardMove, Machine
from kiosk.ui.scene import Scene
from kiosk.ui.screens.booking_code import code_button, with_code_button
from kiosk.ui.screens.family import is_for_family, type_number_button

_OTHER_CARD = frozenset({"error.card_reader.card_not_supported", "error.card_reader.card_closed"})
"""Laying this card once more does not help."""


def frame(scene: Scene, screen: Reading) -> Frame:
    """Wait, take it back, or lay it again."""
    if screen.problem in _OTHER_CARD:
        return _another_way(scene, screen.problem)
    if screen.problem is not None:
        return _again(scene, screen.problem)
    if screen.is_time_over and not scene.kiosk.is_card_present:
        title, lead, move = "wait_title", "wait", CardMove.BACK
    elif screen.is_time_over:
        title, lead, move = "take_card", "wait", CardMove.BACK
    elif screen.is_done:
        title, lead, move = "done", "done_lead", CardMove.BACK
    else:
        title, lead, move = "title", "lead", CardMove.ON_READER
    return parts.frame(
        scene,
        _title(scene, title),
        parts.lead(scene.text(f"reading.{lead}"), rank=4),
        _drawing(scene, move),
    )


def _title(scene: Scene, title: str) -> str:
    words = scene.text if title == "wait_title" else scene.card_text
    return words(f"reading.{title}")


def _again(scene: Scene, problem: str) -> Frame:
    return parts.frame(
        scene,
        scene.card_text("reading.again"),
        parts.warning(scene.reason(problem), scene.card_text("reading.again_way")),
        _drawing(scene, CardMove.TO_READER),
        _other_ways(scene, is_first=False),
    )


def _another_way(scene: Scene, problem: str) -> Frame:
    return parts.frame(
        scene,
        scene.text("reading.other_way"),
        parts.warning(scene.reason(problem)),
        _other_ways(scene, is_first=True),
        parts.desk_hero(scene, scene.text("reading.other_desk")),
    )


def _drawing(scene: Scene, move: CardMove) -> Block:
    machine = Machine(scene.look.reader_position, move)
    return Grow(Boxed(machine, TINTED, pad_x=30, pad_y=30))


def _other_ways(scene: Scene, *, is_first: bool) -> Block:
    type_number = parts.button(
        scene,
        "type_number",
        TypeNumberPressed(),
        scene.text("welcome.type_number"),
        icon="keyboard",
        surface=FILLED if is_first else OUTLINED,
        least=150,
    )
    if is_for_family(scene):
        number = type_number_button(scene, is_first=is_first)
        return Column((number, *code_button(scene)))
    no_card = parts.button(
        scene,
        "no_card",
        NoCardPressed(),
        scene.card_text("reading.no_card"),
        icon="user",
        least=150,
    )
    return with_code_button(scene, type_number, no_card)
