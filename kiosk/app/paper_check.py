# SPDX-License-Identifier: Apache-2.0
"""What `kiosk doctor` looks at of the paper: its templates, and the characters on it and on the screen."""

import os
from collections.abc import Iterator

from PySide6.QtGui import QGuiApplication

from common.settings.site_model import WholeSite
from kiosk.app.devices import profile_of
from kiosk.app.look import fonts_of
from kiosk.health.checks.characters import CharactersCheck
from kiosk.health.checks.templates import TemplatesCheck
from kiosk.health.finding import Finding, Where
from kiosk.printing.fonts import Coverage, load_fonts
from kiosk.printing.renderer import PaperRenderer
from kiosk.settings.model import Settings


def paper_check(settings: Settings, told: WholeSite | None = None) -> Iterator[Finding]:
    """Renders all papers; nothing is printed, and no display is needed.

    `told` is the site as the centre told of it, whose words are shown and printed, too.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    machine, fonts, profile = settings.machine, fonts_of(settings), profile_of(settings.printer)
    load_fonts(fonts)
    mode = settings.printer.mode
    renderer = PaperRenderer(machine.templates_dir, fonts, profile, mode)
    where = Where("kiosk", f"{mode} {profile.dots}", place=str(machine.templates_dir))
    yield TemplatesCheck(where, renderer, machine.languages).look()
    place = Where("kiosk", "", place=str(machine.fonts_dir))
    yield from CharactersCheck(place, Coverage(fonts), (settings, told)).look()
    del application  # fonts and painters need it until here
