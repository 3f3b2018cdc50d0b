# SPDX-License-Identifier: Apache-2.0
"""What kiosk.toml says where it says what a kiosk knows: no comment, no word of an unknown option."""

from pathlib import Path

from common.settings.groups import ListOf, Table
from common.settings.toml_faults import Fault
from common.settings.toml_file import parse, read_text
from kiosk.export.redaction import LEFT_OUT
from kiosk.settings.options import FILE

LARGEST = 999_999
"""No option counts as far; a larger number is something that does not belong there."""


def known_settings(config: Path) -> dict[str, object] | None:
    """The values of the file, also of one with mistakes; None where there is no text to read."""
    text = read_text(config)
    return None if isinstance(text, Fault) else _known(FILE, parse(text).values)


def _known(table: Table, values: dict[str, object]) -> dict[str, object]:
    kinds = {option.name: option.kind for option in table.options}
    found = {name: _value(kinds[name], value) for name, value in values.items() if name in kinds}
    return found if len(found) == len(values) else {**found, LEFT_OUT: LEFT_OUT}


def _value(kind: object, value: object) -> object:
    match kind, value:
        case Table(), dict():
            return _known(kind, value)
        case ListOf(kind=each), list():
            return [_value(each, one) for one in value]
        case _, int() if value > LARGEST:
            return LEFT_OUT
        case _:
            return value
