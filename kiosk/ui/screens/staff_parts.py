# SPDX-License-Identifier: Apache-2.0
"""What several pages of staff mode share."""

from kiosk.flow.staff_values import Remark
from kiosk.ui import parts
from kiosk.ui.leaves import Block
from kiosk.ui.scene import Scene


def remarked(scene: Scene, remark: Remark | None) -> tuple[Block, ...]:
    """What became of the last act, where there is something to say."""
    if remark is None:
        return ()
    if remark.until is not None:
        return (parts.warning(scene.text("staff.locked", time=scene.time(remark.until))),)
    text = scene.reason(remark.key)
    return (parts.notice(text, "circle-check") if remark.is_good else parts.warning(text),)
