# SPDX-License-Identifier: Apache-2.0
"""What the screens must know of this machine; handed in by `kiosk.app`."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from hall.words import Words
from kiosk.ui.keys import BackKey

REFERENCE_PX_PER_MM = 4.034
"""1080 x 1920 on 21.5 inches (screens.md 1.2); the figures of look.md are pixels of this panel."""


class ReaderPosition(StrEnum):
    """Where the card reader is, seen by somebody in front of the screen."""

    RIGHT = "right"
    LEFT = "left"
    BELOW = "below"


class ReaderTakes(StrEnum):
    """The cards that the card reader reads."""

    ID_CARDS = "id_cards"
    """They are laid on it."""
    CHIP_CARDS = "chip_cards"
    """Social security and health cards; they are put into it."""


@dataclass(frozen=True)
class PanelLook:
    """The panel in pixels and millimetres, and the words of the place it stands in.

    Attributes:
        px_per_mm: all sizes come from it, so that another panel shows the same millimetres.
        bottom_edge_mm: height of the panel's lower edge over the floor.
        help_desk: where a person is, as in "一楼大厅服务台".
        fonts: font files to load; the family of the first one is used.
        ways_dir: where pictures of the ways to the counters are; None: there are none.
    """

    site_name: Words
    machine_name: Words
    help_desk: Words
    hotline: str
    fonts: tuple[Path, ...]
    width_px: int = 1080
    height_px: int = 1920
    px_per_mm: float = REFERENCE_PX_PER_MM
    bottom_edge_mm: float = 700.0
    reader_position: ReaderPosition = ReaderPosition.RIGHT
    reader_takes: ReaderTakes = ReaderTakes.ID_CARDS
    back_key: BackKey = BackKey.ESCAPE
    ways_dir: Path | None = None

    @property
    def is_wide(self) -> bool:
        """Whether the panel hangs across."""
        return self.width_px > self.height_px

    @property
    def scale(self) -> float:
        """Pixels of this panel for one pixel of the reference panel."""
        return self.px_per_mm / REFERENCE_PX_PER_MM
