# SPDX-License-Identifier: Apache-2.0
"""Makes the print job of a ticket or a slip, whatever state the templates are in."""

import logging
from pathlib import Path
from typing import Literal

from drivers.ticket_printer.abstract import PaperProfile, PrintItem, PrintJob
from kiosk.printing.document import DirectionDocument, PaperDocument, TicketDocument
from kiosk.printing.emergency import emergency_pictures, emergency_text
from kiosk.printing.errors import TicketTemplateError
from kiosk.printing.fonts import family_of
from kiosk.printing.raster_page import RasterPage
from kiosk.printing.sample import sample_direction, sample_document
from kiosk.printing.template_file import TemplateFile
from kiosk.printing.text_page import TextPage

logger = logging.getLogger(__name__)

Mode = Literal["raster", "text"]


class TicketRenderer:
    """One printer's papers.

    Lifetime: after QGuiApplication and its fonts (`fonts.load_fonts`, or those of the screens).
    Concurrency: one thread, which need not be the UI's.
    """

    def __init__(
        self, templates_dir: Path, fonts: tuple[Path, ...], profile: PaperProfile, mode: Mode
    ) -> None:
        self._profile = profile
        self._mode = mode
        self._family = family_of(fonts)
        page = RasterPage if mode == "raster" else TextPage
        self._pages: dict[str, RasterPage | TextPage] = {
            kind: page(templates_dir, self._family, profile, kind)
            for kind in (TicketDocument.kind, DirectionDocument.kind)
        }
        self._warned: set[tuple[object, ...]] = set()

    def warm(self, languages: tuple[str, ...]) -> None:
        """Have templates, words and letters ready before the first visitor; log what is faulty."""
        for language in languages:
            self.render(sample_document(language))
            self.render(sample_direction(language))

    def render(self, document: PaperDocument) -> PrintJob:
        """The paper as its template says, or the emergency one if the template is faulty.

        A fault is logged once; a template saved again is tried and, if need be, logged again.
        """
        page = self._pages[document.kind]
        try:
            return PrintJob(page.items(document))
        except TicketTemplateError as error:
            self._warn(page.template, error)
            return PrintJob(self._emergency(document))

    def _emergency(self, document: PaperDocument) -> tuple[PrintItem, ...]:
        make = emergency_pictures if self._mode == "raster" else emergency_text
        return make(document, self._family, self._profile)

    def _warn(self, template: TemplateFile, error: TicketTemplateError) -> None:
        fault = (template.version(), error.file, error.line)
        if fault not in self._warned:
            self._warned.add(fault)
            logger.warning(
                "ticket template faulty, emergency ticket printed file=%s line=%s problem=%s",
                error.file,
                error.line,
                error.problem,
            )
