# SPDX-License-Identifier: Apache-2.0
"""Do pixels and millimetres of the panel fit each other, and do people reach what is on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.health.finding import Finding, Where
from kiosk.health.notes import Note, advice, fault, finding, told
from kiosk.settings.model import PanelSettings

FAMILY = "panel"
FEWEST_PX_PER_MM, MOST_PX_PER_MM = 2.0, 12.0
"""From 50 to 300 dots an inch: panels that are touched have no fewer and no more."""
MOST_UNEVEN = 0.06
"""What a ruler may err in both directions together; a picture that is stretched is further off."""
LOWEST_EDGE_MM = 380.0
"""A hand reaches nothing lower over the floor (EN 301 549, 8.3.3.1); the bar is at the lower edge."""


@dataclass(frozen=True)
class Reach:
    """Whether all controls can be had low, for somebody who sits.

    Attributes:
        low_mm: how high over the floor they are then at most.
        highest_edge_mm: from a higher lower edge of the panel on they cannot.
    """

    can_lower: bool
    low_mm: float
    highest_edge_mm: float


class PanelCheck:
    """Lifetime: `look` as often as wanted.

    Args:
        pixels: the screen's width and height, whichever side is up; None where nobody can tell.
    """

    def __init__(
        self, panel: PanelSettings, reach: Reach, pixels: Callable[[], tuple[int, int] | None]
    ) -> None:
        self._panel = panel
        self._reach = reach
        self._pixels = pixels

    def look(self) -> Finding:
        """Shows nothing."""
        panel = self._panel
        where = Where("panel", f"{panel.width_mm:.0f} × {panel.height_mm:.0f} mm")
        return finding(FAMILY, where, (*self._size(), *self._low()))

    def _size(self) -> Iterator[Note]:
        pixels = self._pixels()
        if pixels is None:
            return
        short, long = self._density(pixels)
        fields = {
            "width": pixels[0],
            "height": pixels[1],
            "short": f"{short:.2f}",
            "long": f"{long:.2f}",
        }
        if abs(short / long - 1) > MOST_UNEVEN:
            yield fault("uneven_pixels", "measure_panel", **fields)
        elif not FEWEST_PX_PER_MM <= long <= MOST_PX_PER_MM:
            yield fault("odd_pixels", "measure_panel", **fields)
        else:
            yield told("pixels", **fields)

    def _density(self, pixels: tuple[int, int]) -> tuple[float, float]:
        """Pixels per millimetre along the short and the long side: a screen may hang either way."""
        lengths = self._panel.width_mm, self._panel.height_mm
        return min(pixels) / min(lengths), max(pixels) / max(lengths)

    def _low(self) -> Iterator[Note]:
        panel, reach = self._panel, self._reach
        fields = {
            "edge": f"{panel.bottom_edge_mm:.0f}",
            "highest": f"{reach.highest_edge_mm:.0f}",
            "low": f"{reach.low_mm:.0f}",
        }
        if not reach.can_lower:
            is_upright = panel.width_mm <= panel.height_mm
            yield advice("not_low", "hang_lower" if is_upright else "hang_upright", **fields)
        if panel.bottom_edge_mm < LOWEST_EDGE_MM:
            yield advice(
                "too_low", "hang_higher", edge=fields["edge"], lowest=f"{LOWEST_EDGE_MM:.0f}"
            )
