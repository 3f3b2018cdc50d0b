# SPDX-License-Identifier: Apache-2.0
"""The booking of a code is being looked for."""

from kiosk.ui import parts
from kiosk.ui.blocks import Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import Picture
from kiosk.ui.scene import Scene


def frame(scene: Scene) -> Frame:
    """Nothing to do but wait."""
    hero = parts.hero(Picture("hourglass", reference_px=220), most=700)
    return parts.frame(scene, scene.text("finding.title"), hero, Spring())
