# SPDX-License-Identifier: Apache-2.0
"""Staff hold the kiosk: it serves nobody; where a person is."""

from kiosk.ui import adjusting, parts
from kiosk.ui.blocks import Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene


def frame(scene: Scene) -> Frame:
    """That numbers are had elsewhere, and where."""
    return parts.frame(
        scene,
        scene.text("out_of_service.title"),
        parts.lead(scene.text("out_of_service.lead"), rank=2),
        parts.desk_hero(scene, scene.text("out_of_service.desk")),
        Spring(),
        adjusting.row(scene),
    )
