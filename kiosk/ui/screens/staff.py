# SPDX-License-Identifier: Apache-2.0
"""Staff mode: one function for each page."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.flow.staff_menu import acts_on, pages_of
from kiosk.flow.staff_states import (
    CardAwaited,
    CarePage,
    NewNumber,
    NumberSought,
    OneTicket,
    ServiceForVisitor,
    StaffHome,
    TicketList,
    TicketPage,
    WayIn,
    WhyCancel,
    WhyExtra,
)
from kiosk.flow.staff_touches import (
    ChangePaperPressed,
    DevicesPressed,
    FindByNumberPressed,
    FindPressed,
    GivePressed,
    HoldPressed,
    ReleasePressed,
    StaffCardPressed,
    StaffLeavePressed,
    StaffTouch,
    StaffVolumePressed,
    StopPressed,
    TodayPressed,
    TryPrinterPressed,
)
from kiosk.flow.states import StaffMode
from kiosk.flow.touches import PagePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Grid, Row, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, FILLED, Button, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.screens import staff_care, staff_giving, staff_tickets, staff_way_in
from kiosk.ui.screens.staff_parts import remarked
from kiosk.ui.theme import Colour

_LOOKS: dict[type[StaffTouch], tuple[str, str]] = {
    FindPressed: ("find", "printer"),
    FindByNumberPressed: ("find_by_number", "keyboard"),
    GivePressed: ("give", "ticket"),
    ChangePaperPressed: ("change_paper", "scroll-text"),
    DevicesPressed: ("devices", "stethoscope"),
    StopPressed: ("stop", "hand"),
    HoldPressed: ("hold", "door-closed"),
    ReleasePressed: ("release", "store"),
    TodayPressed: ("today", "file-text"),
    TryPrinterPressed: ("try_printer", "receipt-text"),
    StaffVolumePressed: ("volume", "volume-2"),
    StaffCardPressed: ("card", "id-card"),
}
"""The words and the icon of each act."""


def frame(scene: Scene, mode: StaffMode) -> Frame:
    """The page that staff are on."""
    if isinstance(mode.page, CarePage):
        return staff_care.frame(scene, mode.page)
    return _frame(scene, mode, mode.page)


def _frame(scene: Scene, mode: StaffMode, page: TicketPage) -> Frame:
    match page:
        case WayIn():
            return staff_way_in.frame(scene, page)
        case StaffHome():
            return _home(scene, mode, page)
        case TicketList() | NumberSought() | OneTicket() | WhyCancel():
            return staff_tickets.frame(scene, page)
        case ServiceForVisitor() | NewNumber() | WhyExtra():
            return staff_giving.frame(scene, page)
        case CardAwaited():
            return _card(scene)
        case _:
            assert_never(page)


def _card(scene: Scene) -> Frame:
    """Lay your own card."""
    return parts.frame(
        scene,
        scene.text("staff_card.title"),
        parts.lead(scene.text("staff_card.lead"), rank=1),
        parts.hero(Picture("id-card", Colour.ACCENT, 170), most=560),
        Spring(),
    )


def _home(scene: Scene, mode: StaffMode, page: StaffHome) -> Frame:
    name = mode.person.name if mode.person else ""
    return parts.frame(
        scene,
        scene.text("staff.title"),
        parts.lead(scene.text("staff.lead", name=name), rank=2),
        *remarked(scene, page.remark),
        Grid(tuple(_acts(scene, page)), columns=2, gap=30, most=200),
        Spring(),
        Aside(Row(tuple(_further(scene)))),
    )


def _acts(scene: Scene, page: StaffHome) -> Iterator[Button]:
    """What staff can do, most wanted first."""
    for act in acts_on(scene.kiosk, page):
        name, icon = _LOOKS[type(act)]
        surface = FILLED if isinstance(act, FindPressed) else CHOICE
        text = scene.text(f"staff.{name}")
        yield parts.button(
            scene, f"staff.{name}", act, text, icon=icon, surface=surface, is_stacked=True
        )


def _further(scene: Scene) -> Iterator[Button]:
    if pages_of(scene.kiosk) > 1:
        yield parts.button(
            scene, "more", PagePressed(), scene.text("staff.more"), icon="arrow-right"
        )
    yield parts.button(
        scene, "staff_leave", StaffLeavePressed(), scene.text("staff.leave"), icon="x"
    )
