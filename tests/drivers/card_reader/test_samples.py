# SPDX-License-Identifier: Apache-2.0
"""The six cards of the demo."""

from datetime import date, timedelta

import pytest

from drivers.card_reader.abstract import CardKind
from drivers.card_reader.documents import is_card_number
from drivers.card_reader.samples import SampleCard, SampleName, sample_cards


def card_named(name: SampleName, today: date) -> SampleCard:
    return next(card for card in sample_cards(today) if card.name is name)


def age_on(today: date, born_on: date | None) -> int:
    assert born_on is not None
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))


@pytest.mark.parametrize("first", [date(2026, 1, 1), date(2028, 2, 29), date(2100, 12, 31)])
def test_the_holders_keep_their_ages_on_any_day(first: date) -> None:
    for today in (first + timedelta(days=days) for days in range(0, 366, 5)):
        ages = [age_on(today, card.data.birth_on) for card in sample_cards(today)]
        assert ages == [82, 34, 45, 29, 51, 38]


def test_there_are_six_different_cards_and_only_one_is_damaged() -> None:
    cards = sample_cards(date(2026, 3, 2))

    assert [card.name for card in cards] == list(SampleName)
    assert len({card.data.number for card in cards}) == 6
    assert [card.name for card in cards if card.is_damaged] == [SampleName.DAMAGED]


def test_the_numbers_are_good_and_nobodys() -> None:
    for card in sample_cards(date(2026, 3, 2)):
        assert is_card_number(card.data.kind, card.data.number)
        assert card.data.number.startswith(("999999", "830000", "900999"))
        assert card.data.number[14:17] == "000"


def test_the_cards_are_of_the_kinds_they_are_called_by() -> None:
    kinds = {card.name: card.data.kind for card in sample_cards(date(2026, 3, 2))}

    assert kinds[SampleName.FOREIGN_RESIDENT] is CardKind.FOREIGN_RESIDENT_2023
    assert kinds[SampleName.RESIDENCE_PERMIT] is CardKind.RESIDENCE_PERMIT
    assert kinds[SampleName.OLDER] is CardKind.CITIZEN


def test_a_name_has_characters_that_old_character_sets_lack() -> None:
    name = card_named(SampleName.RARE_NAME, date(2026, 3, 2)).data.name

    assert "𠮷" in name
    assert "㐂" in name


def test_a_sample_shows_neither_name_nor_number() -> None:
    card = card_named(SampleName.OLDER, date(2026, 3, 2))

    for shown in (repr(card), repr(card.on_reader), repr(card.data)):
        assert card.data.name not in shown
        assert card.data.number not in shown
        assert "text_block" not in shown
