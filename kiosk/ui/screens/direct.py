# SPDX-License-Identifier: Apache-2.0
"""A service without a number: where to go."""

from kiosk.flow.states import Direct
from kiosk.flow.touches import DonePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, screen: Direct) -> Frame:
    """Which service, and the place in large letters."""
    tile = scene.tile(screen.service_id)
    service, place = (scene.own(tile.name), scene.own(tile.direct)) if tile else ("", "")
    done = scene.text("direct.done")
    return parts.frame(
        scene,
        scene.text("direct.title"),
        parts.lead(scene.text("direct.lead", service=service)),
        parts.hero(
            Spare(Picture("map-pin", Colour.ACCENT, 170), rank=2),
            Label(scene.text("direct.go"), Role.BODY, Colour.SOFT_INK, is_centred=True),
            Label(place, Role.TITLE, Colour.ACCENT, is_centred=True),
            most=760,
        ),
        Spring(),
        parts.button(scene, "done", DonePressed(), done, icon="check", surface=FILLED, least=160),
    )
