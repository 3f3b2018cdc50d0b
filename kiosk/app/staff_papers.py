# SPDX-License-Identifier: Apache-2.0
"""What the papers for staff say of this machine."""

from datetime import datetime

from drivers.ticket_printer.abstract import PaperProfile
from kiosk.health.places import printer_at
from kiosk.printing.staff_papers import PrinterTestPage
from kiosk.settings.model import Settings


def printer_test_page(
    settings: Settings,
    paper: PaperProfile,
    site_name: str,
    language: str,
    *,
    printed_at: datetime,
    code: str,
) -> PrinterTestPage:
    """The test page of the configured printer on that paper; `printed_at` is local to the site."""
    printer = settings.printer
    return PrinterTestPage(
        language=language,
        site_name=site_name,
        machine_name=settings.machine.name.text(language),
        printed_at=printed_at,
        code=code,
        driver=printer.kind,
        mode=printer.mode,
        dots=paper.dots,
        columns=paper.columns,
        encoding=str(paper.encoding),
        proof=str(paper.proof),
        has_cutter=paper.has_cutter,
        senses_low_paper=paper.senses_low_paper,
        place=printer_at(printer).place,
        profile=printer.profile.name if printer.profile else "",
        roll_mm=printer.profile.roll_mm if printer.profile else 0,
    )
