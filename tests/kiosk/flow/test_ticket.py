# SPDX-License-Identifier: Apache-2.0
"""The number is taken, printed, shown, printed again, given up."""

from dataclasses import replace

import pytest

from kiosk.flow.effects import CancelTicket, IssueTicket, PrintTicket, ReprintTicket
from kiosk.flow.events import (
    CancelRefused,
    CardFound,
    CardRead,
    IssueRefused,
    TicketCancelled,
    TicketIssued,
    TicketPrinted,
)
from kiosk.flow.problems import CANCEL_UNSURE, NO_ANSWER, NO_PROOF
from kiosk.flow.states import (
    Again,
    AskCancel,
    Cancelled,
    Help,
    Issuing,
    KeepNumber,
    Pause,
    Reading,
    Refused,
    Services,
    TicketShown,
    Welcome,
    When,
)
from kiosk.flow.touches import (
    BackPressed,
    CancelPressed,
    ConfirmPressed,
    DonePressed,
    HelpPressed,
    LanguagePressed,
    ReprintPressed,
    RestartPressed,
    ServicePressed,
)
from kiosk.flow.values import FlowSettings, Opening, Paper, Phase
from tests.kiosk.flow.journey import (
    ADULT,
    ESTATE,
    LATER,
    MONDAY,
    ONE,
    SOCIAL,
    Journey,
    kiosk_at,
    ticket,
)

PAPER_OUT = "error.ticket_printer.paper_out"
REFUSED = "error.issue.refused"
NEXT_DAY = Opening(MONDAY.replace(day=3), Phase.BEFORE_ISSUE)


def test_the_visitor_is_told_to_take_the_ticket_only_after_proof() -> None:
    visit = kiosk_at().at_ticket()
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING
    assert visit.printed().on(TicketShown).ticket.paper is Paper.CONFIRMED


@pytest.mark.parametrize("paper", [Paper.UNSURE, Paper.NOT_PRINTED])
def test_without_proof_the_number_is_to_be_kept_and_the_reason_told(paper: Paper) -> None:
    visit = kiosk_at().at_ticket().printed(paper, PAPER_OUT)
    shown = visit.on(KeepNumber).ticket
    assert (shown.paper, shown.paper_problem) == (paper, PAPER_OUT)
    visit.send(DonePressed()).on(Welcome)


def test_a_print_without_an_end_does_not_hold_the_screen() -> None:
    visit = kiosk_at().at_ticket().time_passes()
    shown = visit.on(KeepNumber).ticket
    assert (shown.paper, shown.paper_problem) == (Paper.UNSURE, NO_PROOF)
    visit.printed().on(TicketShown)
    visit.time_passes().on(Welcome)


def test_a_ticket_said_to_be_printed_before_it_was_is_shown_as_printing() -> None:
    visit = kiosk_at().at_issuing().issued(ticket(paper=Paper.CONFIRMED))
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING


def test_a_ticket_is_printed_in_the_language_it_was_asked_for() -> None:
    visit = kiosk_at().send(LanguagePressed("en")).at_issuing()
    gone = visit.kiosk.visit_no
    visit.time_passes().send(DonePressed()).on(Welcome)
    assert visit.kiosk.language == "zh_Hans"
    visit.send(TicketIssued(gone, ticket()))
    assert visit.asks(PrintTicket).language == "en"


def test_a_number_that_comes_after_the_visitor_went_is_printed_and_disturbs_nobody() -> None:
    visit = kiosk_at().at_issuing()
    gone = visit.kiosk.visit_no
    visit.time_passes().send(DonePressed(), CardFound())
    visit.send(TicketIssued(gone, ticket()))
    visit.on(Reading)
    visit.asks(PrintTicket)
    assert visit.ignores(TicketIssued(gone, ticket()))
    visit.printed()
    visit.on(Reading)


def test_a_number_that_comes_late_but_to_the_same_visitor_is_shown() -> None:
    visit = kiosk_at().at_issuing().time_passes()
    assert visit.on(Refused).problem == NO_ANSWER
    visit.issued().on(TicketShown)
    visit.asks(PrintTicket)


def test_a_number_is_never_printed_twice_by_one_answer_told_twice() -> None:
    visit = kiosk_at().at_ticket()
    assert visit.ignores(TicketIssued(visit.kiosk.visit_no, ticket()))
    assert len(visit.wanted(PrintTicket)) == 1


def test_a_number_nobody_asked_for_is_neither_shown_nor_printed() -> None:
    visit = kiosk_at().at_pause()
    assert visit.ignores(TicketIssued(visit.kiosk.visit_no, ticket()))
    assert visit.ignores(IssueRefused(visit.kiosk.visit_no, REFUSED))


def test_a_refusal_shows_what_is_left() -> None:
    visit = kiosk_at().at_issuing()
    visit.send(IssueRefused(visit.kiosk.visit_no, REFUSED, (LATER,)))
    assert visit.on(When) == When(ESTATE, (LATER,), is_loaded=True, problem=REFUSED)


def test_a_refusal_with_nothing_left_says_why_and_leads_back_to_the_other_services() -> None:
    visit = kiosk_at().at_issuing()
    visit.send(IssueRefused(visit.kiosk.visit_no, REFUSED))
    assert visit.on(Refused).problem == REFUSED
    visit.send(BackPressed()).on(Services)
    visit.send(ServicePressed(SOCIAL)).time_passes()
    assert visit.asks(IssueTicket).service_id == SOCIAL


def test_a_refusal_on_a_one_service_site_leads_home() -> None:
    visit = kiosk_at(services=ONE).card_read().loaded().time_passes()
    visit.send(IssueRefused(visit.kiosk.visit_no, REFUSED), BackPressed()).on(Welcome)


def test_while_a_number_may_still_come_there_is_no_way_back_to_take_another() -> None:
    visit = kiosk_at().at_issuing().time_passes().send(BackPressed())
    visit.on(Welcome)


def test_a_refusal_after_the_visitor_was_sent_to_the_desk_or_went_changes_no_screen() -> None:
    visit = kiosk_at().at_issuing()
    first = visit.kiosk.visit_no
    visit.time_passes().send(IssueRefused(first, REFUSED, (LATER,)))
    assert visit.on(Refused).problem == NO_ANSWER
    visit = kiosk_at().at_issuing()
    visit.time_passes().send(DonePressed(), IssueRefused(first, REFUSED, (LATER,)))
    visit.on(Welcome)
    assert visit.kiosk.unanswered == ()


def test_nothing_but_help_can_be_pressed_while_a_number_is_taken() -> None:
    visit = kiosk_at().at_issuing()
    for event in (BackPressed(), RestartPressed(), DonePressed(), ConfirmPressed()):
        assert visit.ignores(event)
    visit.send(HelpPressed())
    assert visit.ignores(RestartPressed())
    visit.on(Help)


def test_a_visit_ends_under_the_day_it_began_with() -> None:
    visit = kiosk_at().at_pause().opens(NEXT_DAY)
    visit.on(Pause)
    visit.time_passes()
    assert visit.asks(IssueTicket).business_date == MONDAY


def test_printing_again_waits_for_the_print_before() -> None:
    visit = kiosk_at().at_ticket()
    assert visit.ignores(ReprintPressed())
    visit.printed().send(ReprintPressed())
    assert visit.asks(ReprintTicket) == ReprintTicket(ticket().ticket_id, "zh_Hans")
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING
    assert visit.ignores(ReprintPressed())
    visit.printed(Paper.NOT_PRINTED, PAPER_OUT).on(KeepNumber)
    visit.send(ReprintPressed()).on(TicketShown)
    assert visit.kiosk.screen == TicketShown(ticket())


def test_a_number_is_not_given_up_while_its_paper_is_on_its_way() -> None:
    visit = kiosk_at().at_ticket()
    assert visit.ignores(CancelPressed())
    visit.printed().send(ReprintPressed())
    assert visit.ignores(CancelPressed())
    visit.printed().send(CancelPressed()).on(AskCancel)


def test_who_comes_again_while_his_paper_is_on_its_way_waits_for_it_too() -> None:
    visit = kiosk_at().at_ticket().send(DonePressed()).at_again()
    assert visit.ignores(CancelPressed())
    assert visit.ignores(ReprintPressed())
    visit.printed().send(CancelPressed()).on(AskCancel)


def test_only_the_last_print_says_what_is_known_of_the_paper() -> None:
    visit = kiosk_at().at_ticket().time_passes().send(ReprintPressed())
    for late in (Paper.NOT_PRINTED, Paper.UNSURE, Paper.CONFIRMED):
        other = Journey(visit.kiosk).printed(late, PAPER_OUT)
        assert other.on(TicketShown).ticket.paper is Paper.PRINTING
        assert other.printed().on(TicketShown).ticket.paper is Paper.CONFIRMED
        assert other.kiosk.printing == ()


def test_prints_of_other_tickets_are_counted_apart() -> None:
    visit = kiosk_at().at_ticket().send(DonePressed()).at_issuing().issued(ticket("A024", 24))
    visit.printed()
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING
    visit.send(TicketPrinted(ticket("A024", 24).ticket_id, Paper.CONFIRMED))
    assert visit.on(TicketShown).ticket.paper is Paper.CONFIRMED


def test_a_print_taken_up_after_a_restart_is_told_to_whoever_looks_at_its_ticket() -> None:
    visit = kiosk_at().at_again().printed(Paper.UNSURE)
    assert visit.on(Again).ticket.paper is Paper.UNSURE


def test_a_visitor_prints_again_three_times_and_then_needs_the_desk() -> None:
    visit = kiosk_at().at_ticket().printed()
    for _ in range(3):
        visit.send(ReprintPressed()).printed(Paper.NOT_PRINTED, PAPER_OUT)
    assert visit.ignores(ReprintPressed())
    visit.on(KeepNumber)
    assert len(visit.wanted(ReprintTicket)) == 3
    visit.send(DonePressed()).at_again().send(ReprintPressed())
    visit.asks(ReprintTicket)


def test_a_ticket_of_an_earlier_visit_is_printed_again() -> None:
    visit = kiosk_at().at_again().send(ReprintPressed())
    visit.asks(ReprintTicket)
    visit.on(TicketShown)
    assert visit.wanted(PrintTicket) == []


def cancelling(visit: Journey) -> Journey:
    return visit.send(CancelPressed(), ConfirmPressed())


def test_a_number_is_given_up_after_one_question() -> None:
    visit = kiosk_at().at_ticket().printed().send(CancelPressed())
    visit.on(AskCancel)
    assert visit.asks_nothing()
    visit.send(ConfirmPressed())
    assert visit.asks(CancelTicket).ticket_id == ticket().ticket_id
    visit.send(TicketCancelled(ticket().ticket_id)).on(Cancelled)
    visit.time_passes().on(Welcome)


def test_a_number_is_given_up_once() -> None:
    visit = cancelling(kiosk_at().at_ticket().printed())
    for event in (ConfirmPressed(), BackPressed(), RestartPressed()):
        assert visit.ignores(event)
    assert len(visit.wanted(CancelTicket)) == 1


def test_keeping_the_number_leads_back_to_where_the_question_came_from() -> None:
    visit = kiosk_at().at_ticket().printed().send(CancelPressed(), BackPressed())
    assert visit.on(TicketShown).ticket.paper is Paper.CONFIRMED
    visit = kiosk_at().at_ticket().time_passes().send(CancelPressed()).printed()
    assert visit.send(BackPressed()).on(TicketShown).ticket.paper is Paper.CONFIRMED
    visit = kiosk_at().at_ticket().printed(Paper.UNSURE).send(CancelPressed(), BackPressed())
    visit.on(KeepNumber)
    kiosk_at().at_again().send(CancelPressed(), BackPressed()).on(Again)


def test_a_cancel_that_is_refused_says_why_and_the_ticket_stays() -> None:
    visit = cancelling(kiosk_at().at_ticket().printed())
    visit.send(CancelRefused(ticket().ticket_id, "error.cancel.refused"))
    assert visit.on(Refused).problem == "error.cancel.refused"


def test_a_cancel_without_an_answer_does_not_hold_the_screen() -> None:
    visit = cancelling(kiosk_at().at_ticket().printed()).time_passes()
    assert visit.on(Refused).problem == CANCEL_UNSURE
    visit.send(TicketCancelled(ticket().ticket_id))
    visit.on(Refused)


def test_answers_about_another_ticket_change_no_screen() -> None:
    other = ticket("A024", 24)
    visit = cancelling(kiosk_at().at_ticket().printed())
    visit.send(TicketCancelled(other.ticket_id), CancelRefused(other.ticket_id, REFUSED))
    visit.on(AskCancel)
    visit = kiosk_at().at_ticket().send(TicketPrinted(other.ticket_id, Paper.CONFIRMED))
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING
    visit = kiosk_at().at_again().send(TicketPrinted(other.ticket_id, Paper.UNSURE))
    assert visit.on(Again).ticket.paper is Paper.CONFIRMED
    assert visit.kiosk.unexpected == 0


def test_what_is_known_of_the_paper_reaches_a_ticket_shown_again() -> None:
    visit = kiosk_at().card_read().loaded(ticket()).time_passes().printed(Paper.UNSURE, PAPER_OUT)
    assert visit.on(Again).ticket.paper is Paper.UNSURE


def test_what_is_known_of_the_paper_reaches_a_ticket_under_help() -> None:
    visit = kiosk_at().at_ticket().send(HelpPressed()).printed()
    visit.on(Help)
    assert visit.send(BackPressed()).on(TicketShown).ticket.paper is Paper.CONFIRMED
    visit = kiosk_at().at_issuing().send(HelpPressed()).issued().printed(Paper.NOT_PRINTED)
    visit.send(DonePressed()).on(KeepNumber)


@pytest.mark.parametrize("way", [DonePressed(), BackPressed(), RestartPressed()])
def test_a_visit_that_is_over_leads_home(way: DonePressed | BackPressed | RestartPressed) -> None:
    over = (
        kiosk_at().at_ticket(),
        kiosk_at().at_ticket().printed(Paper.UNSURE),
        kiosk_at().at_again(),
        cancelling(kiosk_at().at_ticket().printed()).send(TicketCancelled(ticket().ticket_id)),
    )
    for visit in over:
        visit.send(way).on(Welcome)
        assert visit.kiosk.visitor is None


def test_ticket_buttons_mean_nothing_where_no_ticket_is() -> None:
    visit = kiosk_at().at_services()
    for event in (ReprintPressed(), CancelPressed(), ConfirmPressed(), DonePressed()):
        assert visit.ignores(event)


def test_without_a_pause_the_touch_takes_the_number() -> None:
    visit = kiosk_at(settings=FlowSettings(pause_seconds=0)).at_services()
    visit.send(ServicePressed(ESTATE)).on(Issuing)
    visit.asks(IssueTicket)


def test_a_pause_without_a_visitor_takes_no_number() -> None:
    visit = kiosk_at().show(Pause(ESTATE, LATER)).time_passes()
    assert visit.wanted(IssueTicket) == []


def test_a_kiosk_that_knows_no_day_begins_no_visit() -> None:
    visit = kiosk_at()
    visit.kiosk = replace(visit.kiosk, opening=None)
    visit.send(CardFound(), CardRead(ADULT))
    assert visit.kiosk.visitor is None


@pytest.mark.parametrize("prints_name", [False, True])
def test_the_masked_name_goes_to_the_paper_only_where_the_site_wants_it(
    *, prints_name: bool
) -> None:
    visit = kiosk_at(settings=FlowSettings(prints_name=prints_name)).at_ticket()
    name = ADULT.masked_name if prints_name else ""
    wanted = visit.asks(PrintTicket)
    assert wanted.masked_name == name
    visit.printed().send(ReprintPressed())
    assert visit.asks(ReprintTicket).masked_name == name
    assert ADULT.masked_name not in repr(wanted)


def test_a_number_that_comes_late_has_nobodys_name() -> None:
    visit = kiosk_at(settings=FlowSettings(prints_name=True)).at_issuing()
    gone = visit.kiosk.visit_no
    visit.time_passes().send(DonePressed()).at_services()
    visit.send(TicketIssued(gone, ticket()))
    assert visit.asks(PrintTicket).masked_name == ""
