# SPDX-License-Identifier: Apache-2.0
"""The printer stops before a ticket is out, and is put in order while the visitor still stands there."""

import pytest

from kiosk.flow.effects import PrintTicket, ReprintTicket
from kiosk.flow.events import PrinterChanged
from kiosk.flow.states import Help, KeepNumber, TicketShown, Welcome
from kiosk.flow.touches import BackPressed, DonePressed, HelpPressed, ReprintPressed
from kiosk.flow.values import FlowSettings, Paper
from tests.kiosk.flow.journey import Journey, kiosk_at

PAPER_OUT = "error.ticket_printer.paper_out"
COVER_OPEN = "error.ticket_printer.cover_open"
JAM = "error.ticket_printer.cutter"
MOST = FlowSettings().most_first_prints
STOPS, GOES_ON = PrinterChanged(PAPER_OUT), PrinterChanged(None)


def stopped(paper: Paper = Paper.NOT_PRINTED, problem: str = PAPER_OUT) -> Journey:
    """The number is shown and has no paper."""
    return kiosk_at().at_ticket().send(PrinterChanged(problem)).printed(paper, problem)


@pytest.mark.parametrize("problem", [PAPER_OUT, COVER_OPEN])
def test_the_same_number_is_printed_when_there_is_paper_again(problem: str) -> None:
    visit = stopped(problem=problem)
    number = visit.on(KeepNumber).ticket.ticket_id
    visit.send(GOES_ON)
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING
    assert [wish.ticket_id for wish in visit.wanted(PrintTicket)] == [number, number]
    visit.printed().on(TicketShown)
    visit.send(STOPS, GOES_ON)
    assert len(visit.wanted(PrintTicket)) == 2


@pytest.mark.parametrize("paper", [Paper.UNSURE, Paper.NOT_PRINTED])
def test_what_may_be_out_or_no_hand_mends_is_printed_by_nobody_but_the_visitor(
    paper: Paper,
) -> None:
    visit = stopped(paper, JAM if paper is Paper.NOT_PRINTED else PAPER_OUT).send(GOES_ON)
    visit.on(KeepNumber)
    assert len(visit.wanted(PrintTicket)) == 1
    visit.send(ReprintPressed())
    assert len(visit.wanted(ReprintTicket)) == 1


def test_under_help_it_is_printed_too_and_help_stays() -> None:
    visit = stopped().send(HelpPressed(), GOES_ON)
    assert isinstance(visit.on(Help).before, TicketShown)
    assert len(visit.wanted(PrintTicket)) == 2
    visit.send(BackPressed()).on(TicketShown)


def test_a_printer_that_stops_again_and_again_is_given_up() -> None:
    visit = stopped()
    for _ in range(MOST + 2):
        visit.send(GOES_ON, STOPS)
        if isinstance(visit.kiosk.screen, TicketShown):
            visit.printed(Paper.NOT_PRINTED, PAPER_OUT)
    visit.on(KeepNumber)
    assert len(visit.wanted(PrintTicket)) == 1 + MOST


def test_a_copy_that_was_asked_for_is_not_taken_for_the_first_paper() -> None:
    visit = kiosk_at().at_ticket().printed().send(ReprintPressed(), STOPS)
    visit.printed(Paper.NOT_PRINTED, PAPER_OUT).send(GOES_ON).on(KeepNumber)
    assert len(visit.wanted(PrintTicket)) == 1


def test_nothing_is_printed_when_the_visitor_has_gone() -> None:
    visit = stopped().send(DonePressed(), GOES_ON)
    visit.on(Welcome)
    assert len(visit.wanted(PrintTicket)) == 1


def test_news_of_a_printer_that_was_well_all_along_begins_nothing() -> None:
    visit = kiosk_at().at_ticket().printed(Paper.NOT_PRINTED, PAPER_OUT)
    visit.send(PrinterChanged(None, is_paper_low=True)).on(KeepNumber)
    assert len(visit.wanted(PrintTicket)) == 1
