# SPDX-License-Identifier: Apache-2.0
"""From a slip to a print job: the words of the site, the signed code, the template."""

from collections.abc import Callable

from drivers.ticket_printer.abstract import PaperProfile, PrintJob
from kiosk.app.look import fonts_of
from kiosk.crypto import SigningKey
from kiosk.printing.document import TicketDocument
from kiosk.printing.renderer import TicketRenderer
from kiosk.runner.printer_worker import SlipToPrint
from kiosk.settings.model import Settings


def slip_renderer(
    settings: Settings, profile: PaperProfile, signing_key: SigningKey
) -> Callable[[SlipToPrint], PrintJob]:
    """What turns a slip into a print job."""
    renderer = TicketRenderer(
        settings.machine.templates_dir, fonts_of(settings), profile, settings.printer.mode
    )

    def render_slip(slip: SlipToPrint) -> PrintJob:
        return renderer.render(document_of(settings, slip, signing_key))

    return render_slip


def document_of(settings: Settings, slip: SlipToPrint, signing_key: SigningKey) -> TicketDocument:
    """What the paper of this slip says."""
    language, ticket = slip.order.language, slip.ticket
    return TicketDocument(
        language=language,
        number=ticket.number,
        service_name=ticket.service_name.text(language),
        site_name=settings.site.name.text(language),
        machine_name=settings.machine.name.text(language),
        where=ticket.where.text(language),
        materials=tuple(words.text(language) for words in ticket.materials),
        issued_at=ticket.issued_at,
        code=signing_key.sign(ticket.ticket_id),
        hotline=settings.site.hotline,
        slot_start=ticket.slot_start,
        slot_end=ticket.slot_end,
        is_green=ticket.is_green,
        is_standby=ticket.is_standby,
        copy=slip.copy,
    )
