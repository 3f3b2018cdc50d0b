# SPDX-License-Identifier: Apache-2.0
"""Invented persons with cards, as many as are needed; no county has the code their numbers begin with."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from drivers.card_reader.abstract import CardKind
from drivers.card_reader.codec import build_text_block
from drivers.card_reader.documents import check_digit

UNASSIGNED_AREA = "999999"
FAMILY_NAMES = "王李张刘陈杨赵黄周吴"
GIVEN_NAMES = ("桂英", "建国", "小明", "丽", "雨桐", "海燕")
OLDEST_BORN_ON = date(1938, 3, 1)


@dataclass(frozen=True)
class Person:
    """Nobody; what the card says stays out of the repr, as in the product."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    address: str = field(repr=False)
    born_on: date = field(repr=False)

    @property
    def card(self) -> bytes:
        texts = {
            "name": self.name,
            "sex": "1",
            "ethnic_group": "01",
            "birth": f"{self.born_on:%Y%m%d}",
            "address": self.address,
            "number": self.number,
            "authority": "示例市公安局",
            "valid_from": "20200101",
            "valid_to": "20400101",
        }
        return build_text_block(CardKind.CITIZEN, texts)


def person(count: int) -> Person:
    """The same one for the same count, another one for every other."""
    born_on = OLDEST_BORN_ON + timedelta(days=count * 397 % 24_000)
    first_17 = f"{UNASSIGNED_AREA}{born_on:%Y%m%d}{count % 1000:03}"
    name = FAMILY_NAMES[count % 10] + GIVEN_NAMES[count % len(GIVEN_NAMES)]
    address = f"示例省无名市虚构路{count}号"
    return Person(name, first_17 + check_digit(first_17), address, born_on)
