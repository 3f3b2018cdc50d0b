# SPDX-License-Identifier: Apache-2.0
"""What all device errors share."""

from types import MappingProxyType

from drivers.card_reader.errors import CardReaderError, CardReaderReason


def test_a_device_error_names_its_text_and_carries_its_fields() -> None:
    error = CardReaderError(CardReaderReason.UNPLUGGED, port="/dev/ttyUSB0")

    assert error.key == "error.card_reader.unplugged"
    assert error.fields == {"port": "/dev/ttyUSB0"}
    assert str(error) == "error.card_reader.unplugged port=/dev/ttyUSB0"


def test_the_fields_of_an_error_cannot_be_changed() -> None:
    fields = CardReaderError(CardReaderReason.SILENT, command="FIND").fields

    assert isinstance(fields, MappingProxyType)


def test_a_family_lists_one_key_for_each_reason() -> None:
    keys = CardReaderError.keys()

    assert len(set(keys)) == len(CardReaderReason)
    assert "error.card_reader.card_unreadable" in keys


def test_only_three_reasons_are_the_cards_fault() -> None:
    blamed = {reason for reason in CardReaderReason if CardReaderError(reason).is_card_fault}

    assert blamed == {
        CardReaderReason.CARD_UNREADABLE,
        CardReaderReason.CARD_NOT_SUPPORTED,
        CardReaderReason.CARD_CLOSED,
    }
