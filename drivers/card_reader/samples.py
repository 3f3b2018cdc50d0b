# SPDX-License-Identifier: Apache-2.0
"""Six cards of invented persons for the demo and the tests, with numbers that are nobody's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from drivers.card_reader.abstract import CardData, CardKind
from drivers.card_reader.codec import Status, build_text_block, parse_text_block
from drivers.card_reader.documents import check_digit
from drivers.card_reader.simulated_sam import SimulatedCard

UNASSIGNED_AREA = "999999"
"""No county has this code (GB/T 2260)."""
TAIWAN_AREA = "830000"
"""The one code of all permits for residents of Taiwan; the order number 000 marks the sample."""
UNASSIGNED_PLACE_AND_COUNTRY = "900999"
"""9 for a foreigner, then a place of issue and a country (ISO 3166 numeric) that are nobody's."""


class SampleName(StrEnum):
    """Who the six are."""

    OLDER = "older"
    YOUNGER = "younger"
    FOREIGN_RESIDENT = "foreign_resident"
    RESIDENCE_PERMIT = "residence_permit"
    RARE_NAME = "rare_name"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class SampleCard:
    """One card that can be laid on a simulated reader.

    Attributes:
        name: which of the six.
        text_block: the 256 bytes that a reader gives.
        is_damaged: it is found and selected, but never read.
    """

    name: SampleName
    text_block: bytes = field(repr=False)
    is_damaged: bool = False

    @property
    def data(self) -> CardData:
        """What a good read gives, for pictures of the card."""
        return parse_text_block(self.text_block)

    @property
    def on_reader(self) -> SimulatedCard:
        """The card as the reader's side of the talk knows it."""
        return SimulatedCard(
            self.text_block, Status.READ_FAILED if self.is_damaged else Status.DONE
        )


def sample_cards(today: date) -> tuple[SampleCard, ...]:
    """The six cards; their holders keep their ages whatever day it is."""
    return (
        _citizen(SampleName.OLDER, "李秀兰", _born(today, 82)),
        _citizen(SampleName.YOUNGER, "王小明", _born(today, 34)),
        _foreign_resident(_born(today, 45)),
        _residence_permit(_born(today, 29)),
        _citizen(SampleName.RARE_NAME, "周𠮷㐂", _born(today, 51)),
        _citizen(SampleName.DAMAGED, "赵大山", _born(today, 38), is_damaged=True),
    )


def _citizen(
    name: SampleName, holder: str, born_on: date, *, is_damaged: bool = False
) -> SampleCard:
    texts = {
        "name": holder,
        "number": _number(UNASSIGNED_AREA, born_on),
        "ethnic_group": "01",
        "address": "示例省示例市示例路1号",
        "authority": "示例市公安局",
        "valid_to": "长期",
    }
    return SampleCard(name, _text_block(CardKind.CITIZEN, born_on, texts), is_damaged)


def _residence_permit(born_on: date) -> SampleCard:
    texts = {
        "name": "陳怡君",
        "number": _number(TAIWAN_AREA, born_on),
        "address": "示例省示例市示例路2号",
        "authority": "示例市公安局",
        "valid_to": f"{born_on.year + 34}0101",
        "travel_permit_number": "00000000",
        "times_issued": "01",
    }
    return SampleCard(
        SampleName.RESIDENCE_PERMIT, _text_block(CardKind.RESIDENCE_PERMIT, born_on, texts)
    )


def _foreign_resident(born_on: date) -> SampleCard:
    texts = {
        "name": "安雅",
        "number": _number(UNASSIGNED_PLACE_AND_COUNTRY, born_on),
        "english_name": "SAMPLE, ANYA",
        "country": "XXA",
        "valid_to": f"{born_on.year + 55}0101",
    }
    return SampleCard(
        SampleName.FOREIGN_RESIDENT, _text_block(CardKind.FOREIGN_RESIDENT_2023, born_on, texts)
    )


def _text_block(kind: CardKind, born_on: date, texts: Mapping[str, str]) -> bytes:
    common = {"sex": "2", "birth": f"{born_on:%Y%m%d}", "valid_from": f"{born_on.year + 24}0101"}
    return build_text_block(kind, {**common, **texts})


def _born(today: date, age_years: int) -> date:
    """A day that makes somebody this old since about four months."""
    return today - timedelta(days=int(age_years * 365.25) + 120)


def _number(first_6: str, born_on: date) -> str:
    first_17 = f"{first_6}{born_on:%Y%m%d}000"
    return first_17 + check_digit(first_17)
