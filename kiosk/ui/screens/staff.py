# SPDX-License-Identifier: Apache-2.0
"""Staff mode: one function for each page."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.flow.staff_states import (
    NumberSought,
    OneTicket,
    StaffHome,
    TicketList,
    WayIn,
)
from kiosk.flow.staff_touches import FindByNumberPressed, FindPressed, StaffLeavePressed
from kiosk.flow.states import StaffMode
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Grid, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, FILLED, Button
from kiosk.ui.scene import Scene
from kiosk.ui.screens import staff_tickets, staff_way_in
from kiosk.ui.screens.staff_parts import remarked


def frame(scene: Scene, mode: StaffMode) -> Frame:
    """The page that staff are on."""
    match mode.page:
        case WayIn() as page:
            return staff_way_in.frame(scene, page)
        case StaffHome() as page:
            return _home(scene, mode, page)
        case TicketList() as page:
            return staff_tickets.listed(scene, page)
        case NumberSought() as page:
            return staff_tickets.number(scene, page)
        case OneTicket() as page:
            return staff_tickets.one(scene, page)
        case _:
            assert_never(mode.page)


def _home(scene: Scene, mode: StaffMode, page: StaffHome) -> Frame:
    name = mode.person.name if mode.person else ""
    return parts.frame(
        scene,
        scene.text("staff.title"),
        parts.lead(scene.text("staff.lead", name=name), rank=2),
        *remarked(scene, page.remark),
        Grid(tuple(_acts(scene)), columns=2, gap=30, most=200),
        Spring(),
        Aside(
            parts.button(
                scene, "staff_leave", StaffLeavePressed(), scene.text("staff.leave"), icon="x"
            )
        ),
    )


def _acts(scene: Scene) -> Iterator[Button]:
    """What staff can do, most wanted first."""
    acts: tuple[tuple[str, FindPressed | FindByNumberPressed, str], ...] = (
        ("find", FindPressed(), "printer"),
        ("find_by_number", FindByNumberPressed(), "keyboard"),
    )
    for number, (name, event, icon) in enumerate(acts):
        text = scene.text(f"staff.{name}")
        surface = CHOICE if number else FILLED
        yield parts.button(
            scene, f"staff.{name}", event, text, icon=icon, surface=surface, is_stacked=True
        )
