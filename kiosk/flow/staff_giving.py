# SPDX-License-Identifier: Apache-2.0
"""Staff give a number to a visitor, an extra one beyond quota, or several to a company."""

from dataclasses import replace
from typing import assert_never

from hall.items import MOST_ITEMS
from kiosk.flow.change import Change, unexpected
from kiosk.flow.effects import PrintTicket
from kiosk.flow.staff_effects import GiveNumbers
from kiosk.flow.staff_events import NumbersGiven, NumbersRefused
from kiosk.flow.staff_finding import per_page
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import (
    Giving,
    NewNumber,
    OneTicket,
    ServiceForVisitor,
    StaffHome,
    StaffPage,
    TicketList,
    WhyExtra,
)
from kiosk.flow.staff_touches import (
    CountPressed,
    ExtraPressed,
    GiveNumberPressed,
    GreenForVisitorPressed,
    ItemsPressed,
    WhyPressed,
)
from kiosk.flow.staff_values import (
    EXTRA_REASONS,
    MOST_OF_GROUP,
    Remark,
    Sought,
    StaffAct,
    StaffPerson,
)
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.ticket import ordered
from kiosk.flow.touches import PagePressed, ServicePressed, Touch
from kiosk.flow.values import ServiceTile

NONE_LEFT = "screen.services.full"


def services_of(kiosk: Kiosk) -> tuple[ServiceTile, ...]:
    """Those that give numbers."""
    return tuple(tile for tile in kiosk.site_services if not tile.direct)


def service_pages(kiosk: Kiosk) -> int:
    """At least one."""
    return max(1, -(-len(services_of(kiosk)) // per_page(kiosk)))


def services_on(kiosk: Kiosk, page: int) -> tuple[ServiceTile, ...]:
    """The services of a page; one that is no more wraps around."""
    count = per_page(kiosk)
    first = page % service_pages(kiosk) * count
    return services_of(kiosk)[first : first + count]


def touched(kiosk: Kiosk, person: StaffPerson, page: Giving, event: Touch) -> Change:
    """A touch on the way to a number."""
    match page:
        case ServiceForVisitor():
            return _service_touched(kiosk, page, event)
        case NewNumber():
            return _number_touched(kiosk, person, page, event)
        case WhyExtra():
            return _why_touched(kiosk, person, page, event)
        case _:
            assert_never(page)


def back(page: Giving) -> StaffPage:
    """One page back."""
    match page:
        case ServiceForVisitor():
            return StaffHome()
        case NewNumber():
            return ServiceForVisitor()
        case WhyExtra(before):
            return before
        case _:
            assert_never(page)


def _service_touched(kiosk: Kiosk, page: ServiceForVisitor, event: Touch) -> Change:
    """Of which service; then, which number."""
    match event:
        case ServicePressed(service_id):
            known = {tile.service_id for tile in services_of(kiosk)}
            return (
                show_page(kiosk, NewNumber(service_id))
                if service_id in known
                else unexpected(kiosk)
            )
        case PagePressed() if service_pages(kiosk) > 1:
            return show_page(kiosk, ServiceForVisitor((page.page + 1) % service_pages(kiosk)))
        case _:
            return unexpected(kiosk)


def _number_touched(kiosk: Kiosk, person: StaffPerson, page: NewNumber, event: Touch) -> Change:
    """What kind, and then it is given; nothing while it is being given."""
    if page.is_busy:
        return unexpected(kiosk)
    match event:
        case GiveNumberPressed():
            return _give(kiosk, person, page, None)
        case ExtraPressed() if page.is_full and page.count == 1:
            return show_page(kiosk, WhyExtra(page))
        case _:
            return _wish_touched(kiosk, page, event)


def _wish_touched(kiosk: Kiosk, page: NewNumber, event: Touch) -> Change:
    match event:
        case GreenForVisitorPressed():
            return _change(kiosk, replace(page, is_green=not page.is_green))
        case ItemsPressed(is_more) if 1 <= (items := _next(page.items, is_more)) <= MOST_ITEMS:
            return _change(kiosk, replace(page, items=items))
        case CountPressed(is_more) if 1 <= (count := _next(page.count, is_more)) <= MOST_OF_GROUP:
            return _change(kiosk, replace(page, count=count))
        case _:
            return unexpected(kiosk)


def _why_touched(kiosk: Kiosk, person: StaffPerson, page: WhyExtra, event: Touch) -> Change:
    """The reason gives it."""
    if not isinstance(event, WhyPressed) or event.reason not in EXTRA_REASONS:
        return unexpected(kiosk)
    return _give(kiosk, person, page.before, event.reason)


def answered(kiosk: Kiosk, event: NumbersGiven | NumbersRefused) -> Change:
    """What came of it; what is committed is printed also when staff have gone."""
    match event:
        case NumbersGiven():
            return _given(kiosk, event)
        case NumbersRefused(problem, is_full):
            return _refused(kiosk, problem, is_full=is_full)
        case _:
            assert_never(event)


def _given(kiosk: Kiosk, event: NumbersGiven) -> Change:
    language = kiosk.settings.languages[0]
    prints = tuple(PrintTicket(each.view.ticket_id, language) for each in event.tickets)
    for one in prints:
        kiosk = ordered(kiosk, one.ticket_id)
    if _busy_page(kiosk) is None:
        return kiosk, prints
    if len(event.tickets) == 1:
        return show_page(kiosk, OneTicket(event.tickets[0], doing=StaffAct.GAVE), *prints)
    listed = TicketList(Sought(), event.tickets, is_loaded=True)
    return show_page(kiosk, listed, *prints)


def _refused(kiosk: Kiosk, problem: str, *, is_full: bool) -> Change:
    page = _busy_page(kiosk)
    if page is None:
        return kiosk, ()
    remark = Remark(NONE_LEFT if is_full else problem)
    told = replace(page, is_busy=False, is_full=is_full, remark=remark)
    return show_page(kiosk, told)


def _busy_page(kiosk: Kiosk) -> NewNumber | None:
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    return page if isinstance(page, NewNumber) and page.is_busy else None


def _give(kiosk: Kiosk, person: StaffPerson, page: NewNumber, extra: str | None) -> Change:
    wanted = GiveNumbers(
        page.service_id,
        person.staff_id,
        is_green=page.is_green,
        items=page.items,
        count=page.count,
        extra_reason=extra,
    )
    return show_page(kiosk, replace(page, is_busy=True, remark=None), wanted)


def _change(kiosk: Kiosk, page: NewNumber) -> Change:
    """Another wish was not refused yet."""
    return show_page(kiosk, replace(page, is_full=False, remark=None))


def _next(number: int, is_more: bool) -> int:  # noqa: FBT001 (as the touch has it)
    return number + 1 if is_more else number - 1
