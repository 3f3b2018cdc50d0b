# SPDX-License-Identifier: Apache-2.0
"""Where a person is; never says that somebody was told."""

from collections.abc import Iterator

from kiosk.flow import in_person
from kiosk.flow.change import is_home
from kiosk.flow.touches import BackPressed, InPersonPressed
from kiosk.ui import parts
from kiosk.ui.blocks import Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Block
from kiosk.ui.scene import Scene


def _in_person(scene: Scene) -> Iterator[Block]:
    """For who would not hear the call, whether the voice is on or not."""
    if in_person.can_wish(scene.kiosk):
        is_wished = scene.kiosk.is_in_person
        text = scene.text("in_person.wished" if is_wished else "in_person.wish")
        icon = "check" if is_wished else "ear"
        yield parts.button(scene, "in_person", InPersonPressed(), text, icon=icon)


def frame(scene: Scene) -> Frame:
    """The desk, the telephone number, and back to where the visitor was."""
    here = "home" if is_home(scene.kiosk.screen) else "visit"
    return parts.frame(
        scene,
        scene.text("help.title"),
        parts.lead(scene.text(f"help.lead_{here}")),
        parts.desk_hero(scene, scene.text("desk.here")),
        *_in_person(scene),
        Spring(),
        parts.button(
            scene,
            "help_done",
            BackPressed(),
            scene.text(f"help.done_{here}"),
            icon="check",
            surface=FILLED,
            least=160,
        ),
    )
