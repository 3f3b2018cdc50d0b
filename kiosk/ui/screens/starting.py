# SPDX-License-Identifier: Apache-2.0
"""The kiosk is not ready yet."""

from kiosk.ui import parts
from kiosk.ui.blocks import Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import Picture
from kiosk.ui.scene import Scene


def frame(scene: Scene) -> Frame:
    """One moment, please."""
    return parts.frame(
        scene,
        scene.text("starting.title"),
        parts.hero(Picture("hourglass", reference_px=220), most=700),
        Spring(),
    )
