# SPDX-License-Identifier: Apache-2.0
"""What each paper must say when its template cannot be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from drivers.ticket_printer.abstract import Align, Text
from kiosk.printing.document import BookingDocument, DirectionDocument, TicketDocument
from kiosk.printing.documents import PaperDocument
from kiosk.printing.staff_papers import DayReport, PrinterTestPage, ServiceDay
from kiosk.printing.words import Words, terms

TIME = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Essentials:
    """From the top of the paper to its foot; `number` and `code` may be empty."""

    heading: tuple[Text, ...]
    number: str
    facts: tuple[Text, ...]
    code: str


def essentials_of(document: PaperDocument) -> Essentials:
    """All that binds."""
    match document:
        case TicketDocument():
            return Essentials(
                tuple(_ticket_heading(document)),
                document.number,
                tuple(_ticket_facts(document)),
                document.code,
            )
        case BookingDocument():
            heading = (_line(document.site_name), _line(document.service_name, 2))
            facts = tuple(_booking_facts(document))
            return Essentials(heading, document.number, facts, document.code)
        case DirectionDocument():
            return Essentials(tuple(_direction(document)), "", (), "")
        case PrinterTestPage():
            facts = (_line(document.machine_name), _line(document.printed_at.strftime(TIME)))
            return Essentials((_title(document),), "", facts, document.code)
        case DayReport():
            return Essentials((_title(document),), "", tuple(_report_facts(document)), "")
        case _:
            assert_never(document)


def _ticket_heading(document: TicketDocument) -> Iterator[Text]:
    words = Words(document)
    if document.copy:
        yield _line(words("copy", copy=document.copy))
    yield _line(document.site_name)
    yield _line(document.service_name, 2)


def _ticket_facts(document: TicketDocument) -> Iterator[Text]:
    words = Words(document)
    for term in terms(document):
        yield _line(term)
    yield _line(words("where"))
    yield _line(document.where, 2)
    yield _line(document.issued_at.strftime(TIME))


def _booking_facts(document: BookingDocument) -> Iterator[Text]:
    yield _line(document.slot_start.strftime("%Y-%m-%d"), 2)
    yield _line(f"{document.slot_start:%H:%M}–{document.slot_end:%H:%M}", 2)
    yield _line(document.where)
    if document.digits:
        yield _line(document.digits, 2)
    yield _line(document.printed_at.strftime(TIME))


def _direction(document: DirectionDocument) -> Iterator[Text]:
    words = Words(document)
    yield _line(document.site_name)
    yield _line(document.service_name, 2)
    yield _line(words("go_to"))
    yield _line(document.where, 2)
    yield _line(words("no_ticket"))
    yield _line(document.printed_at.strftime(TIME))


def _report_facts(document: DayReport) -> Iterator[Text]:
    words = Words(document)
    yield _line(document.machine_name)
    yield _line(document.business_date.isoformat())
    yield _line(f"{words('issued')} {document.issued}", 2)
    for service in document.services:
        yield _line(_service_day(service))
    counted = (
        ("cancelled", document.cancelled),
        ("booked", document.booked),
        ("green", document.green),
        ("standby", document.standby),
        ("proxies", document.proxies),
        ("extra", document.extra),
        ("printed", document.printed),
        ("reprints", document.reprints),
        ("at_site", document.at_site),
    )
    for name, count in counted:
        if count is not None:
            yield _line(f"{words(name)} {count}")
    yield _line(f"{words('unprinted')} {' '.join(document.unprinted) or 0}")
    yield _line(document.printed_at.strftime(TIME))


def _service_day(service: ServiceDay) -> str:
    numbers = f" {service.first}–{service.last}" if service.first else ""
    return f"{service.service_name} {service.issued}{numbers}"


def _title(document: PaperDocument) -> Text:
    return _line(Words(document)("title"), 2)


def _line(text: str, size: int = 1) -> Text:
    return Text(text, size, size, bold=True, align=Align.CENTER)
