# SPDX-License-Identifier: Apache-2.0
"""Giving a number up: the place comes back, the number never does."""

from dataclasses import replace

import pytest

from hall.errors import BadValueError
from hall.invariants import broken_invariants
from hall.log import Actor, Cancelled, Issued, StaffActed
from hall.service import Catalogue
from hall.ticket import TicketAction, TicketStatus
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.cancel import cancel
from kiosk.services.close_days import close_days_before
from kiosk.services.errors import CancelRefusedError, UnknownTicketError
from kiosk.services.issue import issue
from kiosk.services.open_tickets import TicketOfPerson
from kiosk.services.put_back import lay_card
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    RULES,
    SERVICES,
    TUESDAY,
    at,
    laid,
    local,
    request,
    ticket_id,
)

TEN = at(10)
ONE = ticket_id(1)


def test_a_cancelled_place_is_issued_again_at_the_next_hop_with_a_new_number(
    unit: FakeUnitOfWork,
) -> None:
    first = issue(unit, RULES, request(1, ESTATE), TEN)
    assert cancel(unit, ONE, TEN).status is TicketStatus.CANCELLED
    second = issue(unit, RULES, request(2, ESTATE), TEN)
    assert (second.place, str(second.number)) == (first.place, "C002")
    with unit:
        entries = list(unit.log.entries())
    assert [entry.body.hop for entry in entries if isinstance(entry.body, Issued)] == [0, 1]
    assert broken_invariants(entries) == []


def test_who_cancelled_and_why_is_in_the_log(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1), TEN)
    cancel(unit, ONE, TEN, staff_id="7", reason="left")
    with unit:
        *_, last, act = unit.log.entries()
    assert last.body == Cancelled(ONE, Actor.STAFF, "left")
    assert act.body == StaffActed("cancelled", "7", ONE, "left")


def test_staff_who_give_no_reason_cancel_nothing(unit: FakeUnitOfWork) -> None:
    ticket = issue(unit, RULES, request(1, ESTATE), TEN)
    with pytest.raises(BadValueError):
        cancel(unit, ONE, TEN, staff_id="7")
    with unit:
        assert unit.tickets.find(ONE) == ticket


def test_cancelling_twice_is_cancelling_once(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1, ESTATE), TEN)
    cancel(unit, ONE, TEN)
    issue(unit, RULES, request(2, ESTATE), TEN)
    before = unit.commits
    assert cancel(unit, ONE, TEN).status is TicketStatus.CANCELLED
    assert unit.commits == before


def test_an_early_ticket_is_cancelled_too(unit: FakeUnitOfWork) -> None:
    later = Offer(OfferKind.LATER_SLOT, local(11), local(11, 30))
    assert issue(unit, RULES, request(1, ESTATE, later), TEN).status is TicketStatus.EARLY
    assert cancel(unit, ONE, TEN).status is TicketStatus.CANCELLED


def test_a_ticket_that_was_called_is_not_cancelled_by_its_visitor(unit: FakeUnitOfWork) -> None:
    ticket = issue(unit, RULES, request(1), TEN)
    with unit:
        unit.tickets.update(ticket.after(TicketAction.CALL))
        unit.commit()
    with pytest.raises(CancelRefusedError):
        cancel(unit, ONE, TEN)


def test_an_expired_ticket_is_not_cancelled(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1), TEN)
    close_days_before(unit, TUESDAY)
    with pytest.raises(CancelRefusedError):
        cancel(unit, ONE, at(9, day=TUESDAY))


def test_a_ticket_nobody_knows_is_not_cancelled(unit: FakeUnitOfWork) -> None:
    with pytest.raises(UnknownTicketError):
        cancel(unit, ONE, TEN)


def test_the_open_ticket_of_a_person_is_the_latest_for_ten_minutes(unit: FakeUnitOfWork) -> None:
    first = issue(unit, RULES, request(1, digest=ALICE), TEN)
    latest = issue(unit, RULES, request(2, ESTATE, digest=ALICE), at(10, 1))
    issue(unit, RULES, request(3, digest=BOB), at(10, 2))
    assert laid(unit, RULES, ALICE, at(10, 9)) == TicketOfPerson(latest)
    assert [str(each.ticket.number) for each in lay_card(unit, RULES, ALICE, at(10, 9))] == [
        str(latest.number),
        str(first.number),
    ]
    assert laid(unit, RULES, ALICE, at(10, 11)) is None


def test_after_a_cancel_the_ticket_before_is_found_again(unit: FakeUnitOfWork) -> None:
    first = issue(unit, RULES, request(1, digest=ALICE), TEN)
    issue(unit, RULES, request(2, ESTATE, digest=ALICE), TEN)
    cancel(unit, ticket_id(2), TEN)
    assert laid(unit, RULES, ALICE, TEN) == TicketOfPerson(first)


def test_a_ticket_of_a_service_that_kiosk_toml_lost_is_not_shown(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1, ESTATE, digest=ALICE), TEN)
    without = replace(RULES, catalogue=Catalogue(SERVICES[:1]))
    assert laid(unit, without, ALICE, TEN) is None
