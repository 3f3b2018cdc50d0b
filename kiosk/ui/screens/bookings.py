# SPDX-License-Identifier: Apache-2.0
"""Several bookings of one person, or one beside a ticket: which."""

from kiosk.flow.paging import booking_pages, bookings_on
from kiosk.flow.states import Bookings
from kiosk.flow.touches import AnotherServicePressed, BookingPressed, HeldTicketPressed, PagePressed
from kiosk.flow.values import BookingState, BookingView
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Beside, Column, Grid, Grow, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, QUIET, Block, Button, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, screen: Bookings) -> Frame:
    """One button for each, then the ticket held, more bookings, other services."""
    shown = enumerate(bookings_on(scene.kiosk, screen.page), start=1)
    buttons = tuple(parts.numbered(_booking(scene, each), number) for number, each in shown)
    return parts.frame(
        scene,
        scene.text("bookings.title"),
        Grow(Grid(buttons, columns=1, gap=30, most=290), most=320 * len(buttons)),
        Spring(),
        Aside(Column(tuple(_further(scene)), gap=30)),
    )


def _booking(scene: Scene, booking: BookingView) -> Button:
    start, end = scene.time(booking.slot_start), scene.time(booking.slot_end)
    name = scene.own(booking.service_name)
    time = scene.text("bookings.slot", start=start, end=end)
    remark = _remark(scene, booking)
    labels: tuple[Block, ...] = (Label(time, Role.KEY), Label(name, Role.STRONG))
    if remark:
        labels = (*labels, Label(remark, Role.BODY, Colour.SOFT_INK))
    is_ready = booking.state.is_ready
    picture = Picture(booking.icon, Colour.ACCENT if is_ready else Colour.SOFT_INK)
    return Button(
        f"booking.{booking.booking.number}",
        BookingPressed(booking.booking.booking_id),
        " ".join(part for part in (time, name, remark) if part),
        Beside(picture, Column(labels, gap=0), gap=36),
        CHOICE if is_ready else QUIET,
        least=120,
        pad_x=36,
        pad_y=14,
    )


def _remark(scene: Scene, booking: BookingView) -> str:
    if booking.is_suspended and booking.state.is_ready:
        return scene.text("services.suspended")
    if booking.state is BookingState.ON_TIME:
        return ""
    if booking.state is BookingState.EARLY:
        return scene.text("check_in.called_from", time=scene.time(booking.called_from))
    return scene.text(f"bookings.{booking.state}")


def _further(scene: Scene) -> list[Block]:
    blocks: list[Block] = []
    if booking_pages(scene.kiosk) > 1:
        more = scene.text("bookings.more")
        blocks.append(parts.button(scene, "more", PagePressed(), more, icon="arrow-right"))
    held = scene.kiosk.visitor.open_ticket if scene.kiosk.visitor else None
    if held is not None:
        text = scene.text("bookings.held", number=held.number)
        blocks.append(parts.button(scene, "held", HeldTicketPressed(), text, icon="ticket"))
    another = scene.text("bookings.another")
    blocks.append(parts.button(scene, "another", AnotherServicePressed(), another, icon="plus"))
    return blocks
