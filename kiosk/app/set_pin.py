# SPDX-License-Identifier: Apache-2.0
"""`kiosk set-pin`: lets somebody of the staff in by a staff number and a PIN, or no more."""

import sys
from collections.abc import Callable
from dataclasses import replace
from getpass import getpass
from pathlib import Path
from typing import ClassVar, TextIO

from hall.identity import Secret
from kiosk.app.store import staff_file
from kiosk.errors import KioskError
from kiosk.flow.staff_values import STAFF_NUMBER_DIGITS
from kiosk.pins import LEAST_DIGITS, MOST_DIGITS, Pins, is_fit
from kiosk.settings.load import load_settings
from kiosk.store.staff_file import StaffRecord
from kiosk.texts import load_texts


class SetPinError(KioskError):
    """The root of these; nothing was changed."""

    key: ClassVar[str] = "error.set_pin.failed"


class NumberShapeError(SetPinError):
    """A staff number is 1 to 6 digits. Fields: `most`."""

    key: ClassVar[str] = "error.set_pin.number"


class WeakPinError(SetPinError):
    """A PIN is 6 to 12 digits, not all the same and not in a row. Fields: `least`, `most`."""

    key: ClassVar[str] = "error.set_pin.weak"


class OtherPinError(SetPinError):
    """The two PINs that were typed differ."""

    key: ClassVar[str] = "error.set_pin.other"


class UnknownStaffError(SetPinError):
    """Nobody has that staff number here. Fields: `number`."""

    key: ClassVar[str] = "error.set_pin.unknown"


def set_pin(
    config: Path,
    number: str,
    name: str | None,
    language: str,
    out: TextIO,
    *,
    ask: Callable[[str], str] | None = None,
) -> int:
    """Ask for the PIN twice and keep it; works while the kiosk runs.

    Raises:
        SetPinError: nothing was changed.
        StaffFileError: it cannot be kept.
    """
    if not (number.isascii() and number.isdigit() and len(number) <= STAFF_NUMBER_DIGITS):
        raise NumberShapeError(most=STAFF_NUMBER_DIGITS)
    text, asked = load_texts(language), ask or _ask
    file = staff_file(load_settings(config))
    records = file.load()
    pin = Secret(asked(text("command.pin")))
    if not is_fit(pin):
        raise WeakPinError(least=LEAST_DIGITS, most=MOST_DIGITS)
    if Secret(asked(text("command.pin_again"))) != pin:
        raise OtherPinError
    record = records.get(number) or StaffRecord(number, name or number)
    records[number] = replace(record, name=name or record.name, pin=Pins().kept(pin))
    file.put(records.values())
    out.write(text("command.pin_set", number=number, name=records[number].name) + "\n")
    return 0


def remove_staff(config: Path, number: str, language: str, out: TextIO) -> int:
    """Let that person in no more, by PIN or by card.

    Raises UnknownStaffError, StaffFileError.
    """
    file = staff_file(load_settings(config))
    records = file.load()
    if records.pop(number, None) is None:
        raise UnknownStaffError(number=number)
    file.put(records.values())
    out.write(load_texts(language)("command.staff_removed", number=number) + "\n")
    return 0


def _ask(prompt: str) -> str:
    """Unseen on a terminal; a line of a file or a pipe otherwise."""
    return getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
