# SPDX-License-Identifier: Apache-2.0
"""Another document than an ID card: which one, and the keys for its number."""

from hall.documents import Document
from kiosk.flow.documents import FOREIGN
from kiosk.flow.problems import NUMBER_PROBLEM
from kiosk.flow.states import DocumentKeypad, Documents
from kiosk.flow.touches import DocumentPressed, NumberDonePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Grid, Grow, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, FILLED, ID_NUMBER_GROUPS, Block, Button, Label, NumberField
from kiosk.ui.lines import plain
from kiosk.ui.scene import Scene
from kiosk.ui.screens import letters
from kiosk.ui.screens.keypad import OTHER, beside_read_back, keys
from kiosk.ui.theme import Colour, Role

_GROUPS = {
    Document.PASSPORT: (9,),
    Document.HONG_KONG_MACAO: (1, 4, 4),
    Document.TAIWAN: (4, 4),
    Document.PERMANENT_RESIDENCE: (3, 4, 4, 4),
}
_NINE = ("1", "2", "3", "4", "5", "6", "7", "8", "9")


def which(scene: Scene, _screen: Documents) -> Frame:
    """One choice for each document."""
    choices = tuple(
        _choice(scene, document, number) for number, document in enumerate(Document, start=1)
    )
    return parts.frame(
        scene,
        scene.text("documents.title"),
        parts.lead(scene.text("documents.lead"), rank=4),
        Grow(Grid(choices, columns=1, gap=32, most=270)),
        Spare(parts.notice(scene.text("documents.others", desk=scene.desk)), rank=3),
    )


def _choice(scene: Scene, document: Document, number: int) -> Button:
    """As people call it, and under it as it is printed on the document."""
    name = scene.text(f"documents.{document}")
    whole = scene.text(f"documents.{document}_whole")
    lines = (
        Label(name, Role.KEY, Colour.ACCENT),
        Spare(Label(whole, Role.BODY, Colour.SOFT_INK), rank=2),
    )
    event = DocumentPressed(document)
    content = Column(lines, gap=2)
    spoken = plain(scene.joined((name, whole)))
    choice = Button(f"document.{document}", event, spoken, content, CHOICE, least=150, pad_x=36)
    return parts.numbered(choice, number)


def keypad(scene: Scene, screen: DocumentKeypad) -> Frame:
    """Field, beside it what is wrong, keys: digits or letters."""
    spoken = scene.text("documents.typed", count=len(screen.typed))
    field = NumberField(screen.typed, spoken, _wrong_groups(screen), groups_of(screen))
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
        scene.text(f"documents.title_{screen.document}"),
        Column((field, _remark(scene, screen)), gap=20),
        Spring(),
        Column((_keys(scene, screen), beside_read_back(scene, done)), gap=54),
    )


def groups_of(screen: DocumentKeypad) -> tuple[int, ...]:
    """How the places of its number stand together."""
    if _is_as_id_number(screen):
        return ID_NUMBER_GROUPS
    return _GROUPS[screen.document]


def _is_as_id_number(screen: DocumentKeypad) -> bool:
    is_residence = screen.document is Document.PERMANENT_RESIDENCE
    return is_residence and screen.typed.reveal().startswith(FOREIGN)


def _wrong_groups(screen: DocumentKeypad) -> tuple[int, ...]:
    """Where to look again: what a check found, else all."""
    match (screen.problem or "").removeprefix(NUMBER_PROBLEM):
        case "":
            return ()
        case "birth":
            return (1, 2)
        case "check_digit":
            return (3,)
        case _:
            return tuple(range(len(groups_of(screen))))


def _remark(scene: Scene, screen: DocumentKeypad) -> Block:
    if screen.problem is not None:
        return parts.warning(scene.reason(screen.problem))
    if screen.is_checking:
        return parts.notice(scene.text("keypad.checking"), "hourglass")
    return Spare(parts.notice(scene.text(f"documents.form_{screen.document}")), rank=2)


def _keys(scene: Scene, screen: DocumentKeypad) -> Block:
    if screen.has_letters:
        return letters.keys(scene)
    if _is_as_id_number(screen):
        return keys(scene, (*_NINE, "X", "0"))
    if screen.document is Document.TAIWAN:
        return keys(scene, (*_NINE, "", "0"))
    return keys(scene, (*_NINE, OTHER, "0"))
