# SPDX-License-Identifier: Apache-2.0
"""Asks for the card and shows where it goes; says first what is out of order."""

from collections.abc import Iterator

from hall.words import letters
from kiosk.flow.touches import (
    NoCardPressed,
    PrivacyPressed,
    TypeNumberPressed,
)
from kiosk.flow.values import Opening, Size
from kiosk.ui import adjusting, parts
from kiosk.ui.blocks import Aside, Boxed, Column, Grow, Row, Spare, Spring
from kiosk.ui.frame import LAST_TO_GO, Frame
from kiosk.ui.leaves import CHOICE, FILLED, TINTED, Block, Button, Label, Machine
from kiosk.ui.scene import Scene
from kiosk.ui.screens import cut
from kiosk.ui.screens.booking_code import code_button, with_code_button
from kiosk.ui.screens.other_document import other_document_button
from kiosk.ui.theme import Colour, Role

_LONG_DESK = 24
"""Letters; half as many Han characters."""
_SOME = 3
"""More numbers than this are not listed; nobody would look for his own in a long row."""


def frame(scene: Scene) -> Frame:
    """The drawing while the reader works; else the other ways, large.

    Last, and so lowest, is how the screen is adjusted: who sits brings all controls down from there.
    """
    troubles = tuple(_troubles(scene))
    if scene.kiosk.devices.reader_problem is not None:
        return parts.frame(
            scene,
            _title(scene),
            *troubles,
            *cut.line(scene),
            _large_ways(scene),
            Spring(),
            *_hours(scene),
            _privacy(scene),
            adjusting.row(scene),
        )
    machine = Boxed(Machine(scene.look.reader_position), TINTED, pad_x=20, pad_y=24)
    return parts.frame(
        scene,
        _title(scene),
        *_lead(scene, has_troubles=bool(troubles)),
        *troubles,
        *cut.line(scene, LAST_TO_GO),
        Spare(Grow(machine, weight=1000), rank=_rank_of_drawing(scene)),
        Spring(),
        *_hours(scene),
        _ways(scene),
        _privacy(scene),
        adjusting.row(scene),
    )


def _rank_of_drawing(scene: Scene) -> int:
    """What may be missing, and what to do with a card that lies there, are worth more than the drawing."""
    return 2 if scene.kiosk.cut_since or scene.kiosk.is_lift_asked else 1


def _title(scene: Scene) -> str:
    """What to do; for a while why a code that somebody held there does not do."""
    is_reader_well = scene.kiosk.devices.reader_problem is None
    if scene.kiosk.code_problem is None:
        if is_reader_well:
            return scene.card_text(f"welcome.title_{scene.look.reader_position}")
        return scene.text("welcome.title_no_reader")
    reason = scene.reason(scene.kiosk.code_problem)
    return scene.card_text("welcome.title_code", reason=reason) if is_reader_well else reason


def _lead(scene: Scene, *, has_troubles: bool) -> Iterator[Block]:
    """What the card is for; first of all what to do with one that was not lifted."""
    if scene.kiosk.is_lift_asked:
        lift = Label(scene.card_text("welcome.lift"), Role.BODY, Colour.INK)
        yield Spare(lift, rank=LAST_TO_GO)
    elif not has_troubles:
        booked = "lead_booked" if scene.kiosk.settings.has_bookings else "lead"
        yield parts.lead(scene.card_text(f"welcome.{booked}"), rank=4)


def _troubles(scene: Scene) -> Iterator[Block]:
    """What is out of order and what to do about it; one message even when both are."""
    devices = scene.kiosk.devices
    troubles = [key for key in (devices.reader_problem, devices.printer_problem) if key]
    if troubles:
        reasons = [scene.reason(key) for key in troubles]
        kind = "both" if len(troubles) > 1 else "reader" if devices.reader_problem else "printer"
        words = scene.card_text if kind == "reader" else scene.text
        what = words(f"welcome.{kind}_trouble", reason=scene.joined(reasons))
        yield _warning(scene, what, f"{kind}_way")
    numbers = scene.kiosk.unprinted
    if numbers:
        some = scene.listed(numbers[:_SOME])
        more = len(numbers) > _SOME
        what = scene.text("welcome.unprinted_more" if more else "welcome.unprinted", numbers=some)
        notice = _warning(scene, what, "unprinted_way")
        yield Spare(notice, rank=1) if troubles else notice


def _warning(scene: Scene, what: str, way: str) -> Block:
    """And what to do; a desk with a very long name stands behind 找人帮忙 if it must."""
    is_long = letters(scene.desk) > _LONG_DESK
    text = scene.text(f"welcome.{way}", desk=scene.desk)
    return parts.warning(what, text, is_way_spare=is_long)


def _ways(scene: Scene) -> Block:
    """Without a card."""
    cards, others = tuple(_card_ways(scene)), (*code_button(scene), other_document_button(scene))
    return Column((Row(cards, gap=30), Row(others, gap=30)), gap=30)


def _card_ways(scene: Scene) -> Iterator[Button]:
    yield parts.button(
        scene,
        "no_card",
        NoCardPressed(),
        scene.card_text("welcome.no_card"),
        icon=_icon(scene, "user"),
        role=Role.ACTION,
    )
    yield parts.button(
        scene,
        "type_number",
        TypeNumberPressed(),
        scene.text("welcome.type_number"),
        icon=_icon(scene, "keyboard"),
        role=Role.ACTION,
    )


def _icon(scene: Scene, name: str) -> str:
    """None beside the largest letters, which need the room."""
    return "" if scene.kiosk.size is Size.EXTRA_LARGE else name


def _large_ways(scene: Scene) -> Block:
    """The ways that work without a reader; the number first, because it is found again by it."""
    type_number = parts.button(
        scene,
        "type_number",
        TypeNumberPressed(),
        scene.text("welcome.type_number"),
        icon="keyboard",
        surface=FILLED,
        least=200,
        role=Role.KEY,
    )
    no_card = parts.button(
        scene,
        "no_card",
        NoCardPressed(),
        scene.card_text("welcome.no_card"),
        icon=_icon(scene, "user"),
        least=200,
        role=Role.ACTION,
    )
    return with_code_button(scene, type_number, no_card, other_document_button(scene))


def _hours(scene: Scene) -> Iterator[Block]:
    """Of today."""
    if scene.kiosk.opening is not None:
        hours = Label(hours_text(scene, scene.kiosk.opening), Role.BODY, Colour.INK)
        yield Spare(hours, rank=3)


def _privacy(scene: Scene) -> Block:
    """What is kept of an ID card, and the way to what is read and why; short in large letters."""
    is_normal = scene.kiosk.size is Size.NORMAL
    words = "privacy" if is_normal else "privacy_short"
    return Aside(
        Spare(
            parts.button(
                scene,
                "privacy",
                PrivacyPressed(),
                scene.card_text(f"welcome.{words}"),
                icon="info",
                surface=CHOICE,
                least=104,
                role=Role.BODY if is_normal else Role.BAR,
            ),
            rank=2,
        )
    )


def hours_text(scene: Scene, opening: Opening) -> str:
    """今天 9:00–12:00、13:30–17:00，16:45 停止取号."""
    spans = scene.listed(scene.span(start, end) for start, end in opening.hours)
    text = scene.text("welcome.hours", hours=spans)
    if opening.stop_at is None:
        return text
    stop = scene.text("welcome.stop", stop=scene.time(opening.stop_at))
    return scene.texts("language.clauses", first=text, second=stop)
