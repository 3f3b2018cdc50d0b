# SPDX-License-Identifier: Apache-2.0
"""No number could be taken, or none given up: why, and who can help."""

from kiosk.flow.events import BackPressed
from kiosk.flow.states import Refused
from kiosk.ui import parts
from kiosk.ui.blocks import FILLED, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene


def frame(scene: Scene, screen: Refused) -> Frame:
    """Why, the desk, and back."""
    is_cancel = screen.problem.startswith("error.cancel")
    back = "back" if screen.leads_back else "done"
    return parts.frame(
        scene,
        scene.text("refused.title_cancel" if is_cancel else "refused.title"),
        parts.warning(scene.reason(screen.problem)),
        parts.desk_hero(scene, scene.text("refused.lead")),
        Spring(),
        parts.button(
            scene,
            "back",
            BackPressed(),
            scene.text(f"refused.{back}"),
            icon="undo-2" if screen.leads_back else "check",
            surface=FILLED,
            least=160,
        ),
    )
