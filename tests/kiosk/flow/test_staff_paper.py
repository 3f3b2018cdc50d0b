# SPDX-License-Identifier: Apache-2.0
"""Staff put a new roll in and try it."""

import pytest

from kiosk.flow.effects import PrintTicket, TryPrinter
from kiosk.flow.events import PrinterChanged
from kiosk.flow.staff_effects import NewRoll, NoteAct
from kiosk.flow.staff_events import PrinterTried, StaffCardRead
from kiosk.flow.staff_states import ChangePaper, PrinterTrial, StaffHome
from kiosk.flow.staff_touches import (
    ChangePaperPressed,
    NewRollPressed,
    StaffLeavePressed,
    TryPrinterPressed,
)
from kiosk.flow.staff_values import Remark, StaffAct
from kiosk.flow.states import KeepNumber, StaffMode, TicketShown
from kiosk.flow.touches import BackPressed, DonePressed, LanguagePressed
from kiosk.flow.values import Paper
from tests.kiosk.flow.journey import Journey, kiosk_at
from tests.kiosk.flow.staff_moves import STAFF

COVER_OPEN = "error.ticket_printer.cover_open"
PAPER_OUT = "error.ticket_printer.paper_out"


def at_paper(visit: Journey | None = None) -> Journey:
    return (visit or kiosk_at()).send(StaffCardRead(STAFF), ChangePaperPressed())


def page(journey: Journey) -> object:
    return journey.on(StaffMode).page


def test_a_roll_that_is_in_is_counted_and_tried() -> None:
    journey = at_paper()
    assert page(journey) == ChangePaper()
    journey.send(NewRollPressed())
    assert page(journey) == ChangePaper(is_busy=True)
    assert journey.asks(NewRoll) == NewRoll(STAFF.staff_id)
    assert len(journey.wanted(TryPrinter)) == 1
    assert journey.ignores(NewRollPressed())
    journey.send(PrinterTried(Paper.CONFIRMED))
    assert page(journey) == ChangePaper(remark=Remark("screen.staff_paper.printed", is_good=True))
    journey.send(DonePressed())
    assert page(journey) == StaffHome()


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (PrinterTried(Paper.NOT_PRINTED, PAPER_OUT), PAPER_OUT),
        (
            PrinterTried(Paper.UNSURE, "error.ticket_printer.silent"),
            "screen.staff_ticket.maybe_printed",
        ),
    ],
)
def test_a_page_that_did_not_come_out_is_said_and_may_be_tried_again(
    tried: PrinterTried, said: str
) -> None:
    journey = at_paper().send(NewRollPressed(), tried)
    assert page(journey) == ChangePaper(remark=Remark(said))
    journey.send(NewRollPressed())
    assert len(journey.wanted(TryPrinter)) == 2


def test_nothing_is_tried_while_the_cover_is_open() -> None:
    journey = at_paper().send(PrinterChanged(COVER_OPEN))
    assert journey.ignores(NewRollPressed())
    journey.send(PrinterChanged(None), NewRollPressed())
    assert len(journey.wanted(NewRoll)) == 1


def test_back_leads_to_the_menu_and_what_is_said_later_disturbs_nobody() -> None:
    journey = at_paper().send(NewRollPressed(), BackPressed())
    assert page(journey) == StaffHome()
    journey.send(PrinterTried(Paper.CONFIRMED))
    assert page(journey) == StaffHome()
    assert at_paper().ignores(DonePressed())


def test_the_printer_is_tried_without_a_new_roll_and_who_did_is_noted() -> None:
    journey = kiosk_at().send(StaffCardRead(STAFF), TryPrinterPressed())
    assert page(journey) == PrinterTrial()
    assert journey.ignores(NewRollPressed())
    journey.send(TryPrinterPressed())
    assert page(journey) == PrinterTrial(is_busy=True)
    assert journey.asks(NoteAct) == NoteAct(STAFF.staff_id, StaffAct.PRINTER_TRIED)
    assert not journey.wanted(NewRoll)
    assert journey.ignores(TryPrinterPressed())
    journey.send(PrinterTried(Paper.CONFIRMED))
    assert page(journey) == PrinterTrial(remark=Remark("screen.staff_trial.printed", is_good=True))
    assert page(journey.send(DonePressed())) == StaffHome()
    assert len(journey.wanted(TryPrinter)) == 1


def test_the_number_of_a_visitor_who_waits_is_printed_while_staff_are_at_work() -> None:
    """In his own language, though the screens are in the staff's."""
    visit = kiosk_at().send(LanguagePressed("en")).at_ticket().send(PrinterChanged(PAPER_OUT))
    visit.printed(Paper.NOT_PRINTED, PAPER_OUT).on(KeepNumber)
    journey = at_paper(visit).send(PrinterChanged(None))
    assert isinstance(journey.on(StaffMode).before, TicketShown)
    assert journey.kiosk.language != "en"
    assert journey.asks(PrintTicket).language == "en"
    journey.send(BackPressed(), StaffLeavePressed()).on(TicketShown)
