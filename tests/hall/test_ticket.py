# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest

from hall.errors import BadValueError, StatusError
from hall.identity import IdentityDigest
from hall.log import Actor
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.ticket import (
    TICKET_STEPS,
    Ticket,
    TicketAction,
    TicketStatus,
    after,
    status_at_issue,
)
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, at, place, ticket_id

# rules.md 1, word for word: from which status to which others.
RULES = """
early: waiting called cancelled expired
waiting: called parked cancelled expired
called: serving waiting missed parked cancelled
missed: waiting expired
serving: finished parked waiting
parked: waiting cancelled expired
finished:
cancelled:
expired:
"""

TICKET = Ticket(
    ticket_id=ticket_id(1),
    business_date=MONDAY,
    service_id=ESTATE_ID,
    number=TicketNumber("A", 23),
    lane=Lane.WALK_IN,
    place=place("09:00"),
    status=TicketStatus.WAITING,
    issued_at=at("09:05"),
    digest=IdentityDigest("h1:5ec4e7"),
)


def test_the_status_table_is_the_one_of_the_rules():
    table: dict[str, set[str]] = {status: set() for status in TicketStatus}
    for (status, _), end in TICKET_STEPS.items():
        table[status].add(end)
    lines = [line.split(":") for line in RULES.split("\n") if line]
    assert table == {status: set(ends.split()) for status, ends in lines}


@pytest.mark.parametrize(("status", "action"), list(product(TicketStatus, TicketAction)))
def test_a_step_that_is_not_in_the_table_is_refused(status: TicketStatus, action: TicketAction):
    ticket = replace(TICKET, status=status)
    if (status, action) in TICKET_STEPS:
        assert ticket.after(action).status is TICKET_STEPS[status, action]
        return
    with pytest.raises(StatusError) as refused:
        after(status, action)
    assert refused.value.fields == {"status": status, "action": action}


def test_every_action_is_used_and_each_step_has_one_action():
    assert {action for _, action in TICKET_STEPS} == set(TicketAction)
    ends = [(status, end) for (status, _), end in TICKET_STEPS.items()]
    assert len(set(ends)) == len(ends)


def test_a_ticket_is_open_until_it_is_finished_cancelled_or_expired():
    done = {status for status in TicketStatus if not status.is_open}
    assert done == {TicketStatus.FINISHED, TicketStatus.CANCELLED, TicketStatus.EXPIRED}
    ends = {status for status, _ in TICKET_STEPS}
    assert ends == set(TicketStatus) - done


@pytest.mark.parametrize(
    ("chosen", "now", "status"),
    [
        (None, "09:00", TicketStatus.WAITING),
        ("10:00", "09:49", TicketStatus.EARLY),
        ("10:00", "09:50", TicketStatus.WAITING),
    ],
)
def test_only_a_visitor_who_chose_a_later_slot_is_early(
    chosen: str | None, now: str, status: TicketStatus
):
    assert status_at_issue(at(chosen) if chosen else None, at(now)) is status


@pytest.mark.parametrize("reason", [None, "", " "])
def test_a_cancel_by_staff_carries_a_reason(reason: str | None):
    with pytest.raises(BadValueError):
        TICKET.cancelled(Actor.STAFF, reason)
    assert TICKET.cancelled(Actor.STAFF, "取错了").status is TicketStatus.CANCELLED
    assert TICKET.cancelled(Actor.VISITOR, reason).status is TicketStatus.CANCELLED


def test_a_ticket_that_is_served_is_not_cancelled():
    with pytest.raises(StatusError):
        replace(TICKET, status=TicketStatus.SERVING).cancelled(Actor.VISITOR)


def test_a_reprint_is_counted():
    assert TICKET.reprinted().reprinted().reprints == 2
    assert TICKET.reprints == 0


@pytest.mark.parametrize(
    "change",
    [
        {"lane": Lane.EXTRA},
        {"is_standby": True},
        {"service_id": INSURANCE_ID},
        {"issued_at": datetime(2026, 3, 2, 9)},  # noqa: DTZ001
    ],
)
def test_a_ticket_that_cannot_be_is_refused(change: dict[str, object]):
    with pytest.raises(BadValueError):
        replace(TICKET, **change)


def test_a_ticket_may_have_no_place():
    assert replace(TICKET, place=None, is_standby=True).is_standby
    assert replace(TICKET, place=None, service_id=INSURANCE_ID).place is None


def test_a_ticket_does_not_show_the_digest():
    assert "5ec4e7" not in repr(TICKET)
