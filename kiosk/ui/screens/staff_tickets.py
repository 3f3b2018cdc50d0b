# SPDX-License-Identifier: Apache-2.0
"""Staff find a ticket, and do something with it."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.flow.staff_finding import pages_of, tickets_on
from kiosk.flow.staff_states import (
    AtTicket,
    Finding,
    NumberSought,
    OneTicket,
    TicketList,
    WhyCancel,
)
from kiosk.flow.staff_touches import (
    FindByNumberPressed,
    FoundPressed,
    StaffCancelPressed,
    StaffReprintPressed,
)
from kiosk.flow.staff_values import CANCEL_REASONS, How, StaffTicket
from kiosk.flow.touches import NumberDonePressed, PagePressed
from kiosk.flow.values import TicketView
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Column, Grid, Grow, Row, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, FILLED, QUIET, Block, Button, Label
from kiosk.ui.scene import Scene
from kiosk.ui.screens.keypad import keys
from kiosk.ui.screens.staff_parts import reasons, remarked
from kiosk.ui.screens.staff_way_in import DIGIT_KEYS, typed_field
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, page: Finding | AtTicket) -> Frame:
    """The page."""
    match page:
        case TicketList():
            return _listed(scene, page)
        case NumberSought():
            return _number(scene, page)
        case OneTicket():
            return _one(scene, page)
        case WhyCancel():
            return _why_cancel(scene, page)
        case _:
            assert_never(page)


def _listed(scene: Scene, page: TicketList) -> Frame:
    """One control for each ticket, then more of them and another way to look."""
    shown = enumerate(tickets_on(scene.kiosk, page), start=1)
    buttons = tuple(parts.numbered(_found(scene, each), number) for number, each in shown)
    tickets = Grow(Grid(buttons, columns=1, gap=30, most=190), most=225 * len(buttons))
    way = "latest" if page.sought.how is How.LATEST else "found"
    return parts.frame(
        scene,
        scene.text(f"staff_list.title_{way}"),
        parts.lead(scene.text("staff_list.lead"), rank=2),
        *((tickets,) if buttons else _none(scene, page)),
        Spring(),
        Aside(Row(tuple(_further(scene, page)))),
    )


def _number(scene: Scene, page: NumberSought) -> Frame:
    """The digits of a number."""
    done = parts.button(
        scene,
        "number_done",
        NumberDonePressed(),
        scene.text("staff_list.find"),
        icon="check",
        surface=FILLED,
    )
    return parts.frame(
        scene,
        scene.text("staff_list.title_number"),
        parts.lead(scene.text("staff_list.lead_number"), rank=2),
        typed_field(page.typed),
        Spring(),
        Column((keys(scene, DIGIT_KEYS), done), gap=54),
    )


def _one(scene: Scene, page: OneTicket) -> Frame:
    """The ticket, what is known of it, and the acts."""
    view = page.ticket.view
    facts = Label(_facts(scene, page.ticket), Role.BODY, Colour.SOFT_INK, is_centred=True)
    return parts.frame(
        scene,
        scene.text("staff_ticket.title"),
        parts.number_box(view.number, scene.own(view.service_name), *_items(scene, view), facts),
        *_remark(scene, page),
        Spring(),
        Column(tuple(_acts(scene)), gap=36),
    )


def _items(scene: Scene, view: TicketView) -> tuple[Label, ...]:
    """For how many it stands, where that is more than one."""
    if view.items == 1:
        return ()
    return (
        Label(scene.text("staff_ticket.items", count=view.items), Role.STRONG, is_centred=True),
    )


def _why_cancel(scene: Scene, page: WhyCancel) -> Frame:
    """The reasons; one of them does it."""
    view = page.before.ticket.view
    return parts.frame(
        scene,
        scene.text("staff_why.title_cancel", number=view.number),
        parts.lead(scene.text("staff_why.lead"), rank=2),
        reasons(scene, CANCEL_REASONS),
        Spring(),
    )


def _remark(scene: Scene, page: OneTicket) -> tuple[Block, ...]:
    if page.doing is not None:
        return (parts.notice(scene.text("staff_ticket.busy"), "hourglass"),)
    return remarked(scene, page.remark)


def _acts(scene: Scene) -> Iterator[Button]:
    text = scene.text("staff_ticket.reprint")
    event = StaffReprintPressed()
    yield parts.button(scene, "staff_reprint", event, text, icon="printer", surface=FILLED)
    text = scene.text("staff_ticket.cancel")
    yield parts.button(scene, "staff_cancel", StaffCancelPressed(), text, icon="x")


def _none(scene: Scene, page: TicketList) -> tuple[Block, ...]:
    if not page.is_loaded:
        return (parts.notice(scene.text("staff_list.searching"), "hourglass"),)
    return (parts.warning(scene.reason(page.problem or "error.ticket.unknown")),)


def _further(scene: Scene, page: TicketList) -> Iterator[Button]:
    if pages_of(scene.kiosk, page) > 1:
        more = scene.text("staff_list.more")
        yield parts.button(scene, "more", PagePressed(), more, icon="arrow-right")
    text = scene.text("staff.find_by_number")
    yield parts.button(scene, "find_by_number", FindByNumberPressed(), text, icon="keyboard")


def _found(scene: Scene, ticket: StaffTicket) -> Button:
    view = ticket.view
    name, facts = scene.own(view.service_name), _facts(scene, ticket)
    head = scene.text("staff_list.ticket", number=view.number, service=name)
    labels = (Label(head, Role.KEY), Label(facts, Role.BODY, Colour.SOFT_INK))
    return Button(
        f"found.{view.number}",
        FoundPressed(view.ticket_id),
        f"{head} {facts}",
        Column(labels, gap=0),
        CHOICE if ticket.status.is_open else QUIET,
        least=120,
        pad_x=36,
        pad_y=10,
    )


def _facts(scene: Scene, ticket: StaffTicket) -> str:
    """9:41 · waiting · reprinted twice · by another kiosk."""
    facts = [scene.time(ticket.view.issued_at), scene.text(f"staff_ticket.is_{ticket.status}")]
    if ticket.copies:
        facts.append(scene.text("staff_ticket.copies", count=ticket.copies))
    if ticket.view.is_elsewhere:
        facts.append(scene.text("staff_ticket.elsewhere"))
    return " · ".join(facts)
