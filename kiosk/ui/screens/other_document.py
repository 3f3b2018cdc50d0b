# SPDX-License-Identifier: Apache-2.0
"""The way to a passport or another document than an ID card, from every screen that asks for one."""

from kiosk.flow.touches import OtherDocumentPressed
from kiosk.flow.values import Size
from kiosk.ui import parts
from kiosk.ui.leaves import Button
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Role


def other_document_button(scene: Scene, *, least: int = 132) -> Button:
    """Without a picture beside the largest letters, which need the room."""
    return parts.button(
        scene,
        "other_document",
        OtherDocumentPressed(),
        scene.text("welcome.other_document"),
        icon="" if scene.kiosk.size is Size.EXTRA_LARGE else "file-text",
        least=least,
        role=Role.ACTION,
    )
