# SPDX-License-Identifier: Apache-2.0
"""Where a person is; never says that somebody was told."""

from kiosk.flow.change import is_home
from kiosk.flow.touches import BackPressed
from kiosk.ui import parts
from kiosk.ui.blocks import Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED
from kiosk.ui.scene import Scene


def frame(scene: Scene) -> Frame:
    """The desk, the telephone number, and back to where the visitor was."""
    here = "home" if is_home(scene.kiosk.screen) else "visit"
    return parts.frame(
        scene,
        scene.text("help.title"),
        parts.lead(scene.text(f"help.lead_{here}")),
        parts.desk_hero(scene, scene.text("desk.here")),
        Spring(),
        parts.button(
            scene,
            "help_done",
            BackPressed(),
            scene.text(f"help.done_{here}"),
            icon="check",
            surface=FILLED,
            least=160,
        ),
    )
