# SPDX-License-Identifier: Apache-2.0
"""Makes the print job of a ticket, whatever state the templates are in."""

import logging
from pathlib import Path
from typing import Literal

from drivers.ticket_printer.abstract import PaperProfile, PrintItem, PrintJob
from kiosk.printing.document import TicketDocument
from kiosk.printing.emergency import emergency_items
from kiosk.printing.faults import TemplateFault
from kiosk.printing.fonts import family_of
from kiosk.printing.raster_page import RasterPage
from kiosk.printing.text_page import TextPage

logger = logging.getLogger(__name__)

Mode = Literal["raster", "text"]


class TicketRenderer:
    """One printer's tickets.

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
        self._warned: tuple[int, int] | None = None

    def render(self, document: TicketDocument) -> PrintJob:
        """The ticket as its template says, or the emergency ticket if the template is faulty.

        A faulty template is logged once; saved again, it is tried and, if need be, logged again.
        """
        try:
            return PrintJob(self._page.items(document))
        except TemplateFault as fault:
            self._warn(fault)
            return PrintJob(self._emergency(document))

    def _emergency(self, document: TicketDocument) -> tuple[PrintItem, ...]:
        return emergency_items(
            document, self._family, self._profile, as_pictures=self._mode == "raster"
        )

    def _warn(self, fault: TemplateFault) -> None:
        version = self._page.template.version()
        if version != self._warned:
            self._warned = version
            logger.warning(
                "ticket template faulty, emergency ticket printed file=%s line=%s problem=%s",
                fault.file,
                fault.line,
                fault.problem,
            )
