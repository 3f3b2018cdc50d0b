# SPDX-License-Identifier: Apache-2.0
"""The number; "take your ticket" only once the printer has confirmed it."""

from collections.abc import Iterator

from kiosk.flow.events import CancelPressed, DonePressed, ReprintPressed
from kiosk.flow.states import TicketShown
from kiosk.flow.values import Paper, TicketView
from kiosk.ui import parts
from kiosk.ui.blocks import FILLED, Beside, Block, Column, Label, Picture, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, screen: TicketShown) -> Frame:
    """Number, where to wait, what may be done with it."""
    ticket = screen.ticket
    is_out = ticket.paper is Paper.CONFIRMED
    return parts.frame(
        scene,
        scene.text("ticket.take" if is_out else "ticket.printing"),
        parts.number_box(ticket.number, scene.own(ticket.service_name), *facts(scene, ticket)),
        where(scene, ticket),
        *bring(scene, ticket),
        Spring(),
        _buttons(scene),
    )


def facts(scene: Scene, ticket: TicketView) -> Iterator[Block]:
    """What is special about this number: its slot, first served, or standby; said honestly."""
    if ticket.slot_start is not None and ticket.slot_end is not None:
        start, end = scene.time(ticket.slot_start), scene.time(ticket.slot_end)
        text = scene.text("ticket.slot", start=start, end=end)
        yield Label(text, Role.STRONG, Colour.INK, is_centred=True)
    if ticket.is_green:
        label = Label(scene.text("ticket.green"), Role.STRONG, Colour.GREEN, is_centred=True)
        yield Beside(Picture("heart-handshake", Colour.GREEN, 64), label, is_centred=True, gap=16)
    if ticket.is_standby:
        yield Label(scene.text("ticket.standby"), Role.BODY, Colour.INK, is_centred=True)


def where(scene: Scene, ticket: TicketView) -> Block:
    """Where to wait."""
    return parts.place_box(scene, scene.text("ticket.where"), scene.own(ticket.where))


def bring(scene: Scene, ticket: TicketView) -> tuple[Block, ...]:
    """What to have ready; it is on the paper too, so it may be left out here."""
    if not ticket.materials:
        return ()
    items = scene.listed(scene.own(words) for words in ticket.materials)
    text = scene.text("ticket.bring", materials=items)
    return (Spare(parts.notice(text, "file-text"), rank=3),)


def _buttons(scene: Scene) -> Block:
    cancel = parts.button("cancel", CancelPressed(), scene.text("ticket.cancel"), icon="undo-2")
    reprint = parts.button(
        "reprint",
        ReprintPressed(),
        scene.text("ticket.reprint"),
        icon="printer",
        is_active=parts.is_wanted(scene.kiosk, ReprintPressed()),
    )
    done = parts.button(
        "done", DonePressed(), scene.text("ticket.done"), icon="check", surface=FILLED, least=160
    )
    return Column((Row((reprint, cancel), shares=(1, 1.25), gap=54), done), gap=54)
