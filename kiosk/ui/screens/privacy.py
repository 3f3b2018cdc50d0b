# SPDX-License-Identifier: Apache-2.0
"""What is read of a visitor, what is kept and what is not, in plain words."""

from kiosk.flow.touches import BackPressed
from kiosk.ui import parts
from kiosk.ui.blocks import Beside, Column, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Block, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role

_ICONS = {"read": "id-card", "kept": "clock", "not_kept": "x", "ask": "map-pin"}


def frame(scene: Scene) -> Frame:
    """Four short answers, and back to where the visitor was."""
    return parts.frame(
        scene,
        scene.text("privacy.title"),
        Column(tuple(_answer(scene, name) for name in _ICONS), gap=28),
        Spring(),
        parts.button(
            scene,
            "privacy_done",
            BackPressed(),
            scene.text("privacy.done"),
            icon="check",
            surface=FILLED,
            least=150,
        ),
    )


def _answer(scene: Scene, name: str) -> Block:
    """Its question stands over it where large letters leave room for that."""
    question = Label(scene.text(f"privacy.{name}_title"), Role.STRONG, Colour.ACCENT)
    fields = {"desk": scene.desk} if name == "ask" else {}
    answer = Label(scene.text(f"privacy.{name}", **fields), Role.BODY)
    words = Column((Spare(question, rank=1), answer), gap=2)
    return Beside(Picture(_ICONS[name], Colour.ACCENT, 72), words, gap=28)
