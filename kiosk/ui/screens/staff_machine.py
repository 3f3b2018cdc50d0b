# SPDX-License-Identifier: Apache-2.0
"""What staff do for this machine: one function for each page."""

from typing import assert_never

from kiosk.flow.staff_states import (
    ChangePaper,
    DeviceList,
    MachinePage,
    OneDevice,
    PrinterTrial,
    StaffVolume,
    Today,
)
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.screens import staff_devices, staff_paper, staff_today, staff_volume


def frame(scene: Scene, page: MachinePage) -> Frame:
    """The page that staff are on."""
    match page:
        case ChangePaper() | PrinterTrial():
            return staff_paper.frame(scene, page)
        case Today():
            return staff_today.frame(scene, page)
        case StaffVolume():
            return staff_volume.frame(scene, page)
        case DeviceList() | OneDevice():
            return staff_devices.frame(scene, page)
        case _:
            assert_never(page)
