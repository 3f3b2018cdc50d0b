# SPDX-License-Identifier: Apache-2.0
"""The chip cards that a PC/SC reader can read: a further one is a file with a `read` and its line here."""

from drivers.card_reader.abstract import CardData
from drivers.card_reader.cards import social_security, taiwan_health
from drivers.card_reader.cards.apdu import Talk
from drivers.card_reader.errors import CardReaderError, CardReaderReason

PROGRAMS = (social_security.read, taiwan_health.read)


def read_card(talk: Talk) -> CardData:
    """Whoever holds the card.

    Raises:
        CardReaderError: CARD_NOT_SUPPORTED when it is none of the known ones, or why it gives nothing.
    """
    for read in PROGRAMS:
        if (card := read(talk)) is not None:
            return card
    raise CardReaderError(CardReaderReason.CARD_NOT_SUPPORTED)
