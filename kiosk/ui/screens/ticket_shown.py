# SPDX-License-Identifier: Apache-2.0
"""The number; "take your ticket" only once the printer has confirmed it."""

from collections.abc import Iterator

from kiosk.flow.choosing import has_services
from kiosk.flow.states import TicketShown
from kiosk.flow.touches import (
    AboutPressed,
    AnotherServicePressed,
    CancelPressed,
    DonePressed,
    ReprintPressed,
)
from kiosk.flow.values import Paper, Size, TicketView, Topic
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Row, Spare, Spring, WithControls
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Block, Button, Label
from kiosk.ui.scene import Scene
from kiosk.ui.screens.pause import bring, green
from kiosk.ui.theme import Colour, Role
from kiosk.ui.ways import way_picture


def frame(scene: Scene, screen: TicketShown) -> Frame:
    """Number, where to wait, what may be done with it."""
    ticket = screen.ticket
    is_out = ticket.paper is Paper.CONFIRMED
    done = scene.text("ticket.done")
    return parts.frame(
        scene,
        scene.text("ticket.take" if is_out else "ticket.printing"),
        parts.number_box(ticket.number, service(scene, ticket), *facts(scene, ticket)),
        where(scene, ticket),
        *bring(scene, ticket.materials),
        Spring(),
        buttons(scene, ticket, scene.text("ticket.reprint"), done),
    )


def service(scene: Scene, ticket: TicketView) -> str:
    """What the number is for; of a proxy's, that it is for somebody else, without naming anybody."""
    name = scene.own(ticket.service_name)
    return scene.text("ticket.proxy", service=name) if ticket.is_proxy else name


def facts(scene: Scene, ticket: TicketView) -> Iterator[Block]:
    """What is special about this number: its slot, early, first served, or standby; said honestly."""
    if ticket.slot_start is not None and ticket.slot_end is not None:
        start, end = scene.time(ticket.slot_start), scene.time(ticket.slot_end)
        text = scene.text("ticket.slot", start=start, end=end)
        slot = Label(text, Role.STRONG, Colour.INK, is_centred=True)
        yield Spare(slot, rank=1) if scene.look.is_wide else slot
    if ticket.is_early:
        yield Label(scene.text("ticket.early"), Role.BODY, Colour.INK, is_centred=True)
    if ticket.wait is not None:
        # It is on the paper too; large type is worth more here.
        words = Label(scene.wait(ticket.wait), Role.BODY, Colour.INK, is_centred=True)
        yield Spare(words, rank=2)
    if ticket.is_in_person:
        yield Label(scene.text("in_person.written"), Role.BODY, Colour.INK, is_centred=True)
    if also := also_held(scene, ticket):
        yield Label(also, Role.STRONG, Colour.INK, is_centred=True)
    if ticket.is_green:
        yield green(scene.text("ticket.green"))
    if ticket.is_standby:
        yield Label(scene.text("ticket.standby"), Role.BODY, Colour.INK, is_centred=True)


def also_held(scene: Scene, ticket: TicketView) -> str:
    """The other numbers of this visit, each with what it is for."""
    visitor = scene.kiosk.visitor
    before = visitor.held_before if visitor and visitor.proxy is None else ()
    others = (*before, *(visitor.taken if visitor else ()))
    told = {
        other.ticket_id: scene.text(
            "ticket.also_one", number=other.number, service=scene.own(other.service_name)
        )
        for other in others
        if other.ticket_id != ticket.ticket_id
    }
    return scene.text("ticket.also", numbers=scene.listed(told.values())) if told else ""


def where(scene: Scene, ticket: TicketView, *, has_way: bool = True) -> Block:
    """Where to wait; beside it the way there, where letters leave room for that."""
    place = parts.place_box(scene, scene.text("ticket.where"), scene.own(ticket.where))
    is_beside = has_way and scene.kiosk.size is Size.NORMAL
    way = tuple(way_button(scene, ticket, is_stacked=True)) if is_beside else ()
    return WithControls(Row((place, *way), shares=(2.6, 1)) if way else place)


def way_button(scene: Scene, ticket: TicketView, *, is_stacked: bool = False) -> Iterator[Button]:
    """How to get there, where this machine has a picture of it."""
    if way_picture(scene.look, ticket.way_picture):
        text, event = scene.text("ticket.way"), AboutPressed(Topic.WAY)
        yield parts.button(
            scene,
            "way",
            event,
            text,
            icon="map-pin",
            role=Role.ACTION,
            is_stacked=is_stacked,
        )


def buttons(scene: Scene, ticket: TicketView, reprint_text: str, done_text: str) -> Block:
    """What may be asked and done with the number, give it up, finish; the last two well apart.

    Large letters leave no room for all of it beside the number: then it is one touch away.
    """
    is_all_here = scene.kiosk.size is Size.NORMAL
    further = reprint_button(scene, reprint_text) if is_all_here else _more(scene)
    cancel = parts.button(
        scene,
        "cancel",
        CancelPressed(),
        scene.text("ticket.cancel"),
        icon="undo-2",
        role=Role.ACTION,
    )
    done = parts.button(
        scene, "done", DonePressed(), done_text, icon="check", surface=FILLED, least=144
    )
    last = Column((Row((further, cancel), shares=(1, 1.6), gap=54), done), gap=54)
    if not is_all_here:
        return last
    asked = (why_button(scene, ticket), *another_button(scene))
    return Column((Row(asked), last), gap=54)


def reprint_button(scene: Scene, text: str) -> Button:
    """The same number once more on paper."""
    return parts.button(scene, "reprint", ReprintPressed(), text, icon="printer", role=Role.ACTION)


def why_button(scene: Scene, ticket: TicketView) -> Button:
    """Who is called before; where nobody knows, how numbers are called at all."""
    text = scene.text("ticket.how" if ticket.wait is None else "ticket.why")
    event = AboutPressed(Topic.WHY)
    return parts.button(scene, "why", event, text, icon="users", role=Role.ACTION)


def another_button(scene: Scene) -> Iterator[Button]:
    """One more number for something else, where there is something else."""
    if has_services(scene.kiosk):
        text, event = scene.text("ticket.another"), AnotherServicePressed()
        yield parts.button(scene, "another", event, text, icon="plus", role=Role.ACTION)


def _more(scene: Scene) -> Button:
    event = AboutPressed(Topic.MORE)
    return parts.button(scene, "more", event, scene.text("ticket.more"), role=Role.ACTION)
