# SPDX-License-Identifier: Apache-2.0
"""The number is given up."""

from kiosk.flow.states import Cancelled
from kiosk.flow.touches import DonePressed
from kiosk.flow.values import Paper
from kiosk.ui import parts
from kiosk.ui.blocks import Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, screen: Cancelled) -> Frame:
    """That it is done, and that another number can be had."""
    name = scene.own(screen.ticket.service_name)
    # Of a ticket from an earlier visit it is not known, and most have their paper.
    may_have_paper = screen.ticket.paper is not Paper.NOT_PRINTED
    throw_away = Label(scene.text("cancelled.paper"), Role.BODY, Colour.INK, is_centred=True)
    done = scene.text("cancelled.done")
    return parts.frame(
        scene,
        scene.text("cancelled.title", number=screen.ticket.number),
        parts.lead(scene.text("cancelled.lead")),
        parts.hero(
            Picture("circle-check", Colour.ACCENT, 220),
            Label(name, Role.KEY, Colour.INK, is_centred=True),
            *((throw_away,) if may_have_paper else ()),
            most=700,
        ),
        Spring(),
        parts.button(scene, "done", DonePressed(), done, icon="check", surface=FILLED, least=160),
    )
