# SPDX-License-Identifier: Apache-2.0
"""Where a person is; never says that somebody was told."""

from kiosk.flow.events import BackPressed
from kiosk.ui import parts
from kiosk.ui.blocks import FILLED, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene


def frame(scene: Scene) -> Frame:
    """The desk, the telephone number, and back to where the visitor was."""
    return parts.frame(
        scene,
        scene.text("help.title"),
        parts.lead(scene.text("help.lead")),
        Spring(),
        parts.desk_box(scene, scene.text("desk.here")),
        Spring(2),
        parts.button(
            "help_done",
            BackPressed(),
            scene.text("help.done"),
            icon="check",
            surface=FILLED,
            least=160,
        ),
    )
