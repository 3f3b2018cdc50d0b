# SPDX-License-Identifier: Apache-2.0
"""Turns a card or a typed number into an Identity before anything else sees it (protocol.md 4)."""

from collections.abc import Callable
from datetime import date

from drivers.card_reader.abstract import CardData, CardKind
from hall.calendar import Calendar
from hall.documents import Document, is_foreign_resident, who
from hall.identity import Ages, Identity, Secret, identify
from kiosk.clock import Clock
from kiosk.flow.staff_values import StaffPerson
from kiosk.services.staff_door import StaffDoor

FOREIGN_CARDS = frozenset({CardKind.FOREIGN_RESIDENT_2017, CardKind.FOREIGN_RESIDENT_2023})


def who_laid(identifier: "Identifier", door: StaffDoor, card: CardData) -> Identity | StaffPerson:
    """Somebody of the staff, or a visitor; raises KioskError."""
    return door.by_card(Secret(card.number)) or identifier.of_card(card)


class Identifier:
    """Concurrency: any thread; `day_key` gives the 32 bytes of a business day, the same each time.

    Raises what its arguments raise: a KioskError where there is no key or no site yet.
    """

    def __init__(
        self,
        calendar: Callable[[], Calendar],
        day_key: Callable[[date], bytes],
        ages: Callable[[], Ages],
        clock: Clock,
    ) -> None:
        self._calendar = calendar
        self._day_key = day_key
        self._ages = ages
        self._clock = clock

    def of_card(self, card: CardData) -> Identity:
        """Who laid this card."""
        name = card.name or card.english_name
        return self._identify(
            Secret(card.number), name, card.birth_on, is_foreign_resident=card.kind in FOREIGN_CARDS
        )

    def of_number(self, number: Secret, document: Document | None = None) -> Identity:
        """Who typed this number, of an ID card or that document; it has passed its checks."""
        is_foreign = is_foreign_resident(document, number)
        return self._identify(who(document, number), "", None, is_foreign_resident=is_foreign)

    def _identify(
        self, number: Secret, name: str, born_on: date | None, *, is_foreign_resident: bool
    ) -> Identity:
        today = self._calendar().business_day(self._clock.now())
        return identify(
            number,
            name,
            born_on,
            key=self._day_key(today),
            today=today,
            ages=self._ages(),
            is_foreign_resident=is_foreign_resident,
        )
