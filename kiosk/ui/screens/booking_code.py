# SPDX-License-Identifier: Apache-2.0
"""What several screens say of bookings: that they check in here, and where to type their code."""

from collections.abc import Iterator

from kiosk.flow.touches import BookingCodePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Row, Spare
from kiosk.ui.leaves import Block, Button
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Role


def code_button(scene: Scene) -> tuple[Button, ...]:
    """The way to the keypad for booking codes; nothing where nobody books."""
    if not scene.kiosk.settings.has_bookings:
        return ()
    text = scene.text("booking_code.type")
    button = parts.button(
        scene,
        "booking_code",
        BookingCodePressed(),
        text,
        icon="ticket",
        role=Role.ACTION,
    )
    return (button,)


def with_code_button(scene: Scene, first: Button, second: Button, *third: Button) -> Block:
    """The ways to go on without a card, the first over the others, which stand two in a row.

    The last of four gives way where large letters tell of much that is out of order.
    """
    code = code_button(scene)
    if not code:
        return Column((first, Row((second, *third))))
    return Column((first, Row((*code, second)), *(Spare(one, rank=1) for one in third)))


def booked_can_check_in(scene: Scene) -> Iterator[Block]:
    """Said where walk-ins get no number; nothing where bookings do not check in either."""
    if not scene.kiosk.settings.has_bookings or not parts.is_wanted(
        scene.kiosk, BookingCodePressed()
    ):
        return
    yield parts.notice(scene.card_text("booking_code.booked"), "id-card")
    yield from code_button(scene)
