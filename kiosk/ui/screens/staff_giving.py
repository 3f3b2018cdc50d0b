# SPDX-License-Identifier: Apache-2.0
"""Staff give a number: of which service, what kind, and why one beyond quota."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.flow.staff_giving import service_pages, services_on
from kiosk.flow.staff_states import Giving, NewNumber, ServiceForVisitor, WhyExtra
from kiosk.flow.staff_touches import (
    CountPressed,
    ExtraPressed,
    GiveNumberPressed,
    GreenForVisitorPressed,
    ItemsPressed,
)
from kiosk.flow.staff_values import EXTRA_REASONS
from kiosk.flow.touches import PagePressed, ServicePressed
from kiosk.flow.values import Availability, ServiceTile
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Boxed, Column, Grid, Grow, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, FILLED, INFO, QUIET, Block, Button, Label
from kiosk.ui.scene import Scene
from kiosk.ui.screens.staff_parts import reasons, remarked
from kiosk.ui.theme import Colour, Role

_STEP_SHARES = (1.0, 1.7, 1.0)


def frame(scene: Scene, page: Giving) -> Frame:
    """The page on the way to a number."""
    match page:
        case ServiceForVisitor():
            return _services(scene, page)
        case NewNumber():
            return _number(scene, page)
        case WhyExtra():
            return _why_extra(scene, page)
        case _:
            assert_never(page)


def _services(scene: Scene, page: ServiceForVisitor) -> Frame:
    """One control for each service, then more of them."""
    shown = enumerate(services_on(scene.kiosk, page.page), start=1)
    buttons = tuple(parts.numbered(_service(scene, tile), number) for number, tile in shown)
    more = scene.text("staff_list.more")
    further = (parts.button(scene, "more", PagePressed(), more, icon="arrow-right"),)
    has_more = service_pages(scene.kiosk) > 1
    return parts.frame(
        scene,
        scene.text("staff_give.title_service"),
        Grow(Grid(buttons, columns=1, gap=30, most=190), most=225 * len(buttons)),
        Spring(),
        *((Aside(Row(further)),) if has_more else ()),
    )


def _number(scene: Scene, page: NewNumber) -> Frame:
    """The kind of number, and giving it."""
    tile = scene.tile(page.service_id)
    name = scene.own(tile.name) if tile else ""
    return parts.frame(
        scene,
        scene.text("staff_give.title"),
        Label(name, Role.KEY),
        *_remark(scene, page),
        Spring(),
        Column((_items(scene, page), _count(scene, page), _green(scene, page)), gap=30),
        Column(tuple(_gives(scene, page)), gap=36),
    )


def _why_extra(scene: Scene, page: WhyExtra) -> Frame:
    """The reasons to go beyond quota; one of them does it."""
    tile = scene.tile(page.before.service_id)
    name = scene.own(tile.name) if tile else ""
    return parts.frame(
        scene,
        scene.text("staff_why.title_extra"),
        Spare(Label(name, Role.BODY, Colour.SOFT_INK), rank=2),
        reasons(scene, EXTRA_REASONS),
        Spring(),
    )


def _remark(scene: Scene, page: NewNumber) -> tuple[Block, ...]:
    if page.is_busy:
        return (parts.notice(scene.text("staff_ticket.busy"), "hourglass"),)
    return remarked(scene, page.remark)


def _service(scene: Scene, tile: ServiceTile) -> Button:
    name = scene.own(tile.name)
    is_open = tile.availability is Availability.NOW
    facts = "" if is_open else scene.text(f"staff_give.is_{tile.availability}")
    labels: tuple[Block, ...] = (Label(name, Role.KEY),)
    if facts:
        labels = (*labels, Label(facts, Role.BODY, Colour.SOFT_INK))
    return Button(
        f"service.{tile.service_id}",
        ServicePressed(tile.service_id),
        " ".join(filter(None, (name, facts))),
        Column(labels, gap=0),
        CHOICE if is_open else QUIET,
        least=120,
        pad_x=36,
        pad_y=10,
        number_room=40,
    )


def _items(scene: Scene, page: NewNumber) -> Block:
    said = scene.text("staff_give.items", count=page.items)
    return _steps(scene, "items", ItemsPressed(is_more=False), ItemsPressed(is_more=True), said)


def _count(scene: Scene, page: NewNumber) -> Block:
    said = scene.text("staff_give.count", count=page.count)
    return _steps(scene, "count", CountPressed(is_more=False), CountPressed(is_more=True), said)


def _steps(
    scene: Scene,
    name: str,
    less: ItemsPressed | CountPressed,
    more: ItemsPressed | CountPressed,
    said: str,
) -> Block:
    """One less, how many, one more."""
    fewer = parts.button(scene, f"{name}.less", less, scene.text("staff_give.less"), surface=CHOICE)
    added = parts.button(scene, f"{name}.more", more, scene.text("staff_give.more"), surface=CHOICE)
    shown = Boxed(Label(said, Role.STRONG, is_centred=True), INFO, pad_x=8, pad_y=8)
    return Row((fewer, shown, added), shares=_STEP_SHARES, gap=30)


def _green(scene: Scene, page: NewNumber) -> Button:
    text = scene.text("staff_give.green_on" if page.is_green else "staff_give.green")
    event, icon = GreenForVisitorPressed(), "check" if page.is_green else "heart"
    surface = FILLED if page.is_green else CHOICE
    return parts.button(scene, "green_for_visitor", event, text, icon=icon, surface=surface)


def _gives(scene: Scene, page: NewNumber) -> Iterator[Button]:
    if page.is_full:
        text = scene.text("staff_give.extra")
        yield parts.button(scene, "give_extra", ExtraPressed(), text, icon="plus")
    text = scene.text("staff_give.give")
    event = GiveNumberPressed()
    yield parts.button(scene, "give_number", event, text, icon="ticket", surface=FILLED)
