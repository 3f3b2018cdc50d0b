# SPDX-License-Identifier: Apache-2.0
"""`python -m bench.staff_guide OUT`: draws the pictures of docs/staff.md, in Chinese and in English.

One strip of screens for each task, as they come one after the other; the copy of a ticket beside its
screens, as the printer prints it. `./dev bench pictures` draws them into docs.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter

from bench.colours import with_few_colours
from bench.plan import ROOT, say
from bench.screen import application
from bench.sheets import Mode, pictures
from drivers.ticket_printer.codec import encode
from drivers.ticket_printer.glyphs import QtGlyphs
from drivers.ticket_printer.paper import draw
from kiosk.app.devices import profile_of
from kiosk.app.look import fonts_of
from kiosk.flow.values import Shape
from kiosk.printing.fonts import family_of, load_fonts
from kiosk.printing.renderer import PaperRenderer
from kiosk.printing.sample import sample_document
from kiosk.settings.load import load_settings
from tests.gui.samples import samples

LANGUAGES = MappingProxyType({"zh_Hans": "", "en": ".en"})
"""How the name of a picture goes on in each."""
WIDTH, GAP = 230, 14
GROUND = 0xFFD5DBE0
COLOURS = 64

STRIPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "way-in": ("help", "staff_way_in_number", "staff_way_in_pin", "staff_home"),
        "reprint": ("staff_home", "staff_latest", "staff_ticket_printed"),
        "find": ("staff_latest", "staff_number", "staff_found"),
        "cancel": ("staff_ticket", "staff_why_cancel", "staff_ticket_cancelled"),
        "give": ("staff_service", "staff_give", "staff_give_green"),
        "extra": ("staff_give_full", "staff_why_extra"),
        "stop": ("staff_stop", "staff_stop_when", "staff_stop_why", "staff_stopped"),
        "hold": ("staff_hold", "out_of_service", "staff_home_held"),
        "paper": ("staff_paper_open", "staff_paper", "staff_paper_done"),
        "devices": ("staff_devices", "staff_device_reader", "staff_device_clock"),
        "card": ("staff_card", "staff_card_kept"),
        "today": ("staff_today", "staff_today_printed"),
        "test-print": ("staff_trial", "staff_trial_done"),
        "volume": ("staff_volume", "staff_volume_every_day"),
    }
)
"""The screens of each task, by the names of the samples."""
WITH_COPY = "reprint"


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes them into the folder, which is made when it is not there; 0."""
    parser = argparse.ArgumentParser(prog="bench.staff_guide", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="as docs/pictures/staff")
    folder: Path = parser.parse_args(arguments).out
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for path in strips(folder):
        say(f"{path}: {path.stat().st_size // 1000} kB")
    return 0


def strips(folder: Path) -> Iterator[Path]:
    """Each when it is written."""
    application()
    folder.mkdir(parents=True, exist_ok=True)
    states = samples()
    for language, ending in LANGUAGES.items():
        mode = Mode(Shape.PORTRAIT, language)
        for name, screens in STRIPS.items():
            shown = list(pictures(mode.look, (mode.of(states[each]) for each in screens)))
            papers = [copy_of_a_ticket(language)] if name == WITH_COPY else []
            path = folder / f"{name}{ending}.png"
            strip([*shown, *papers]).save(str(path), quality=0)
            yield path


def strip(shown: Sequence[QImage]) -> QImage:
    """All of one width beside each other, with few colours."""
    smooth = Qt.TransformationMode.SmoothTransformation
    small = [each.scaledToWidth(WIDTH, smooth) for each in shown]
    height = max(each.height() for each in small) + 2 * GAP
    image = QImage(len(small) * (WIDTH + GAP) + GAP, height, QImage.Format.Format_RGB32)
    image.fill(GROUND)
    painter = QPainter(image)
    for number, each in enumerate(small):
        painter.drawImage(QPoint(GAP + number * (WIDTH + GAP), GAP), each)
    painter.end()
    return with_few_colours(image, COLOURS)


def copy_of_a_ticket(language: str) -> QImage:
    """The first copy of a sample, dot for dot as the printer of kiosk.toml prints it."""
    settings = load_settings(ROOT / "kiosk.toml")
    fonts, profile = fonts_of(settings), profile_of(settings.printer)
    load_fonts(fonts)
    renderer = PaperRenderer(settings.machine.templates_dir, fonts, profile, "raster")
    data = encode(renderer.attempt(replace(sample_document(language), copy=1)), profile)
    return QImage.fromData(draw(data, profile, QtGlyphs(family_of(fonts))).png())


if __name__ == "__main__":
    sys.exit(main())
