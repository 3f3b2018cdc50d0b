# SPDX-License-Identifier: Apache-2.0
"""Staff look at the figures of the day and print them."""

from dataclasses import replace

import pytest

from hall.ids import ServiceId
from hall.words import NO_WORDS
from kiosk.flow.day_figures import DayFigures, ServiceFigures, Total
from kiosk.flow.effects import PrintReport
from kiosk.flow.events import PrinterChanged
from kiosk.flow.staff_effects import LoadToday, NoteAct
from kiosk.flow.staff_events import ActEnded, ReportPrinted, StaffCardRead, TodayLoaded
from kiosk.flow.staff_states import StaffHome, Today
from kiosk.flow.staff_today import lines_on, pages_of
from kiosk.flow.staff_touches import PrintReportPressed, TodayPressed
from kiosk.flow.staff_values import Remark, StaffAct
from kiosk.flow.states import StaffMode
from kiosk.flow.touches import BackPressed, PagePressed, SizePressed
from kiosk.flow.values import Paper
from tests.kiosk.flow.journey import MONDAY, NOON, Journey, kiosk_at
from tests.kiosk.flow.staff_moves import STAFF

PAPER_OUT = "error.ticket_printer.paper_out"
FIGURES = DayFigures(
    MONDAY,
    NOON,
    is_over=False,
    services=tuple(ServiceFigures(ServiceId(f"s{no}"), NO_WORDS, no) for no in range(1, 8)),
    unprinted=("A023",),
)


def asked() -> Journey:
    return kiosk_at().send(StaffCardRead(STAFF), TodayPressed())


def looking() -> Journey:
    return asked().send(TodayLoaded(FIGURES))


def page(journey: Journey) -> Today:
    found = journey.on(StaffMode).page
    assert isinstance(found, Today)
    return found


def test_the_figures_are_asked_for_and_shown() -> None:
    journey = asked()
    assert journey.asks(LoadToday) == LoadToday()
    assert journey.ignores(PrintReportPressed())
    journey.send(TodayLoaded(FIGURES))
    assert page(journey) == Today(FIGURES)


def test_figures_that_come_late_change_nothing() -> None:
    later = replace(FIGURES, booked=1)
    assert page(looking().send(TodayLoaded(later))).figures == FIGURES
    assert asked().send(BackPressed(), TodayLoaded(later)).on(StaffMode).page == StaffHome()


def test_what_cannot_be_counted_is_said_on_the_menu() -> None:
    remark = Remark("error.store.failed")
    assert asked().send(ActEnded(remark)).on(StaffMode).page == StaffHome(remark)


def test_totals_come_first_and_leave_out_what_nobody_knows() -> None:
    assert FIGURES.totals[0] == Total("issued", 28)
    known = {total.name for total in FIGURES.totals}
    assert not known & {"at_site", "printed"}
    told = replace(FIGURES, at_site=90, printed=27)
    assert {total.name for total in told.totals} - known == {"at_site", "printed"}


def test_every_figure_is_on_one_of_the_pages_in_every_size() -> None:
    journey = looking()
    for _ in range(3):
        seen = []
        for _ in range(pages_of(journey.kiosk, page(journey))):
            seen += lines_on(journey.kiosk, page(journey))
            journey.send(PagePressed())
        assert sorted(map(repr, seen)) == sorted(map(repr, (*FIGURES.totals, *FIGURES.services)))
        journey.send(SizePressed())


def test_the_report_is_what_is_on_the_page_and_who_printed_it_is_noted() -> None:
    journey = looking().send(PrintReportPressed())
    assert journey.asks(PrintReport) == PrintReport(FIGURES, "zh_Hans")
    assert journey.asks(NoteAct) == NoteAct(STAFF.staff_id, StaffAct.REPORT_PRINTED)
    assert journey.ignores(PrintReportPressed())
    journey.send(ReportPrinted(Paper.CONFIRMED))
    assert page(journey).remark == Remark("screen.staff_today.printed", is_good=True)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (ReportPrinted(Paper.NOT_PRINTED, PAPER_OUT), PAPER_OUT),
        (ReportPrinted(Paper.UNSURE), "screen.staff_ticket.maybe_printed"),
    ],
)
def test_a_report_that_did_not_come_out_is_said(printed: ReportPrinted, said: str) -> None:
    journey = looking().send(PrintReportPressed(), printed)
    assert page(journey) == Today(FIGURES, remark=Remark(said))
    assert len(journey.send(PrintReportPressed()).wanted(PrintReport)) == 2


def test_nothing_is_printed_without_paper_nor_said_to_who_has_gone() -> None:
    assert looking().send(PrinterChanged(PAPER_OUT)).ignores(PrintReportPressed())
    gone = looking().send(PrintReportPressed(), BackPressed(), ReportPrinted(Paper.CONFIRMED))
    assert gone.on(StaffMode).page == StaffHome()
