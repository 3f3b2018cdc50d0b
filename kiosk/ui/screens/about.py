# SPDX-License-Identifier: Apache-2.0
"""What is told about a number that was taken: who is before it and why, and what can be done."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.flow.states import About
from kiosk.flow.touches import BackPressed
from kiosk.flow.values import TicketView, Topic, Wait
from kiosk.ui import parts
from kiosk.ui.blocks import Beside, Column, Grow, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Block, Button, Label, Photo, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.screens.ticket_shown import (
    another_button,
    reprint_button,
    way_button,
    why_button,
)
from kiosk.ui.theme import Colour, Role
from kiosk.ui.ways import way_picture


def frame(scene: Scene, screen: About) -> Frame:
    """The answer, and back to the number."""
    ticket = screen.ticket
    match screen.topic:
        case Topic.WHY:
            return _why(scene, ticket)
        case Topic.WAY:
            return _way(scene, ticket)
        case Topic.MORE:
            return _more(scene, ticket)
        case _:
            assert_never(screen.topic)


def _why(scene: Scene, ticket: TicketView) -> Frame:
    """Who is called before, as far as anybody told, and the rule."""
    wait = ticket.wait
    if wait is None:
        return parts.frame(
            scene,
            scene.text("why.how"),
            parts.lead(scene.text("why.unknown"), rank=1),
            parts.hero(_rule(scene), most=760),
            Spring(),
            _back(scene),
        )
    title = scene.text("why.ahead", ahead=wait.ahead) if wait.ahead else scene.text("why.nobody")
    groups = tuple(_groups(scene, wait))
    blocks: tuple[Block, ...] = (parts.hero(Column(groups, gap=22), most=520),) if groups else ()
    rule = Spare(_rule(scene), rank=2) if groups else parts.hero(_rule(scene), most=520)
    return parts.frame(
        scene, title, *blocks, _as_of(scene, ticket, wait), rule, Spring(), _back(scene)
    )


def _groups(scene: Scene, wait: Wait) -> Iterator[Block]:
    """Who they are, in numbers; nothing where nobody told them apart."""
    if wait.booked is None or wait.green is None or wait.earlier is None:
        return
    told = (
        ("booked", "calendar-clock", wait.booked, Colour.ACCENT),
        ("green", "heart-handshake", wait.green, Colour.GREEN),
        ("earlier", "users", wait.earlier, Colour.ACCENT),
    )
    for name, icon, count, colour in told:
        if count:
            words = Label(scene.text(f"why.{name}", count=count), Role.KEY)
            yield Beside(Picture(icon, colour, 84), words, gap=28)


def _as_of(scene: Scene, ticket: TicketView, wait: Wait) -> Block:
    """When it was so; older figures say their age."""
    at, minutes = scene.time(ticket.issued_at), wait.minutes_old
    key = "why.as_of" if minutes is None else "why.as_of_old"
    return parts.notice(scene.text(key, time=at, minutes=minutes), "clock")


def _rule(scene: Scene) -> Block:
    """In which order numbers are called; a kiosk on its own knows only what is usual."""
    key = "why.rule" if scene.kiosk.settings.has_bookings else "why.rule_alone"
    return Label(scene.text(key), Role.BODY)


def _way(scene: Scene, ticket: TicketView) -> Frame:
    """The place in words, and its picture as large as the panel allows."""
    place = scene.own(ticket.where)
    path = way_picture(scene.look, ticket.way_picture)
    if path is None:
        where = Label(place, Role.TITLE, Colour.ACCENT, is_centred=True)
        pin = Picture("map-pin", Colour.ACCENT, 170)
        there = parts.hero(Spare(pin, rank=3), where, most=700)
        return parts.frame(scene, scene.text("ticket.where"), there, Spring(), _back(scene))
    title = scene.text("way.title")
    picture = Grow(Photo(path, title), weight=1000)
    return parts.frame(scene, place, parts.lead(title, rank=1), picture, _back(scene))


def _more(scene: Scene, ticket: TicketView) -> Frame:
    """What stands beside the number where letters are small."""
    choices = (
        why_button(scene, ticket),
        *way_button(scene, ticket),
        *another_button(scene),
        reprint_button(scene, scene.text("ticket.reprint")),
    )
    return parts.frame(
        scene,
        scene.text("more.title", number=ticket.number),
        Column(choices, gap=30),
        Spring(),
        _back(scene),
    )


def _back(scene: Scene) -> Button:
    """To the number."""
    text = scene.text("why.back")
    return parts.button(
        scene, "number", BackPressed(), text, icon="arrow-left", surface=FILLED, least=144
    )
