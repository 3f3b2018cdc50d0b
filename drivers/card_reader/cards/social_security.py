# SPDX-License-Identifier: Apache-2.0
"""The Chinese social security card, 社会保障卡 (LD/T 32): number and name need no PIN (devices.md 1b)."""

from drivers.card_reader.abstract import CardData, CardKind
from drivers.card_reader.cards.apdu import Response, Talk, refusal
from drivers.card_reader.documents import clean, day_of, is_card_number
from drivers.card_reader.errors import CardReaderError, CardReaderReason

KIND = CardKind.SOCIAL_SECURITY
SELECT_SYSTEM = bytes.fromhex("00A404000F") + "sx1.sh.社会保障".encode("gbk")
SELECT_HOLDER = bytes.fromhex("00A4020002EF06")

NUMBER_TAG, NUMBER_SIZE = 0x08, 18
NAME_TAG, NAME_SIZE = 0x09, 30
FIRST_TAG = 0x08
"""Of file EF06; record 1 holds it, record 2 the next."""
TAG_AND_LENGTH = 2


def read(talk: Talk) -> CardData | None:
    """The holder; None when this is another kind of card.

    Only the number and the name are read; the birth date is in the number.

    Raises:
        CardReaderError: the card gives no number.
    """
    if not talk.select(SELECT_SYSTEM):
        return None
    chosen = talk.ask(SELECT_HOLDER)
    if not chosen.is_good:
        raise refusal(KIND, chosen)
    number = clean(_item(talk, NUMBER_TAG, NUMBER_SIZE).decode("ascii", "replace")).upper()
    if not is_card_number(KIND, number):
        raise CardReaderError(CardReaderReason.CARD_NOT_SUPPORTED, kind=KIND)
    return CardData(
        kind=KIND,
        number=number,
        name=clean(_item(talk, NAME_TAG, NAME_SIZE).decode("gb18030", "replace")),
        english_name="",
        birth_on=day_of(number[6:14]),
    )


def _item(talk: Talk, tag: int, size: int) -> bytes:
    """The value of one record, asked for by tag and, where a card has no tags, by its place."""
    response = _read_record(talk, tag, 0x00, size + TAG_AND_LENGTH)
    if response.is_unknown:
        response = _read_record(talk, tag - FIRST_TAG + 1, 0x04, 0)
    if not response.is_good:
        raise refusal(KIND, response)
    header, value = response.data[:TAG_AND_LENGTH], response.data[TAG_AND_LENGTH:]
    if len(header) < TAG_AND_LENGTH or header[0] != tag or header[1] > len(value):
        raise CardReaderError(CardReaderReason.CARD_NOT_SUPPORTED, kind=KIND, tag=f"{tag:02X}")
    return value[: header[1]]


def _read_record(talk: Talk, which: int, how: int, length: int) -> Response:
    return talk.ask(bytes([0x00, 0xB2, which, how, length]))
