# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from pathlib import Path

import pytest

from drivers.card_reader.errors import CARD_FAULTS, CardReaderError
from drivers.code_scanner.errors import CODE_FAULTS, CodeScannerError
from drivers.errors import DeviceError
from drivers.signal_light.errors import SignalLightError
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from kiosk.health.finding import Line, Where
from kiosk.health.suggestions import better_name, suggestion_for
from kiosk.texts import languages, load_texts

LINES: dict[type[DeviceError], tuple[Line | None, ...]] = {
    CardReaderError: (Line.SERIAL, Line.USB, Line.SERVICE),
    TicketPrinterError: (Line.SERIAL, Line.USB, Line.FILE, Line.NETWORK),
    CodeScannerError: (Line.SERIAL,),
    SignalLightError: (Line.SERIAL,),
    SpeechError: (None,),
}
NEVER_FOUND: frozenset[StrEnum] = frozenset(
    {*CARD_FAULTS, *CODE_FAULTS, TicketPrinterReason.UNFIT, SpeechReason.UNFIT}
)
"""About a card, a code, a ticket or a text: a look at the device alone meets none."""


def faults() -> Iterator[tuple[type[DeviceError], StrEnum, Line | None]]:
    for error, lines in LINES.items():
        for reason, line in product(error.reasons, lines):
            if reason not in NEVER_FOUND:
                yield error, reason, line


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("error", "reason", "line"), list(faults()))
def test_every_fault_on_every_line_has_a_sentence_of_what_to_do(
    error: type[DeviceError], reason: StrEnum, line: Line | None, language: str
) -> None:
    said = suggestion_for(error, reason, Where("reader", "some", line, "/dev/ttyUSB0"))
    assert said.words(load_texts(language))


def test_a_name_that_moves_on_is_to_be_the_one_that_stays(tmp_path: Path) -> None:
    device = tmp_path / "ttyUSB0"
    device.touch()
    names = tmp_path / "by-id"
    names.mkdir()
    (names / "usb-Other-port0").symlink_to(tmp_path / "ttyUSB1")
    (names / "usb-FTDI-port0").symlink_to(device)

    said = better_name(Where("reader", "serial_sam", Line.SERIAL, str(device)), names)

    assert said is not None
    assert f"{names}/usb-FTDI-port0" in said.words(load_texts("en"))


def test_where_no_name_stays_the_folder_of_such_names_is_told(tmp_path: Path) -> None:
    where = Where("reader", "serial_sam", Line.SERIAL, "/dev/ttyACM3")
    said = better_name(where, tmp_path / "none")
    assert said is not None
    assert said.fields["stable"] == tmp_path / "none"


@pytest.mark.parametrize(
    "where",
    [
        Where("reader", "serial_sam", Line.SERIAL, "/dev/serial/by-id/usb-FTDI-port0"),
        Where("reader", "serial_sam", Line.SERIAL, "/dev/ttyS0"),
        Where("printer", "escpos_file", Line.FILE, "/dev/ttyUSB0"),
        Where("printer", "escpos_network", Line.NETWORK, "ttyUSB0"),
    ],
)
def test_a_name_that_stays_is_left_alone(where: Where) -> None:
    assert better_name(where) is None
