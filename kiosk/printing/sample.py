# SPDX-License-Identifier: Apache-2.0
"""An invented ticket, for previews and for warming up."""

from datetime import UTC, datetime

from kiosk.printing.document import DirectionDocument, TicketDocument

CODE = "YH1." + "A" * 22 + "." + "B" * 86
"""As long as a real ticket code; its signature fits no key."""


def sample_document(language: str) -> TicketDocument:
    """A ticket whose names mix the scripts that any hall may use."""
    return TicketDocument(
        language=language,
        number="A023",
        service_name="不动产登记 Property",
        site_name="示例区政务服务中心 Shili",
        machine_name="一楼 1 号取号机",
        where="二楼 B 区 12–18 号窗口",
        materials=("身份证", "ID card"),
        issued_at=datetime(2026, 11, 22, 10, 12, tzinfo=UTC),
        code=CODE,
        hotline="12345",
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
