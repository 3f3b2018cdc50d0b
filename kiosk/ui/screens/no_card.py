# SPDX-License-Identifier: Apache-2.0
"""The same services without a card, and what the counter will ask for."""

from kiosk.flow.states import NoCard
from kiosk.ui import parts
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.screens import services


def frame(scene: Scene, screen: NoCard) -> Frame:
    """A number without a name."""
    if not scene.kiosk.services:
        return services.none(scene)
    return parts.frame(
        scene,
        scene.text("services.title"),
        parts.lead(scene.card_text("no_card.lead"), rank=4),
        *services.tiles(scene, screen),
    )
