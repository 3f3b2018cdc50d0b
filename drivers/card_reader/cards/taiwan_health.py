# SPDX-License-Identifier: Apache-2.0
"""The health insurance card of Taiwan, 全民健康保險卡: its profile needs no PIN (devices.md 1b)."""

import re
from datetime import date

from drivers.card_reader.abstract import CardData, CardKind
from drivers.card_reader.cards.apdu import Talk, refusal
from drivers.card_reader.documents import clean, day_of, is_card_number
from drivers.card_reader.errors import CardReaderError, CardReaderReason

KIND = CardKind.TAIWAN_HEALTH
SELECT = bytes.fromhex("00A4040010 D158000001 000000000000000000 1100")
READ_PROFILE = bytes.fromhex("00CA110002 0000")

NAME, NUMBER, BIRTH = slice(12, 32), slice(32, 42), slice(42, 49)
YEAR_BEFORE_THE_FIRST = 1911
"""The calendar of the Republic counts 1912 as its year 1."""


def read(talk: Talk) -> CardData | None:
    """The holder; None when this is another kind of card.

    Raises:
        CardReaderError: the card gives no number.
    """
    if not talk.select(SELECT):
        return None
    profile = talk.ask(READ_PROFILE)
    if not profile.is_good:
        raise refusal(KIND, profile)
    number = clean(profile.data[NUMBER].decode("ascii", "replace")).upper()
    if not is_card_number(KIND, number):
        raise CardReaderError(CardReaderReason.CARD_NOT_SUPPORTED, kind=KIND)
    return CardData(
        kind=KIND,
        number=number,
        name=clean(profile.data[NAME].decode("cp950", "replace")),
        english_name="",
        birth_on=_birth(profile.data[BIRTH]),
    )


def _birth(digits: bytes) -> date | None:
    if not re.fullmatch(rb"[0-9]{7}", digits):
        return None
    return day_of(f"{int(digits[:3]) + YEAR_BEFORE_THE_FIRST}{digits[3:].decode()}")
