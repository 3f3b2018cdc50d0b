# SPDX-License-Identifier: Apache-2.0
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hall.errors import (
    BadValueError,
    HallError,
    ProxyLimitError,
    StatusError,
    TooManyOpenError,
    UnknownTicketError,
    VisitBusyError,
)
from hall.identity import IdentityDigest
from hall.ids import VisitId
from hall.ticket import TicketAction, TicketStatus
from hall.visit import Persons, Visit, check_open, check_proxy
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, ticket, ticket_id

VISIT_ID = VisitId(UUID(int=70))
VISIT = Visit(VISIT_ID, (ticket(1), ticket(2)))
BUSY = (TicketStatus.CALLED, TicketStatus.SERVING)
ALICE = IdentityDigest("h1:a11ce")
BOB = IdentityDigest("h1:b0b")


# --- linked tickets -------------------------------------------------------------------------


def test_while_one_ticket_is_called_or_served_the_others_wait():
    called = VISIT.after(ticket_id(1), TicketAction.CALL)
    serving = called.after(ticket_id(1), TicketAction.SERVE)
    for visit in (called, serving):
        assert visit.busy == visit.tickets[0]
        with pytest.raises(VisitBusyError) as refused:
            visit.after(ticket_id(2), TicketAction.CALL)
        assert refused.value.fields == {"number": "A001"}
        assert visit.tickets[1] == VISIT.tickets[1]
    other = VISIT.after(ticket_id(2), TicketAction.CALL)
    with pytest.raises(VisitBusyError) as refused:
        other.after(ticket_id(1), TicketAction.CALL)
    assert refused.value.fields == {"number": "A002"}
    done = serving.after(ticket_id(1), TicketAction.FINISH)
    assert done.busy is None
    assert done.after(ticket_id(2), TicketAction.CALL).busy is not None


def test_another_ticket_joins_the_visit_once():
    assert Visit(VISIT_ID).with_ticket(ticket(1)).with_ticket(ticket(2)) == VISIT
    with pytest.raises(BadValueError):
        VISIT.with_ticket(ticket(2))


def test_a_visit_is_of_one_business_day():
    with pytest.raises(BadValueError):
        VISIT.with_ticket(replace(ticket(3), business_date=date(2026, 3, 3)))


def test_two_tickets_that_are_called_make_no_visit():
    with pytest.raises(VisitBusyError):
        Visit(VISIT_ID, (ticket(1, TicketStatus.CALLED), ticket(2, TicketStatus.SERVING)))


def test_a_ticket_of_somebody_else_is_not_in_the_visit():
    with pytest.raises(UnknownTicketError) as refused:
        VISIT.after(ticket_id(9), TicketAction.CALL)
    assert refused.value.fields == {"ticket_id": ticket_id(9)}


def test_the_status_table_holds_in_a_visit_too():
    with pytest.raises(StatusError):
        VISIT.after(ticket_id(1), TicketAction.SERVE)


class LinkedTickets(RuleBasedStateMachine):
    """A visit of three tickets under any actions, beside a plain list of statuses."""

    def __init__(self) -> None:
        super().__init__()
        self.visit = Visit(VISIT_ID, tuple(ticket(number) for number in (1, 2, 3)))

    @rule(number=st.integers(1, 3), action=st.sampled_from(TicketAction))
    def act(self, number: int, action: TicketAction) -> None:
        before = self.visit
        others_busy = any(
            each.status in BUSY and each.ticket_id != ticket_id(number) for each in before.tickets
        )
        try:
            self.visit = before.after(ticket_id(number), action)
        except VisitBusyError:
            assert others_busy
            assert action is TicketAction.CALL
        except StatusError:
            pass
        else:
            assert not (others_busy and action is TicketAction.CALL)
            changed = zip(before.tickets, self.visit.tickets, strict=True)
            assert [old.ticket_id for old, new in changed if old != new] == [ticket_id(number)]

    @invariant()
    def at_most_one_is_called_or_served(self) -> None:
        assert sum(each.status in BUSY for each in self.visit.tickets) <= 1


TestLinkedTickets = LinkedTickets.TestCase


# --- open tickets ---------------------------------------------------------------------------


def test_a_person_has_one_open_ticket_for_a_service():
    held = [ticket(2), ticket(1)]
    with pytest.raises(TooManyOpenError) as refused:
        check_open(held, ESTATE_ID)
    assert refused.value.fields == {"service_id": ESTATE_ID, "number": "A002"}
    check_open(held, INSURANCE_ID)
    check_open([ticket(1, TicketStatus.FINISHED)], ESTATE_ID)
    check_open(held, ESTATE_ID, max_open=3)


def test_staff_may_give_one_more():
    check_open([ticket(1)], ESTATE_ID, by_staff=True)


def test_a_site_lets_everybody_have_at_least_one():
    with pytest.raises(BadValueError):
        check_open([], ESTATE_ID, max_open=0)


@given(st.lists(st.sampled_from(TicketStatus), max_size=6), st.integers(1, 4), st.booleans())
def test_the_limit_counts_open_tickets_alone(
    statuses: Sequence[TicketStatus],
    max_open: int,
    by_staff: bool,  # noqa: FBT001
):
    held = [ticket(number, status) for number, status in enumerate(statuses, 1)]
    done = {TicketStatus.FINISHED, TicketStatus.CANCELLED, TicketStatus.EXPIRED}
    fits = sum(status not in done for status in statuses) < max_open
    try:
        check_open(held, ESTATE_ID, max_open=max_open, by_staff=by_staff)
    except HallError:
        assert not fits
        assert not by_staff
    else:
        assert fits or by_staff


# --- proxies --------------------------------------------------------------------------------


def test_a_proxy_has_a_daily_limit():
    check_proxy(Persons(served=BOB, present=ALICE), 4, limit=5)
    with pytest.raises(ProxyLimitError) as refused:
        check_proxy(Persons(served=BOB, present=ALICE), 5, limit=5)
    assert refused.value.fields == {"limit": 5}


def test_a_number_for_oneself_is_not_limited_by_it():
    persons = Persons(served=ALICE, present=ALICE)
    assert not persons.is_proxy
    check_proxy(persons, 5, limit=0)


@pytest.mark.parametrize(
    ("persons", "proxy"),
    [
        (Persons(), None),
        (Persons(served=ALICE), None),
        (Persons(served=ALICE, present=ALICE), None),
        (Persons(served=ALICE, present=BOB), BOB),
        (Persons(present=BOB), BOB),
    ],
)
def test_a_proxy_is_present_for_somebody_else(persons: Persons, proxy: IdentityDigest | None):
    assert (persons.proxy, persons.is_proxy) == (proxy, proxy is not None)


def test_the_open_ticket_rule_follows_the_person_served():
    persons = Persons(served=BOB, present=ALICE)
    assert persons.is_proxy
    tickets = [replace(ticket(1), digest=ALICE), replace(ticket(2), digest=None)]
    check_open([each for each in tickets if each.digest == persons.served], ESTATE_ID)


@pytest.mark.parametrize(("taken", "limit"), [(-1, 5), (0, -1)])
def test_counts_of_a_proxy_are_from_nothing_up(taken: int, limit: int):
    with pytest.raises(BadValueError):
        check_proxy(Persons(served=BOB, present=ALICE), taken, limit)


def test_persons_do_not_show_who_they_are():
    assert repr(Persons(served=BOB, present=ALICE)) == "Persons()"
