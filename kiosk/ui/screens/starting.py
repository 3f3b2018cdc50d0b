# SPDX-License-Identifier: Apache-2.0
"""The kiosk is not ready yet: one moment, or what it waits for."""

from kiosk.ui import adjusting, parts
from kiosk.ui.blocks import Spare, Spring
from kiosk.ui.frame import LAST_TO_GO, Frame
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
    """The desk is for visitors; the largest letters leave room for what is missing, not for why."""
    reasons = (scene.reason(what), *(scene.reason(each) for each in why))
    return parts.frame(
        scene,
        scene.text("starting.title_missing"),
        parts.desk_box(scene, scene.text("starting.instead")),
        Spare(parts.warning(*reasons, is_way_spare=True), LAST_TO_GO),
        Spring(),
        adjusting.row(scene),
    )
