# SPDX-License-Identifier: Apache-2.0
"""Staff put a new roll in: what is to be done, and a page that shows that it was done well."""

from kiosk.flow.change import Change, first_language, unexpected
from kiosk.flow.effects import TryPrinter
from kiosk.flow.staff_effects import NewRoll
from kiosk.flow.staff_events import PrinterTried
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import ChangePaper, StaffHome
from kiosk.flow.staff_touches import NewRollPressed
from kiosk.flow.staff_values import Remark, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import DonePressed, Touch
from kiosk.flow.values import Paper

PRINTED = "screen.staff_paper.printed"
MAYBE_PRINTED = "screen.staff_ticket.maybe_printed"


def touched(kiosk: Kiosk, person: StaffPerson, page: ChangePaper, event: Touch) -> Change:
    """The roll is in, and once more if the page shows that it is not; or all is well."""
    match event:
        case NewRollPressed() if is_ready(kiosk) and not page.is_busy:
            wanted = TryPrinter(first_language(kiosk.settings))
            return show_page(kiosk, ChangePaper(is_busy=True), NewRoll(person.staff_id), wanted)
        case DonePressed() if page.remark is not None:
            return show_page(kiosk, StaffHome())
        case _:
            return unexpected(kiosk)


def is_ready(kiosk: Kiosk) -> bool:
    """Whether the printer says that its cover is closed and that it has paper."""
    return kiosk.devices.printer_problem is None


def printed(kiosk: Kiosk, event: PrinterTried) -> Change:
    """What the printer says of the page; quietly nothing when staff have gone."""
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    if not (isinstance(page, ChangePaper) and page.is_busy):
        return kiosk, ()
    return show_page(kiosk, ChangePaper(remark=_remark(event)))


def _remark(event: PrinterTried) -> Remark:
    match event.paper:
        case Paper.CONFIRMED:
            return Remark(PRINTED, is_good=True)
        case Paper.NOT_PRINTED if event.problem:
            return Remark(event.problem)
        case _:
            return Remark(MAYBE_PRINTED)
