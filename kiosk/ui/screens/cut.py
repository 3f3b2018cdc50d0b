# SPDX-License-Identifier: Apache-2.0
"""While the centre is cut off: which bookings cannot have come, and what to do (screens.md, N)."""

from collections.abc import Iterator

from kiosk.flow.change import checks_in
from kiosk.flow.problems import NO_BOOKING, UNKNOWN_CODE
from kiosk.flow.values import Size
from kiosk.ui import parts
from kiosk.ui.blocks import Spare
from kiosk.ui.leaves import Block
from kiosk.ui.scene import Scene


def line(scene: Scene, rank: int = 1) -> Iterator[Block]:
    """One line, which large letters may need the room of; nothing while the centre is heard."""
    if when := _since(scene):
        is_largest = scene.kiosk.size is Size.EXTRA_LARGE
        yield Spare(_short(scene, when) if is_largest else _way(scene, when), rank)


def line_of_bookings(scene: Scene) -> Iterator[Block]:
    """The same where nothing but bookings checks in: they alone can go wrong, so it always stands there.

    Large letters say it without the way, which has no room.
    """
    when = _since(scene)
    if when and checks_in(scene.kiosk):
        is_normal = scene.kiosk.size is Size.NORMAL
        yield _way(scene, when) if is_normal else _short(scene, when)


def _short(scene: Scene, when: str) -> Block:
    return parts.notice(scene.text("refused.cut", time=when))


def _way(scene: Scene, when: str) -> Block:
    way = "cut_scanner" if scene.kiosk.settings.has_scanner else "cut"
    return parts.notice(scene.text(f"welcome.{way}", time=when, desk=scene.desk))


def line_of_who_booked_nothing(scene: Scene) -> Iterator[Block]:
    """The same for a visitor whom a booking would have been found of."""
    visitor = scene.kiosk.visitor
    if visitor is not None and visitor.digest and not visitor.bookings and not visitor.taken:
        yield from line(scene)


def line_of_refusal(scene: Scene, problem: str) -> Iterator[Block]:
    """Where it may be the very reason, it stands in any size of letters; the desk is told there."""
    if problem in (NO_BOOKING, UNKNOWN_CODE) and (when := _since(scene)):
        yield parts.notice(scene.text("refused.cut", time=when))


def _since(scene: Scene) -> str:
    """When the centre was last heard; empty while it is."""
    since, opening = scene.kiosk.cut_since, scene.kiosk.opening
    if since is None or opening is None:
        return ""
    is_today = since.date() == opening.business_date
    return scene.time(since) if is_today else f"{scene.day(since.date())} {scene.time(since)}"
