# SPDX-License-Identifier: Apache-2.0
"""Whom the number is for, asked of somebody who takes it for a family member."""

from collections.abc import Iterator

from kiosk.flow.states import Family
from kiosk.flow.touches import ForFamilyPressed, TypeNumberPressed
from kiosk.flow.values import Size
from kiosk.ui import parts
from kiosk.ui.blocks import Beside, Boxed, Column, Grow, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import (
    FILLED,
    OUTLINED,
    TINTED,
    Block,
    Button,
    CardMove,
    Label,
    Machine,
    Picture,
)
from kiosk.ui.scene import Scene
from kiosk.ui.screens.booking_code import code_button
from kiosk.ui.screens.other_document import other_document_button
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, screen: Family) -> Frame:
    """The card of the family member, or another way to say who it is."""
    problem = scene.kiosk.devices.reader_problem
    if problem is not None:
        told = parts.warning(scene.reason(problem), *_remark(scene, screen))
        title = scene.text("family.title_no_reader")
        desk = Spare(parts.desk_hero(scene, scene.text("refused.lead")), rank=2)
        return parts.frame(scene, title, told, _ways(scene, is_first=True), desk, Spring())
    return parts.frame(
        scene,
        scene.card_text("family.title"),
        _lead(scene, screen),
        _drawing(scene),
        _ways(scene, is_first=False),
    )


def mark(scene: Scene) -> Block:
    """Whom a number is for, without naming anybody; with its sign, never by colour alone."""
    label = Label(scene.text("family.mark"), Role.STRONG, Colour.INK, is_centred=True)
    return Beside(Picture("users", Colour.INK, 64), label, is_centred=True, gap=16)


def for_family_button(
    scene: Scene, *, least: int = 132, role: Role = Role.BUTTON, has_picture: bool = True
) -> Button:
    """The way to a number for somebody else."""
    text, icon = scene.text("services.family"), "users" if has_picture else ""
    return parts.button(
        scene, "for_family", ForFamilyPressed(), text, icon=icon, least=least, role=role
    )


def is_for_family(scene: Scene) -> bool:
    """Whether somebody else than the person present is served."""
    return scene.kiosk.visitor is not None and scene.kiosk.visitor.proxy is not None


def _remark(scene: Scene, screen: Family) -> Iterator[str]:
    if screen.problem is not None:
        yield scene.reason(screen.problem)


def _lead(scene: Scene, screen: Family) -> Block:
    for remark in _remark(scene, screen):
        return parts.warning(remark)
    return parts.lead(scene.card_text("family.lead"), rank=4)


def _drawing(scene: Scene) -> Block:
    machine = Machine(scene.look.reader_position, CardMove.TO_READER)
    return Grow(Boxed(machine, TINTED, pad_x=30, pad_y=30))


def _ways(scene: Scene, *, is_first: bool) -> Block:
    """Without the card: the number, the booking code where people book, another document."""
    type_number = type_number_button(scene, is_first=is_first)
    others = (*code_button(scene), other_document_button(scene))
    is_pair = len(others) == 1 and scene.kiosk.size is not Size.EXTRA_LARGE
    return Row((type_number, *others)) if is_pair else Column((type_number, Row(others)))


def type_number_button(scene: Scene, *, is_first: bool) -> Button:
    """The way to the keypad for the family member's ID number."""
    return parts.button(
        scene,
        "type_number",
        TypeNumberPressed(),
        scene.text("family.type_number"),
        icon="keyboard",
        surface=FILLED if is_first else OUTLINED,
        least=150,
        role=Role.ACTION,
    )
