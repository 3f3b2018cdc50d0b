# SPDX-License-Identifier: Apache-2.0
"""What a visit leaves on the disk says nothing of the person, and after the day less still."""

import logging
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hall.booking import Booking
from hall.documents import Document, who
from hall.identity import Ages, Identity, Secret, check_digit, identify
from hall.ids import BookingId, KioskId
from hall.log import PrintProof
from hall.news import SiteTicket
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import Span
from hall.ticket import Ticket, TicketStatus
from kiosk.crypto import DayKeys
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.cancel import cancel
from kiosk.services.close_days import close_days_before
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.open_day import open_day
from kiosk.services.print_ticket import end_print, reprint, start_print
from kiosk.store.database import Database
from tests.kiosk.services.samples import INSURANCE, MONDAY, RULES, TUESDAY, at, ticket_id

FIRST17 = "99999919440317642"
NUMBER = FIRST17 + check_digit(FIRST17)
OTHER17 = "99999919700102123"
NAME = "欧阳试样"
PAPERS = {
    Document.PASSPORT: "QZ1234567",
    Document.HONG_KONG_MACAO: "H98765432",
    Document.TAIWAN: "90817263",
    Document.PERMANENT_RESIDENCE: "QQZ990088080819",
}


@pytest.fixture
def identity(tmp_path: Path) -> Identity:
    key = DayKeys(tmp_path / "keys").key(MONDAY)
    born_on = date(1944, 3, 17)
    return identify(Secret(NUMBER), NAME, born_on, key=key.reveal(), today=MONDAY, ages=Ages())


@pytest.fixture
def present(tmp_path: Path, identity: Identity) -> Identity:
    """Who acts for that person, as the same day's key knows them."""
    key = DayKeys(tmp_path / "keys").key(MONDAY)
    number = Secret(OTHER17 + check_digit(OTHER17))
    return identify(number, "试样", None, key=key.reveal(), today=MONDAY, ages=Ages())


@pytest.fixture(params=list(Document))
def typed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Identity]:
    """Somebody with another document than an ID card, and its number."""
    document: Document = request.param
    key = DayKeys(tmp_path / "keys").key(MONDAY)
    whom = who(document, Secret(PAPERS[document]))
    identity = identify(whom, "", None, key=key.reveal(), today=MONDAY, ages=Ages())
    return PAPERS[document], identity


def left_behind(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def visit(database: Database, identity: Identity, present: Identity | None = None) -> Ticket:
    """Issued, printed, printed again and given up."""
    unit, now = database.unit_of_work(), at(10)
    request = IssueRequest(
        ticket_id(1),
        MONDAY,
        INSURANCE,
        Offer(OfferKind.NOW),
        identity.digest,
        is_green=True,
        present=present.digest if present else None,
    )
    ticket = issue(unit, RULES, request, now)
    start_print(unit, ticket.ticket_id, now)
    end_print(unit, ticket.ticket_id, PrintProof.UNKNOWN, "silent", now)
    reprint(unit, RULES, ticket.ticket_id, now)
    return cancel(unit, ticket.ticket_id, now)


def told(database: Database, identity: Identity, present: Identity) -> None:
    """The same person has booked, and has a ticket of another kiosk of the site."""
    start = at(11)
    with database.unit_of_work() as unit:
        unit.bookings.put(
            Booking(
                booking_id=BookingId(UUID(int=1)),
                business_date=MONDAY,
                service_id=INSURANCE,
                slot=Span(start, start + timedelta(minutes=30)),
                number=TicketNumber("A", 1, is_booked=True),
                place=Place(INSURANCE, start, Lane.BOOKED, 0),
                digest=identity.digest,
            )
        )
        unit.site_tickets.put(
            SiteTicket(
                ticket_id=ticket_id(2),
                kiosk_id=KioskId("k2"),
                business_date=MONDAY,
                service_id=INSURANCE,
                number=TicketNumber("A", 2),
                lane=Lane.WALK_IN,
                status=TicketStatus.WAITING,
                issued_at=start,
                digest=identity.digest,
                proxy=present.digest,
            )
        )
        unit.commit()


def forms_of(text: str) -> list[bytes]:
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    return [text.encode(encoding) for encoding in encodings]


def test_no_number_of_another_document_is_in_any_file_or_log(
    tmp_path: Path, typed: tuple[str, Identity], caplog: pytest.LogCaptureFixture
) -> None:
    number, identity = typed
    caplog.set_level(logging.DEBUG)
    database = Database.open(tmp_path / "kiosk.db")
    open_day(database.unit_of_work(), RULES, at(9))
    visit(database, identity)
    database.close()
    found = left_behind(tmp_path)
    assert not any(form in found for form in forms_of(number))
    assert number not in caplog.text
    assert identity.digest not in caplog.text
    assert identity.digest.encode() in found


@pytest.mark.parametrize("is_open", [True, False])
def test_neither_number_nor_name_nor_birth_is_in_any_file(
    tmp_path: Path, identity: Identity, *, is_open: bool
) -> None:
    database = Database.open(tmp_path / "kiosk.db")
    open_day(database.unit_of_work(), RULES, at(9))
    visit(database, identity)
    if not is_open:
        database.close()
    found = left_behind(tmp_path)
    if is_open:
        database.close()
    assert b"A001" in found
    for secret in (NUMBER, NUMBER[6:14], NAME, identity.masked_name):
        assert not [form for form in forms_of(secret) if form in found]
    assert bytes.fromhex(identity.digest.removeprefix("h1:")) not in found


def test_the_log_knows_no_digest_even_on_the_day_itself(
    tmp_path: Path, identity: Identity, present: Identity
) -> None:
    database = Database.open(tmp_path / "kiosk.db")
    open_day(database.unit_of_work(), RULES, at(9))
    visit(database, identity, present)
    with database.unit_of_work() as unit:
        entries = str(list(unit.log.entries()))
        ticket = unit.tickets.find(ticket_id(1))
    database.close()
    assert ticket is not None
    assert (ticket.digest, ticket.proxy) == (identity.digest, present.digest)
    for digest in (identity.digest, present.digest):
        assert digest not in entries
        assert digest not in repr(ticket)


def test_with_the_change_of_day_digests_are_gone_from_every_byte(
    tmp_path: Path, identity: Identity, present: Identity
) -> None:
    database = Database.open(tmp_path / "kiosk.db")
    open_day(database.unit_of_work(), RULES, at(9))
    visit(database, identity, present)
    told(database, identity, present)
    assert identity.digest.encode() in left_behind(tmp_path)
    assert left_behind(tmp_path).count(present.digest.encode()) >= 2
    close_days_before(database.unit_of_work(), TUESDAY)
    database.tidy(always=True)
    found = left_behind(tmp_path)
    database.close()
    assert b"A001" in found
    assert identity.digest.encode() not in found
    assert present.digest.encode() not in found
