# SPDX-License-Identifier: Apache-2.0
"""Invented papers, for previews, for warming up, and for trying templates."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

from kiosk.printing.document import BookingDocument, DirectionDocument, TicketDocument
from kiosk.printing.documents import KINDS, PaperDocument
from kiosk.printing.staff_papers import DayReport, PrinterTestPage, ServiceDay
from kiosk.texts import load_texts
from kiosk.texts.waits import wait_words

CODE = "YH1." + "A" * 22 + "." + "B" * 86
"""As long as a real ticket code; its signature fits no key."""

BOOKING_CODE = "YHB1." + "A" * 100 + "." + "B" * 86
"""Likewise of a booking."""

SITE = "示例区政务服务中心 Shili"
MACHINE = "一楼 1 号取号机"
AT = datetime(2026, 11, 22, 10, 12, tzinfo=UTC)


def sample_document(language: str) -> TicketDocument:
    """A ticket whose names mix the scripts that any hall may use."""
    return TicketDocument(
        language=language,
        number="A023",
        service_name="不动产登记 Property",
        site_name=SITE,
        machine_name=MACHINE,
        where="二楼 B 区 12–18 号窗口",
        materials=("身份证", "ID card"),
        issued_at=AT,
        code=CODE,
        hotline="12345",
        wait=wait_words(load_texts(language), 6, 20, 30, None),
    )


def sample_booking(language: str) -> BookingDocument:
    """A booking for the day after tomorrow."""
    ticket, start = sample_document(language), AT.replace(day=24, hour=10, minute=0)
    return BookingDocument(
        language=language,
        number="YA012",
        service_name=ticket.service_name,
        site_name=ticket.site_name,
        machine_name=ticket.machine_name,
        where=ticket.where,
        materials=ticket.materials,
        slot_start=start,
        slot_end=start.replace(minute=30),
        late_after=start.replace(minute=30),
        printed_at=AT,
        code=BOOKING_CODE,
        digits="48213706",
        hotline=ticket.hotline,
    )


def sample_direction(language: str) -> DirectionDocument:
    """A slip of the same hall."""
    ticket = sample_document(language)
    return DirectionDocument(
        language=language,
        service_name=ticket.service_name,
        site_name=ticket.site_name,
        machine_name=ticket.machine_name,
        where=ticket.where,
        materials=ticket.materials,
        printed_at=ticket.issued_at,
        hotline=ticket.hotline,
    )


def sample_test_page(language: str) -> PrinterTestPage:
    """A test page of a printer on the network."""
    return PrinterTestPage(
        language=language,
        site_name=SITE,
        machine_name=MACHINE,
        printed_at=AT,
        code=CODE,
        driver="escpos_network",
        mode="raster",
        dots=576,
        columns=48,
        encoding="gb18030",
        proof="gs_h",
        has_cutter=True,
        senses_low_paper=False,
        place="192.0.2.7:9100",
        profile="TM-T20III",
        roll_mm=80_000,
    )


def sample_day_report(language: str) -> DayReport:
    """A busy day, with a service that nobody came for."""
    return DayReport(
        language=language,
        site_name=SITE,
        machine_name=MACHINE,
        business_date=AT.date(),
        printed_at=AT.replace(hour=17, minute=35),
        is_over=False,
        services=(
            ServiceDay("不动产登记 Property", 214, "A001", "A214", 9),
            ServiceDay("社保", 87, "C001", "C087"),
            ServiceDay("养老金资格认证", 0),
        ),
        booked=61,
        green=38,
        standby=4,
        proxies=12,
        extra=3,
        printed=299,
        reprints=7,
        unprinted=("A023", "C011"),
        at_site=1108,
        paper_left_mm=26_400,
    )


def samples_of(language: str) -> tuple[PaperDocument, ...]:
    """One of each that is printed; the ticket has all that a ticket can have."""
    return (full_ticket(language), *(sample_of(kind, language) for kind in KINDS if kind != TICKET))


def sample_of(kind: str, language: str) -> PaperDocument:
    """A usual paper of that kind."""
    return SAMPLES[kind](language)


def full_ticket(language: str) -> TicketDocument:
    """All at once that may stand on a ticket."""
    return replace(
        sample_document(language),
        number="YA012",
        is_green=True,
        is_booked=True,
        is_early=True,
        is_proxy=True,
        slot_start=AT.replace(hour=14, minute=0),
        slot_end=AT.replace(hour=14, minute=30),
        copy=1,
        masked_name="王*明",
    )


TICKET = TicketDocument.kind
SAMPLES: Mapping[str, Callable[[str], PaperDocument]] = MappingProxyType(
    {
        TICKET: sample_document,
        BookingDocument.kind: sample_booking,
        DirectionDocument.kind: sample_direction,
        PrinterTestPage.kind: sample_test_page,
        DayReport.kind: sample_day_report,
    }
)
