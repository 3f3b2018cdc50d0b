# SPDX-License-Identifier: Apache-2.0
"""The number is being taken."""

from kiosk.flow.states import Issuing
from kiosk.ui import parts
from kiosk.ui.blocks import Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.screens.pause import service_hero


def frame(scene: Scene, screen: Issuing) -> Frame:
    """Nothing to do but wait."""
    return parts.frame(scene, scene.text("issuing.title"), service_hero(scene, screen), Spring())
