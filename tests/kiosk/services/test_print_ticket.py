# SPDX-License-Identifier: Apache-2.0
"""Papers: begun only after a commit, never twice by themselves, and on the list until proven."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hall.log import Actor, PrintEnded, PrintProof, PrintStarted, Reprinted
from hall.service import Catalogue
from kiosk.flow.values import Offer, OfferKind, Paper
from kiosk.services.cancel import cancel
from kiosk.services.close_days import close_days_before
from kiosk.services.errors import AlreadyPrintedError, NotOpenError, UnknownTicketError
from kiosk.services.issue import issue
from kiosk.services.print_ticket import end_print, find_ticket, reprint, start_print
from kiosk.services.recover import recover
from kiosk.services.unprinted import recent_numbers, unprinted
from kiosk.services.views import view_ticket
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import (
    ESTATE,
    RULES,
    SERVICES,
    TUESDAY,
    at,
    local,
    request,
    ticket_id,
)

TEN = at(10)
ONE = ticket_id(1)
LATER = at(10, 5)


@pytest.fixture
def issued(unit: FakeUnitOfWork) -> FakeUnitOfWork:
    """Ticket A001 was issued at ten."""
    issue(unit, RULES, request(1), TEN)
    return unit


def bodies(unit: FakeUnitOfWork) -> list[object]:
    with unit:
        return [entry.body for entry in unit.log.entries()][2:]


def listed(unit: FakeUnitOfWork, hour: int = 10, minute: int = 5) -> list[str]:
    return [str(each.ticket.number) for each in unprinted(unit, RULES, at(hour, minute))]


# --- printing ------------------------------------------------------------------------------


def test_a_print_is_two_commits_with_an_entry_each(issued: FakeUnitOfWork) -> None:
    before = issued.commits
    assert start_print(issued, ONE, TEN).ticket_id == ONE
    assert issued.commits == before + 1
    end_print(issued, ONE, PrintProof.CONFIRMED, None, TEN)
    assert issued.commits == before + 2
    assert bodies(issued) == [PrintStarted(ONE), PrintEnded(ONE, PrintProof.CONFIRMED)]


@pytest.mark.parametrize("proof", [None, *PrintProof])
def test_a_paper_that_may_be_out_is_not_begun_again(
    issued: FakeUnitOfWork, proof: PrintProof | None
) -> None:
    start_print(issued, ONE, TEN)
    if proof:
        end_print(issued, ONE, proof, None, TEN)
    if proof is PrintProof.NOT_PRINTED:
        assert start_print(issued, ONE, TEN)
        return
    with pytest.raises(AlreadyPrintedError):
        start_print(issued, ONE, TEN)


def test_a_print_that_was_not_begun_has_its_end_too(issued: FakeUnitOfWork) -> None:
    end_print(issued, ONE, PrintProof.NOT_PRINTED, "paper_out", TEN)
    assert bodies(issued) == [PrintEnded(ONE, PrintProof.NOT_PRINTED, 0, "paper_out")]
    assert start_print(issued, ONE, TEN)


def test_a_cancelled_ticket_is_not_printed(issued: FakeUnitOfWork) -> None:
    cancel(issued, ONE, TEN)
    with pytest.raises(NotOpenError):
        start_print(issued, ONE, TEN)
    with pytest.raises(NotOpenError):
        reprint(issued, RULES, ONE, TEN)


def test_a_ticket_nobody_knows_is_neither_found_nor_printed(issued: FakeUnitOfWork) -> None:
    for ask in (
        lambda: find_ticket(issued, ticket_id(9)),
        lambda: start_print(issued, ticket_id(9), TEN),
        lambda: reprint(issued, RULES, ticket_id(9), TEN),
    ):
        with pytest.raises(UnknownTicketError):
            ask()


def test_a_copy_keeps_the_number_and_is_counted(issued: FakeUnitOfWork) -> None:
    start_print(issued, ONE, TEN)
    for copy in (1, 2):
        ticket = reprint(issued, RULES, ONE, TEN)
        assert (str(ticket.number), ticket.reprints) == ("A001", copy)
        start_print(issued, ONE, TEN, copy=copy)
        end_print(issued, ONE, PrintProof.CONFIRMED, None, TEN, copy=copy)
    assert bodies(issued)[1:4] == [
        Reprinted(ONE, 1, Actor.VISITOR),
        PrintStarted(ONE, 1),
        PrintEnded(ONE, PrintProof.CONFIRMED, 1),
    ]
    assert find_ticket(issued, ONE).reprints == 2


# --- the staff list ------------------------------------------------------------------------


def test_a_confirmed_paper_is_not_on_the_list(issued: FakeUnitOfWork) -> None:
    start_print(issued, ONE, TEN)
    end_print(issued, ONE, PrintProof.CONFIRMED, None, TEN)
    assert listed(issued) == []


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (PrintProof.NOT_PRINTED, "paper_out"),
        (PrintProof.UNKNOWN, "silent"),
        (PrintProof.UNKNOWN, "unproven"),
    ],
)
def test_a_failed_or_unsure_paper_is_listed_at_once(
    issued: FakeUnitOfWork, proof: PrintProof, reason: str
) -> None:
    start_print(issued, ONE, TEN)
    end_print(issued, ONE, proof, reason, TEN)
    (found,) = unprinted(issued, RULES, TEN)
    assert found.slip is not None
    assert (found.slip.proof, found.slip.reason) == (proof, reason)


def test_a_printer_that_can_never_tell_does_not_fill_the_list(issued: FakeUnitOfWork) -> None:
    start_print(issued, ONE, TEN)
    end_print(issued, ONE, PrintProof.UNKNOWN, "unproven", TEN)
    assert unprinted(issued, replace(RULES, can_prove_paper=False), TEN) == ()


def test_a_print_under_way_is_listed_only_when_it_takes_too_long(issued: FakeUnitOfWork) -> None:
    assert unprinted(issued, RULES, TEN + timedelta(seconds=29)) == ()
    start_print(issued, ONE, TEN + timedelta(seconds=29))
    assert unprinted(issued, RULES, TEN + timedelta(seconds=58)) == ()
    assert len(unprinted(issued, RULES, TEN + timedelta(seconds=59))) == 1


def test_a_clock_that_went_back_loses_no_ticket_from_the_list(issued: FakeUnitOfWork) -> None:
    start_print(issued, ONE, TEN)
    assert listed(issued, 9) == ["A001"]


def test_a_copy_that_came_out_takes_the_ticket_off_the_list(issued: FakeUnitOfWork) -> None:
    start_print(issued, ONE, TEN)
    reprint(issued, RULES, ONE, LATER)
    start_print(issued, ONE, LATER, copy=1)
    end_print(issued, ONE, PrintProof.CONFIRMED, None, LATER, copy=1)
    assert listed(issued) == []


def test_cancelled_tickets_and_those_of_yesterday_are_not_listed(issued: FakeUnitOfWork) -> None:
    issue(issued, RULES, request(2), TEN)
    cancel(issued, ONE, TEN)
    assert listed(issued) == ["A002"]
    close_days_before(issued, TUESDAY)
    assert unprinted(issued, RULES, at(9, day=TUESDAY)) == ()


def test_the_welcome_screen_names_only_recent_numbers(issued: FakeUnitOfWork) -> None:
    issue(issued, RULES, request(2), at(10, 20))
    for hour, minute, numbers in ((10, 29, ("A001", "A002")), (10, 30, ("A002",)), (11, 0, ())):
        now = at(hour, minute)
        assert recent_numbers(unprinted(issued, RULES, now), now) == numbers


# --- after a restart -----------------------------------------------------------------------


def test_a_young_ticket_of_which_nothing_was_sent_is_printed(issued: FakeUnitOfWork) -> None:
    (ticket,) = recover(issued, RULES, TEN + timedelta(seconds=119))
    assert str(ticket.number) == "A001"
    assert start_print(issued, ticket.ticket_id, TEN)


def test_an_old_ticket_goes_to_the_staff_list_instead(issued: FakeUnitOfWork) -> None:
    now = TEN + timedelta(minutes=2)
    assert recover(issued, RULES, now) == ()
    assert [each.slip for each in unprinted(issued, RULES, now)] == [None]


def test_a_paper_that_was_begun_is_never_printed_blindly(issued: FakeUnitOfWork) -> None:
    start_print(issued, ONE, TEN)
    assert recover(issued, RULES, TEN + timedelta(seconds=1)) == ()
    assert listed(issued) == ["A001"]


def test_a_failed_print_is_not_tried_again_by_a_restart(issued: FakeUnitOfWork) -> None:
    end_print(issued, ONE, PrintProof.NOT_PRINTED, "paper_out", TEN)
    assert recover(issued, RULES, TEN + timedelta(seconds=1)) == ()


def test_a_ticket_of_a_service_that_kiosk_toml_lost_goes_to_the_staff_list(
    issued: FakeUnitOfWork,
) -> None:
    others = tuple(each for each in SERVICES if each.service_id != request(1).service_id)
    rules = replace(RULES, catalogue=Catalogue(others))
    assert recover(issued, rules, TEN + timedelta(seconds=1)) == ()
    assert listed(issued) == ["A001"]


def test_recovering_writes_nothing(issued: FakeUnitOfWork) -> None:
    before = issued.commits
    recover(issued, RULES, TEN)
    assert issued.commits == before


def test_after_a_clock_jump_of_an_hour_nothing_is_printed_by_itself(
    issued: FakeUnitOfWork,
) -> None:
    assert recover(issued, RULES, at(9)) == ()
    assert recover(issued, RULES, at(11)) == ()


# --- the view ------------------------------------------------------------------------------


def test_a_ticket_is_shown_with_local_times_and_its_services_words(unit: FakeUnitOfWork) -> None:
    later = Offer(OfferKind.LATER_SLOT, local(11), local(11, 30))
    ticket = issue(unit, RULES, request(1, ESTATE, later, is_green=True), TEN)
    view = view_ticket(RULES, ticket, Paper.UNSURE, "error.ticket_printer.silent")
    assert (view.number, view.service_name) == ("C001", SERVICES[1].name)
    assert (view.issued_at, view.issued_at.hour) == (local(10), 10)
    assert (view.slot_start, view.slot_end) == (local(11), local(11, 30))
    assert (view.is_green, view.is_standby) == (True, False)
    assert (view.paper, view.paper_problem) == (Paper.UNSURE, "error.ticket_printer.silent")


def test_no_slot_is_shown_unless_the_visitor_chose_one(unit: FakeUnitOfWork) -> None:
    view = view_ticket(RULES, issue(unit, RULES, request(1, ESTATE), TEN))
    assert (view.slot_start, view.slot_end, view.paper) == (None, None, Paper.PRINTING)
