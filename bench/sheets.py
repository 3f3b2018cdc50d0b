# SPDX-License-Identifier: Apache-2.0
"""`python -m bench.sheets OUT [--full FOLDER]`: draws every screen in every mode.

Into OUT the sheets of docs/design.md, one for each language and way a panel hangs, sizes and contrasts
beside each other; into FOLDER, where one is named, every state of the program at full size.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter

from bench.plan import say
from bench.screen import application
from kiosk.flow.states import Kiosk, Screen
from kiosk.flow.values import Contrast, Shape, Size
from kiosk.ui.look import PanelLook
from kiosk.ui.panel import Panel
from tests.gui.sample_hall import LOOK
from tests.gui.samples import in_size, samples

LANGUAGES = ("zh_Hans", "zh_Hant", "en")
SHAPES = {Shape.PORTRAIT: "upright", Shape.LANDSCAPE: "across"}
COLUMNS = {Shape.PORTRAIT: 12, Shape.LANDSCAPE: 6}
WIDTHS = {Shape.PORTRAIT: 162, Shape.LANDSCAPE: 264}
GAP = 8
QUALITY = 15
GROUND = 0x8A9096


@dataclass(frozen=True)
class Mode:
    """How a screen is shown."""

    shape: Shape
    language: str
    size: Size = Size.NORMAL
    contrast: Contrast = Contrast.STANDARD

    @property
    def look(self) -> PanelLook:
        """The panel of the samples, hung as this mode says."""
        if self.shape is Shape.PORTRAIT:
            return LOOK
        return replace(LOOK, width_px=1920, height_px=1080, bottom_edge_mm=900.0)

    def of(self, kiosk: Kiosk) -> Kiosk:
        """The kiosk in this mode."""
        can_lower = self.shape is Shape.PORTRAIT
        settings = replace(kiosk.settings, shape=self.shape, can_lower=can_lower)
        shown = in_size(kiosk, self.size, self.language, self.contrast)
        return replace(shown, settings=settings)

    @property
    def name(self) -> str:
        """As part of a file name."""
        return f"{SHAPES[self.shape]}-{self.language}-{self.size.value}-{self.contrast.value}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes them into the folders, which are made when they are not there; 0."""
    parser = argparse.ArgumentParser(prog="bench.sheets", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="as docs/pictures/screens")
    parser.add_argument("--full", type=Path, metavar="FOLDER", help="every state at full size")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application()
    for folder in filter(None, (chosen.out, chosen.full)):
        folder.mkdir(parents=True, exist_ok=True)
    for path in sheets(chosen.out):
        say(f"{path}: {path.stat().st_size // 1000} kB")
    for path in full(chosen.full) if chosen.full else ():
        say(str(path))
    return 0


def sheets(folder: Path) -> Iterator[Path]:
    """Each when it is written."""
    for shape in SHAPES:
        for language in LANGUAGES:
            path = folder / sheet_name(shape, language)
            sheet(Mode(shape, language), one_of_each(samples())).save(str(path), quality=QUALITY)
            yield path


def sheet_name(shape: Shape, language: str) -> str:
    """The file of a sheet."""
    return f"{SHAPES[shape]}-{language}.webp"


def one_of_each(states: Mapping[str, Kiosk]) -> dict[str, Kiosk]:
    """The plainest state of each kind of screen, which has the shortest name, by its kind."""
    found = dict[str, Kiosk]()
    for kind in get_args(Screen):
        names = (name for name, kiosk in states.items() if isinstance(kiosk.screen, kind))
        found[kind.__name__] = states[min(names, key=len)]
    return found


def modes_of(mode: Mode) -> Iterator[Mode]:
    """In all sizes and contrasts, as they stand beside each other on a sheet."""
    for contrast in Contrast:
        for size in Size:
            yield replace(mode, size=size, contrast=contrast)


def sheet(mode: Mode, states: Mapping[str, Kiosk]) -> QImage:
    """Each screen in three sizes, standard and high contrast, one after the other in rows."""
    look, width = mode.look, WIDTHS[mode.shape]
    height = round(width * look.height_px / look.width_px)
    columns = COLUMNS[mode.shape]
    count = len(states) * len(Size) * len(Contrast)
    rows = -(-count // columns)
    image = QImage(
        columns * (width + GAP) + GAP, rows * (height + GAP) + GAP, QImage.Format.Format_RGB32
    )
    image.fill(GROUND)
    painter = QPainter(image)
    shown = (one.of(kiosk) for kiosk in states.values() for one in modes_of(mode))
    for number, picture in enumerate(pictures(look, shown)):
        row, column = divmod(number, columns)
        small = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        at = QPoint(GAP + column * (width + GAP), GAP + row * (height + GAP))
        painter.drawImage(at, small)
    painter.end()
    return image


def pictures(look: PanelLook, states: Iterator[Kiosk]) -> Iterator[QImage]:
    """Each state as the panel shows it."""
    panel = Panel(look)
    panel.show()
    for kiosk in states:
        panel.show_kiosk(kiosk)
        yield panel.grab().toImage()
    panel.close()


def full(folder: Path) -> Iterator[Path]:
    """Every state in every mode at full size, a folder for each mode."""
    for mode in (Mode(shape, language) for shape in SHAPES for language in LANGUAGES):
        for one in modes_of(mode):
            room = folder / one.name
            room.mkdir(exist_ok=True)
            named = samples()
            shown = pictures(one.look, (one.of(kiosk) for kiosk in named.values()))
            for name, picture in zip(named, shown, strict=True):
                picture.save(str(room / f"{name}.png"))
            yield room


if __name__ == "__main__":
    sys.exit(main())
