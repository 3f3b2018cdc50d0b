# SPDX-License-Identifier: Apache-2.0
"""The same person again, here and at another kiosk: open tickets and their copies."""

from dataclasses import replace
from typing import Any

import pytest

from hall.feed import CloseReason
from hall.ids import KioskId, ServiceId
from hall.log import Body, PrintEnded, PrintProof, PrintStarted, Reprinted
from hall.news import SiteTicket, TicketsTold, Told
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.ticket import TicketStatus
from kiosk.errors import KioskError
from kiosk.services.cancel import cancel
from kiosk.services.check_in import check_in
from kiosk.services.errors import AlreadyOpenError, NotOpenError, UnknownTicketError
from kiosk.services.issue import issue
from kiosk.services.print_ticket import end_print, reprint, start_print
from kiosk.services.views import view_ticket
from kiosk.store.unit_of_work import SqliteUnitOfWork
from kiosk.sync.incoming import FeedTaker
from tests.kiosk.services.booked import SLOT, booking, tell_ticket, told_ticket
from tests.kiosk.services.checking_in import (
    ONE,
    RULES,
    TEN,
    check_ins,
    close,
    extras,
    use_up_extras,
    views,
    wish,
)
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    INSURANCE,
    MONDAY,
    NOW_OFFER,
    at,
    laid,
    request,
    ticket_id,
)


@pytest.fixture
def unit(linked: SqliteUnitOfWork) -> SqliteUnitOfWork:
    return linked


def test_a_bookings_ticket_is_open_until_the_centre_says_otherwise(
    unit: SqliteUnitOfWork,
) -> None:
    ticket = check_in(unit, RULES, wish(), TEN)
    held = laid(unit, RULES, ALICE, at(11, 30))
    assert held is not None
    assert (held.ticket.number, held.is_elsewhere) == (ticket.number, False)


def test_so_is_a_walk_ins_ticket_and_then_there_may_be_another(unit: SqliteUnitOfWork) -> None:
    first = issue(unit, RULES, request(1, INSURANCE, NOW_OFFER, digest=BOB), TEN)
    held = laid(unit, RULES, BOB, at(11, 30))
    assert held is not None
    assert held.ticket.number == first.number
    with pytest.raises(AlreadyOpenError):
        issue(unit, RULES, request(2, INSURANCE, NOW_OFFER, digest=BOB), at(11, 30))
    told = SiteTicket(
        ticket_id=first.ticket_id,
        kiosk_id=KioskId("kiosk_1"),
        business_date=MONDAY,
        service_id=INSURANCE,
        number=first.number,
        lane=first.lane,
        status=TicketStatus.FINISHED,
        issued_at=TEN,
    )
    FeedTaker(KioskId("kiosk_1"), {}.__setitem__).take(
        unit, (Told(99, TicketsTold((told,))),), at(11, 31)
    )
    assert laid(unit, RULES, BOB, at(11, 31)) is None
    issue(unit, RULES, request(2, INSURANCE, NOW_OFFER, digest=BOB), at(11, 31))


def test_a_ticket_of_another_kiosk_is_found_and_its_copy_can_be_printed_here(
    unit: SqliteUnitOfWork,
) -> None:
    tell_ticket(unit, ONE)
    assert views(unit) == ()
    held = laid(unit, RULES, ALICE, at(11, 30))
    assert held is not None
    assert held.is_elsewhere
    assert (held.ticket.number, held.ticket.chosen_slot) == (ONE.number, SLOT)
    copy = reprint(unit, RULES, ONE.ticket_id, at(11, 30))
    assert (copy.number, copy.reprints) == (ONE.number, 1)
    assert [body.place for body in check_ins(unit)] == [ONE.place]
    again = laid(unit, RULES, ALICE, at(11, 31))
    assert again is not None
    assert not again.is_elsewhere


def test_a_copy_says_that_its_visitor_wishes_to_be_called_in_person(unit: SqliteUnitOfWork) -> None:
    with unit:
        unit.site_tickets.put(replace(told_ticket(ONE), is_in_person=True))
        unit.commit()
    assert reprint(unit, RULES, ONE.ticket_id, TEN).is_in_person
    assert [body.is_in_person for body in check_ins(unit)] == [True]


def test_a_copy_says_for_how_many_items_the_number_stands(unit: SqliteUnitOfWork) -> None:
    told = replace(walk_in(), items=3)
    tell_walk_in(unit, told)
    copy = reprint(unit, RULES, told.ticket_id, TEN)
    assert (copy.items, view_ticket(RULES, copy).items) == (3, 3)


@pytest.mark.parametrize("has_extras", [True, False])
def test_a_copy_of_a_ticket_whose_place_was_sold_takes_none(
    unit: SqliteUnitOfWork, *, has_extras: bool
) -> None:
    tell_ticket(unit, ONE)
    close(unit, CloseReason.NO_SHOW)
    if not has_extras:
        use_up_extras(unit)
    before = extras(unit)
    copy = reprint(unit, RULES, ONE.ticket_id, TEN)
    assert (copy.number, copy.reprints, extras(unit)) == (ONE.number, 1, before)
    assert [body.place for body in check_ins(unit)] == [None]
    start_print(unit, ONE.ticket_id, TEN, copy=1)
    cancel(unit, ONE.ticket_id, TEN)
    assert extras(unit) == before


@pytest.mark.parametrize("case", ["served", "cancelled", "no booking"])
def test_no_copy_of_what_is_no_open_ticket_of_a_booking(unit: SqliteUnitOfWork, case: str) -> None:
    status = TicketStatus.FINISHED if case == "served" else TicketStatus.WAITING
    of = booking(5) if case == "no booking" else ONE
    tell_ticket(unit, of, status)
    if case == "cancelled":
        close(unit, CloseReason.CANCELLED)
    with pytest.raises(NotOpenError if case == "served" else UnknownTicketError):
        reprint(unit, RULES, of.ticket_id, TEN)
    assert check_ins(unit) == []
    assert logged(unit) == []


def test_a_walk_ins_ticket_of_another_kiosk_is_copied_here_and_stays_that_kiosks(
    unit: SqliteUnitOfWork,
) -> None:
    """Its card finds it, be the other kiosk alive or dead, the line whole or cut."""
    told = walk_in()
    held = laid(unit, RULES, ALICE, TEN)
    assert held is None
    tell_walk_in(unit, told)
    held = laid(unit, RULES, ALICE, TEN)
    assert held is not None
    assert (held.ticket.number, held.is_elsewhere) == (told.number, True)
    for copy in (1, 2):
        ticket = reprint(unit, RULES, told.ticket_id, TEN)
        assert (ticket.number, ticket.reprints) == (told.number, copy)
        assert start_print(unit, told.ticket_id, TEN, copy=copy).number == told.number
        end_print(unit, told.ticket_id, PrintProof.CONFIRMED, None, TEN, copy=copy)
    assert logged(unit) == [
        body
        for copy in (1, 2)
        for body in (
            Reprinted(told.ticket_id, copy),
            PrintStarted(told.ticket_id, copy),
            PrintEnded(told.ticket_id, PrintProof.CONFIRMED, copy),
        )
    ]
    with unit:
        assert unit.tickets.find(told.ticket_id) is None
        assert unit.slips.missing(MONDAY) == ()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"status": TicketStatus.CANCELLED}, NotOpenError),
        ({"service_id": ServiceId("gone")}, UnknownTicketError),
    ],
)
def test_no_copy_of_a_walk_ins_ticket_that_is_over_or_of_no_service(
    unit: SqliteUnitOfWork, changes: dict[str, Any], error: type[KioskError]
) -> None:
    told = replace(walk_in(), **changes)
    tell_walk_in(unit, told)
    with pytest.raises(error):
        reprint(unit, RULES, told.ticket_id, TEN)
    assert logged(unit) == []


def test_a_number_that_nobody_told_of_is_not_printed(unit: SqliteUnitOfWork) -> None:
    for act in (
        lambda: reprint(unit, RULES, walk_in().ticket_id, TEN),
        lambda: start_print(unit, walk_in().ticket_id, TEN),
    ):
        with pytest.raises(UnknownTicketError):
            act()
    assert logged(unit) == []


def walk_in() -> SiteTicket:
    return SiteTicket(
        ticket_id=ticket_id(7),
        kiosk_id=KioskId("kiosk_2"),
        business_date=MONDAY,
        service_id=INSURANCE,
        number=TicketNumber("A", 71),
        lane=Lane.WALK_IN,
        status=TicketStatus.WAITING,
        issued_at=at(9),
        digest=ALICE,
    )


def tell_walk_in(unit: SqliteUnitOfWork, told: SiteTicket) -> None:
    with unit:
        unit.site_tickets.put(told)
        unit.commit()


def logged(unit: SqliteUnitOfWork) -> list[Body]:
    """What the log has of papers."""
    with unit:
        bodies = [entry.body for entry in unit.log.entries()]
    return [body for body in bodies if isinstance(body, Reprinted | PrintStarted | PrintEnded)]


def test_a_ticket_of_another_kiosk_counts_against_the_open_ones(unit: SqliteUnitOfWork) -> None:
    tell_ticket(unit, ONE)
    with pytest.raises(AlreadyOpenError):
        issue(unit, RULES, request(1, ESTATE, NOW_OFFER, digest=ALICE), TEN)
    tell_ticket(unit, ONE, TicketStatus.FINISHED)
    assert laid(unit, RULES, ALICE, TEN) is None
    issue(unit, RULES, request(1, ESTATE, NOW_OFFER, digest=ALICE), TEN)
