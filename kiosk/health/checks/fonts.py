# SPDX-License-Identifier: Apache-2.0
"""Are the font files there and whole enough to be fonts; draws nothing."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kiosk.health.finding import Finding, Where
from kiosk.health.notes import Note, fault, finding

FAMILY = "fonts"
BEGINNINGS = (b"\x00\x01\x00\x00", b"OTTO")
"""Of files with TrueType and with PostScript outlines."""


class FontsCheck:
    """Looks at each file that screens and paper are set in."""

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self._folder = folder
        self._files = files

    def look(self) -> Finding:
        """Reads four bytes of each."""
        where = Where("kiosk", "", place=str(self._folder))
        return finding(FAMILY, where, self._notes())

    def _notes(self) -> Iterator[Note]:
        for file in self._files:
            if not _is_font(file):
                fields = {"file": file.name, "place": str(self._folder)}
                yield fault("no_font", "install_fonts", **fields)


def _is_font(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(4) in BEGINNINGS
    except OSError:
        return False
