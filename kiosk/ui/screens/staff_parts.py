# SPDX-License-Identifier: Apache-2.0
"""What several pages of staff mode share."""

from collections.abc import Iterable

from kiosk.flow.staff_touches import WhyPressed
from kiosk.flow.staff_values import Remark
from kiosk.ui import parts
from kiosk.ui.blocks import Grid, Grow
from kiosk.ui.leaves import CHOICE, Block
from kiosk.ui.scene import Scene


def reasons(scene: Scene, keys: Iterable[str]) -> Block:
    """One control for each reason."""
    texts = ((key, scene.text(f"staff_why.{key}")) for key in keys)
    buttons = tuple(
        parts.button(scene, f"why.{key}", WhyPressed(key), text, surface=CHOICE)
        for key, text in texts
    )
    return Grow(Grid(buttons, columns=1, gap=30, most=190), most=220 * len(buttons))


def remarked(scene: Scene, remark: Remark | None) -> tuple[Block, ...]:
    """What became of the last act, where there is something to say."""
    if remark is None:
        return ()
    if remark.until is not None:
        return (parts.warning(scene.text("staff.locked", time=scene.time(remark.until))),)
    text = scene.reason(remark.key)
    return (parts.notice(text, "circle-check") if remark.is_good else parts.warning(text),)
