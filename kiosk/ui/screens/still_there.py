# SPDX-License-Identifier: Apache-2.0
"""Nobody touched for a while."""

from math import ceil

from kiosk.flow.touches import DonePressed, StillHerePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Countdown
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Role


def frame(scene: Scene) -> Frame:
    """A big yes; the seconds that are left."""
    seconds = ceil(scene.kiosk.settings.still_seconds)
    yes = parts.button(
        scene,
        "still_here",
        StillHerePressed(),
        scene.text("still_there.yes"),
        surface=FILLED,
        least=300,
        role=Role.TITLE,
    )
    no = parts.button(scene, "leave", DonePressed(), scene.text("still_there.no"), least=180)
    return parts.frame(
        scene,
        scene.text("still_there.title"),
        parts.lead(scene.text("still_there.lead")),
        Spring(2),
        Countdown(seconds, scene.text("still_there.seconds", seconds="{seconds}")),
        Column((yes, no), gap=54),
        Spring(3),
    )
