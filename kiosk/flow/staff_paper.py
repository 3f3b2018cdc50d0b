# SPDX-License-Identifier: Apache-2.0
"""Staff put a new roll in, or only try the printer: a page shows whether it prints well."""

from dataclasses import replace

from kiosk.flow.change import Change, first_language, unexpected
from kiosk.flow.effects import TryPrinter
from kiosk.flow.staff_effects import NewRoll, NoteAct, StaffEffect
from kiosk.flow.staff_events import PrinterTried
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import ChangePaper, PrinterTrial, StaffHome, Trying
from kiosk.flow.staff_touches import NewRollPressed, TryPrinterPressed
from kiosk.flow.staff_values import Remark, StaffAct, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import DonePressed, Touch
from kiosk.flow.values import Paper

PRINTED = "screen.staff_paper.printed"
TRIED = "screen.staff_trial.printed"
MAYBE_PRINTED = "screen.staff_ticket.maybe_printed"


def touched(kiosk: Kiosk, person: StaffPerson, page: Trying, event: Touch) -> Change:
    """The roll is in, and once more if the page shows that it is not; or all is well."""
    match page, event:
        case ChangePaper(), NewRollPressed():
            return _try(kiosk, page, NewRoll(person.staff_id))
        case PrinterTrial(), TryPrinterPressed():
            return _try(kiosk, page, NoteAct(person.staff_id, StaffAct.PRINTER_TRIED))
        case _, DonePressed() if page.remark is not None:
            return show_page(kiosk, StaffHome())
        case _:
            return unexpected(kiosk)


def is_ready(kiosk: Kiosk) -> bool:
    """Whether the printer says that its cover is closed and that it has paper."""
    return kiosk.devices.printer_problem is None


def printed(kiosk: Kiosk, event: PrinterTried) -> Change:
    """What the printer says of the page; quietly nothing when staff have gone."""
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    if not (isinstance(page, Trying) and page.is_busy):
        return kiosk, ()
    good = PRINTED if isinstance(page, ChangePaper) else TRIED
    remark = remark_of(event.paper, event.problem, good)
    return show_page(kiosk, replace(page, is_busy=False, remark=remark))


def remark_of(paper: Paper, problem: str | None, good: str) -> Remark:
    """What is said of a page for staff; `good` is the text key of one that came out."""
    match paper:
        case Paper.CONFIRMED:
            return Remark(good, is_good=True)
        case Paper.NOT_PRINTED if problem:
            return Remark(problem)
        case _:
            return Remark(MAYBE_PRINTED)


def _try(kiosk: Kiosk, page: Trying, note: StaffEffect) -> Change:
    if page.is_busy or not is_ready(kiosk):
        return unexpected(kiosk)
    wanted = TryPrinter(first_language(kiosk.settings))
    return show_page(kiosk, replace(page, is_busy=True, remark=None), note, wanted)
