# SPDX-License-Identifier: Apache-2.0
"""Makes the print job of a paper, whatever state the templates are in."""

import logging
from pathlib import Path
from typing import Literal

from drivers.ticket_printer.abstract import PaperProfile, PrintItem, PrintJob
from kiosk.printing.documents import PaperDocument
from kiosk.printing.emergency import emergency_pictures, emergency_text
from kiosk.printing.errors import TicketTemplateError
from kiosk.printing.fonts import family_of
from kiosk.printing.raster_page import RasterPage
from kiosk.printing.sample import sample_direction, sample_document
from kiosk.printing.text_page import TextPage

logger = logging.getLogger(__name__)

Mode = Literal["raster", "text"]


class PaperRenderer:
    """All that one printer prints.

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
        self._page: RasterPage | TextPage = page(templates_dir, self._family, profile)
        self._warned: set[tuple[object, ...]] = set()

    def warm(self, languages: tuple[str, ...]) -> None:
        """Have templates, words and letters ready before the first visitor; log what is faulty."""
        for language in languages:
            self.render(sample_document(language))
            self.render(sample_direction(language))

    def render(self, document: PaperDocument) -> PrintJob:
        """The paper as its template says, or its emergency form if the template is faulty.

        A fault is logged once; a template saved again is tried and, if need be, logged again.
        """
        try:
            return self.attempt(document)
        except TicketTemplateError as error:
            self._warn(document, error)
            return PrintJob(self._emergency(document))

    def attempt(self, document: PaperDocument) -> PrintJob:
        """The paper as its template says.

        Raises:
            TicketTemplateError: the template is faulty.
        """
        return PrintJob(self._page.items(document))

    def _emergency(self, document: PaperDocument) -> tuple[PrintItem, ...]:
        make = emergency_pictures if self._mode == "raster" else emergency_text
        return make(document, self._family, self._profile)

    def _warn(self, document: PaperDocument, error: TicketTemplateError) -> None:
        template = self._page.templates.of(document)
        fault = (template.version(), template.version(error.file), error.file, error.line)
        if fault not in self._warned:
            self._warned.add(fault)
            logger.warning(
                "ticket template faulty, emergency ticket printed file=%s line=%s problem=%s",
                error.file,
                error.line,
                error.problem,
            )
