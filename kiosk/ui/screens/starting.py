# SPDX-License-Identifier: Apache-2.0
"""The kiosk is not ready yet: one moment, or what it waits for."""

from kiosk.ui import adjusting, parts
from kiosk.ui.blocks import Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import Picture
from kiosk.ui.scene import Scene


def frame(scene: Scene) -> Frame:
    """One moment, please; or where to go instead, and what a technician can do."""
    if scene.kiosk.missing:
        return _missing(scene, *scene.kiosk.missing)
    return parts.frame(
        scene,
        scene.text("starting.title"),
        parts.hero(Picture("hourglass", reference_px=220), most=700),
        Spring(),
    )


def _missing(scene: Scene, what: str, *why: str) -> Frame:
    """The desk is for visitors; the rest gives way to large letters."""
    reasons = (scene.reason(what), *(scene.reason(each) for each in why))
    return parts.frame(
        scene,
        scene.text("starting.title_missing"),
        parts.desk_box(scene, scene.text("starting.instead")),
        Spare(parts.warning(*reasons), rank=1),
        Spring(),
        adjusting.row(scene),
    )
