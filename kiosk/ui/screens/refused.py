# SPDX-License-Identifier: Apache-2.0
"""No number could be taken, or none given up: why, and who can help."""

from kiosk.flow.problems import CANCEL_UNSURE, is_proxy_limit
from kiosk.flow.states import Refused
from kiosk.flow.touches import BackPressed
from kiosk.ui import parts
from kiosk.ui.blocks import Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED
from kiosk.ui.scene import Scene
from kiosk.ui.screens import cut


def _title(problem: str) -> str:
    if problem == CANCEL_UNSURE:
        return "title_cancel_unsure"
    return "title_cancel" if problem.startswith("error.cancel.") else "title"


def frame(scene: Scene, screen: Refused) -> Frame:
    """Why, the desk, and back."""
    back = "back" if screen.leads_back else "done"
    if is_proxy_limit(screen.problem):
        back = "own"
    return parts.frame(
        scene,
        scene.text(f"refused.{_title(screen.problem)}"),
        parts.warning(scene.reason(screen.problem)),
        *cut.line_of_refusal(scene, screen.problem),
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
