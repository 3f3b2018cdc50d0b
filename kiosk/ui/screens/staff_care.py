# SPDX-License-Identifier: Apache-2.0
"""What staff do for the kiosk and the hall: one function for each page."""

from typing import assert_never

from kiosk.flow.staff_states import (
    CarePage,
    HoldAsked,
    MachinePage,
    StopList,
    StopWhen,
    WhyStop,
    Working,
)
from kiosk.flow.staff_touches import HoldReasonPressed
from kiosk.flow.staff_values import HoldReason
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.screens import staff_machine, staff_stopping


def frame(scene: Scene, page: CarePage) -> Frame:
    """The page that staff are on."""
    if isinstance(page, MachinePage):
        return staff_machine.frame(scene, page)
    match page:
        case HoldAsked():
            return _hold(scene)
        case Working():
            return _working(scene)
        case StopList() | StopWhen() | WhyStop():
            return staff_stopping.frame(scene, page)
        case _:
            assert_never(page)


def _hold(scene: Scene) -> Frame:
    """One control for each reason; a touch holds the kiosk."""
    buttons = tuple(
        parts.button(
            scene,
            f"hold.{reason}",
            HoldReasonPressed(reason),
            scene.text(f"staff_hold.because_{reason}"),
            least=150,
        )
        for reason in HoldReason
    )
    return parts.frame(
        scene,
        scene.text("staff_hold.title"),
        parts.lead(scene.text("staff_hold.lead"), rank=1),
        Spring(),
        Column(buttons, gap=30),
        Spring(),
    )


def _working(scene: Scene) -> Frame:
    """One moment."""
    return parts.frame(
        scene,
        scene.text("staff.title"),
        parts.notice(scene.text("staff.working"), "hourglass"),
        Spring(),
    )
