# SPDX-License-Identifier: Apache-2.0
"""Staff look at the figures of the day, and print them as the day report."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.flow.change import Change, first_language, unexpected
from kiosk.flow.day_figures import DayFigures, ServiceFigures, Total
from kiosk.flow.effects import PrintReport
from kiosk.flow.staff_effects import LoadToday, NoteAct
from kiosk.flow.staff_events import ReportPrinted, TodayLoaded
from kiosk.flow.staff_lists import Rows
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_paper import is_ready, remark_of
from kiosk.flow.staff_states import Today
from kiosk.flow.staff_touches import PrintReportPressed
from kiosk.flow.staff_values import StaffAct, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import PagePressed, Touch
from kiosk.flow.values import Size

PRINTED = "screen.staff_today.printed"

LINES = Rows(
    tall={Size.NORMAL: 12, Size.LARGE: 5, Size.EXTRA_LARGE: 4},
    short={Size.NORMAL: 6, Size.LARGE: 3, Size.EXTRA_LARGE: 2},
)

Line = Total | ServiceFigures


def begun(kiosk: Kiosk) -> Change:
    """The page, empty until the answer comes."""
    return show_page(kiosk, Today(), LoadToday())


def loaded(kiosk: Kiosk, event: TodayLoaded) -> Change:
    """The answer, where it is still waited for."""
    page = _page_of(kiosk)
    if page is None or page.figures is not None:
        return kiosk, ()
    return show_page(kiosk, Today(event.figures))


def touched(kiosk: Kiosk, person: StaffPerson, page: Today, event: Touch) -> Change:
    """More of the figures, or all of them on paper."""
    match event:
        case PagePressed() if pages_of(kiosk, page) > 1:
            after = LINES.after(kiosk, _lines(page.figures), page.page)
            return show_page(kiosk, replace(page, page=after))
        case PrintReportPressed() if page.figures and is_ready(kiosk) and not page.is_busy:
            wanted = PrintReport(page.figures, first_language(kiosk.settings))
            act = NoteAct(person.staff_id, StaffAct.REPORT_PRINTED)
            return show_page(kiosk, replace(page, is_busy=True, remark=None), act, wanted)
        case _:
            return unexpected(kiosk)


def printed(kiosk: Kiosk, event: ReportPrinted) -> Change:
    """What the printer says of the report; quietly nothing when staff have gone."""
    page = _page_of(kiosk)
    if page is None or not page.is_busy:
        return kiosk, ()
    remark = remark_of(event.paper, event.problem, PRINTED)
    return show_page(kiosk, replace(page, is_busy=False, remark=remark))


def pages_of(kiosk: Kiosk, page: Today) -> int:
    """At least one."""
    return LINES.pages_of(kiosk, _lines(page.figures))


def lines_on(kiosk: Kiosk, page: Today) -> Sequence[Line]:
    """The figures of a page."""
    return LINES.on_page(kiosk, _lines(page.figures), page.page)


def _lines(figures: DayFigures | None) -> tuple[Line, ...]:
    return (*figures.totals, *figures.services) if figures else ()


def _page_of(kiosk: Kiosk) -> Today | None:
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    return page if isinstance(page, Today) else None
