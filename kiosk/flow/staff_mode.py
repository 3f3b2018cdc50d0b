# SPDX-License-Identifier: Apache-2.0
"""Staff at work: which module answers a touch, a card, a code or a service in staff mode.

`StaffMode` covers the visitor's screen as help does: what is said about that one changes it there.
"""

from dataclasses import replace
from typing import assert_never

from kiosk.flow import (
    laying,
    modes,
    staff_card,
    staff_care,
    staff_finding,
    staff_giving,
    staff_menu,
    staff_ticket,
    staff_way_in,
)
from kiosk.flow.change import Change, go_home, unexpected
from kiosk.flow.events import CardRead, CodeEvent, CodeScanned, LaidCard
from kiosk.flow.staff_events import (
    CareAnswer,
    NumbersGiven,
    NumbersRefused,
    StaffAnswer,
    StaffCardRead,
    StaffKnown,
    StaffUnknown,
    TicketActed,
    TicketsFound,
    TicketStaffAnswer,
)
from kiosk.flow.staff_pages import ask_who, enter, leave, show_page
from kiosk.flow.staff_states import (
    CardAwaited,
    CarePage,
    ChangePaper,
    DeviceList,
    NewNumber,
    NumberSought,
    OneTicket,
    PrinterTrial,
    ServiceForVisitor,
    StaffHome,
    TicketList,
    TicketPage,
    Today,
    WayIn,
    WhyCancel,
    WhyExtra,
)
from kiosk.flow.staff_touches import (
    CareTouch,
    FindByNumberPressed,
    FindPressed,
    GivePressed,
    StaffCardPressed,
    StaffLeavePressed,
)
from kiosk.flow.staff_values import How, Sought, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import (
    BackPressed,
    BarTouch,
    ContrastPressed,
    HelpPressed,
    LanguagePressed,
    LowerPressed,
    PagePressed,
    RestartPressed,
    ScreenTouched,
    SizePressed,
    Touch,
)


def way_in(kiosk: Kiosk) -> Change:
    """工作人员 on the help screen."""
    return ask_who(kiosk), ()


def touched(kiosk: Kiosk, mode: StaffMode, event: Touch) -> Change:
    """A touch in staff mode."""
    if isinstance(event, BarTouch):
        return _bar_touched(kiosk, mode, event)
    if isinstance(event, ScreenTouched):
        return kiosk, ()
    if isinstance(mode.page, WayIn):
        return staff_way_in.touched(kiosk, mode.page, event)
    if mode.person is None:
        return unexpected(kiosk)
    if isinstance(event, CareTouch) or isinstance(mode.page, CarePage):
        return staff_care.touched(kiosk, mode.person, mode.page, event)
    return _page_touched(kiosk, mode, mode.page, mode.person, event)


def _page_touched(
    kiosk: Kiosk, mode: StaffMode, page: TicketPage, person: StaffPerson, event: Touch
) -> Change:
    match page:
        case StaffHome():
            return _home_touched(kiosk, mode, page, event)
        case TicketList() | NumberSought():
            return staff_finding.touched(kiosk, page, event)
        case OneTicket() | WhyCancel():
            return staff_ticket.touched(kiosk, person, page, event)
        case ServiceForVisitor() | NewNumber() | WhyExtra():
            return staff_giving.touched(kiosk, person, page, event)
        case WayIn() | CardAwaited():
            return unexpected(kiosk)
        case _:
            assert_never(page)


def _home_touched(kiosk: Kiosk, mode: StaffMode, page: StaffHome, event: Touch) -> Change:
    match event:
        case PagePressed():
            return staff_menu.turned(kiosk, page)
        case StaffLeavePressed():
            return leave(kiosk, mode), ()
        case StaffCardPressed() if mode.person is not None:
            return staff_card.ask(kiosk, mode.person)
        case _:
            return _begun(kiosk, event)


def _begun(kiosk: Kiosk, event: Touch) -> Change:
    """The menu: each act begins on a page of its own."""
    match event:
        case FindPressed():
            return staff_finding.find(kiosk, Sought())
        case FindByNumberPressed():
            return show_page(kiosk, NumberSought())
        case GivePressed():
            return show_page(kiosk, ServiceForVisitor())
        case _:
            return unexpected(kiosk)


def _bar_touched(kiosk: Kiosk, mode: StaffMode, event: BarTouch) -> Change:
    match event:
        case BackPressed():
            return _back(kiosk, mode)
        case RestartPressed():
            return go_home(kiosk), ()
        case SizePressed() | ContrastPressed() | LanguagePressed() | LowerPressed():
            return modes.react(kiosk, event)
        case HelpPressed() | _:
            return unexpected(kiosk)


def _back(kiosk: Kiosk, mode: StaffMode) -> Change:
    """One page back; from the first one, to the visitor."""
    if isinstance(mode.page, CarePage):
        return show_page(kiosk, staff_care.back(mode.page))
    return _page_before(kiosk, mode, mode.page)


def _page_before(kiosk: Kiosk, mode: StaffMode, page: TicketPage) -> Change:
    match page:
        case WayIn() if (number := staff_way_in.back(page)) is not None:
            return show_page(kiosk, number)
        case WayIn() | StaffHome():
            return leave(kiosk, mode), ()
        case WhyCancel(before=before):
            return show_page(kiosk, before)
        case ServiceForVisitor() | NewNumber() | WhyExtra():
            return show_page(kiosk, staff_giving.back(page))
        case OneTicket(found=TicketList() as listed) if len(listed.tickets) > 1:
            return staff_finding.find(kiosk, listed.sought)
        case OneTicket() | TicketList() | NumberSought() | CardAwaited():
            return show_page(kiosk, StaffHome())
        case _:
            assert_never(page)


def answered(kiosk: Kiosk, event: StaffAnswer) -> Change:
    """What reader and services say to staff; quietly nothing when staff have gone."""
    if isinstance(event, CareAnswer):
        return staff_care.told(kiosk, event)
    return _answered(kiosk, event)


def _answered(kiosk: Kiosk, event: TicketStaffAnswer) -> Change:
    match event:
        case StaffCardRead(person):
            return staff_card.read(kiosk, person)
        case StaffKnown() | StaffUnknown():
            return _pin_answered(kiosk, event)
        case TicketsFound():
            return staff_finding.found(kiosk, event)
        case TicketActed():
            return staff_ticket.acted(kiosk, event)
        case NumbersGiven() | NumbersRefused():
            return staff_giving.answered(kiosk, event)
        case _:
            assert_never(event)


def _pin_answered(kiosk: Kiosk, event: StaffKnown | StaffUnknown) -> Change:
    if not _asks_who(kiosk):
        return kiosk, ()
    if isinstance(event, StaffKnown):
        return enter(kiosk, event.person), ()
    return staff_way_in.refused(kiosk, event.remark)


def _asks_who(kiosk: Kiosk) -> bool:
    mode = kiosk.screen
    return isinstance(mode, StaffMode) and isinstance(mode.page, WayIn) and mode.page.is_checking


def laid(kiosk: Kiosk, mode: StaffMode, event: LaidCard) -> Change:
    """A visitor's card: whose tickets are looked for; before staff are known, it is the visitor's."""
    kiosk = replace(kiosk, is_card_present=True)
    if not isinstance(event, CardRead):
        return kiosk, ()
    if mode.person is None:
        return laying.react(go_home(kiosk), event)
    if _is_busy(mode) or isinstance(mode.page, CardAwaited):
        return unexpected(kiosk)
    return staff_finding.find(kiosk, Sought(How.CARD, digest=event.identity.digest))


def coded(kiosk: Kiosk, mode: StaffMode, event: CodeEvent) -> Change:
    """A ticket held in front of the scanner."""
    if mode.person is None or _is_busy(mode) or not isinstance(event, CodeScanned):
        return unexpected(kiosk)
    return staff_finding.find(kiosk, Sought(How.CODE, code=event.code))


def _is_busy(mode: StaffMode) -> bool:
    match mode.page:
        case OneTicket(doing=doing):
            return doing is not None
        case NewNumber(is_busy=is_busy) | ChangePaper(is_busy=is_busy):
            return is_busy
        case PrinterTrial(is_busy=is_busy) | Today(is_busy=is_busy):
            return is_busy
        case _:
            return False


def face(mode: StaffMode) -> object:
    """What tells one set of touchable things from another."""
    match mode.page:
        case WayIn(is_pin_asked=is_pin_asked):
            return WayIn, is_pin_asked
        case StaffHome(page=page):
            return StaffHome, page
        case TicketList(page=page, tickets=tickets):
            return TicketList, page, tickets
        case ServiceForVisitor(page=page) | Today(page=page):
            return type(mode.page), page
        case DeviceList(page=page, seen=seen):
            return DeviceList, page, seen
        case page:
            return type(page)
