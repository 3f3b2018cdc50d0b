# SPDX-License-Identifier: Apache-2.0
"""Bytes as manuals and another program give them (devices.md 2.1-2.3); each row names its source."""

import io

import pytest
from escpos.printer import Dummy
from PIL import Image

from drivers.ticket_printer.abstract import (
    Align,
    Cut,
    PaperProfile,
    PrintItem,
    PrintJob,
    Raster,
    Text,
)
from drivers.ticket_printer.answers import (
    Answer,
    AnswerReader,
    Automatic,
    Cleared,
    Printed,
    Queued,
    RealTime,
    status_of,
)
from drivers.ticket_printer.codec import (
    ASK_PROCESSED,
    AUTOMATIC_STATUS_OFF,
    CHINESE_MODE,
    CLEAR,
    INITIALIZE,
    RECOVER,
    ask_printed,
    ask_status,
    encode,
)
from drivers.ticket_printer.errors import TicketPrinterReason

SENT = [
    ("ESC @, every manual", INITIALIZE, "1B 40"),
    ("FS &, SP91 manual p.66", CHINESE_MODE, "1C 26"),
    ("DLE EOT 1, Citizen and Epson", ask_status(1), "10 04 01"),
    ("DLE EOT 2", ask_status(2), "10 04 02"),
    ("DLE EOT 3", ask_status(3), "10 04 03"),
    ("DLE EOT 4", ask_status(4), "10 04 04"),
    ("GS r 1", ASK_PROCESSED, "1D 72 01"),
    ("GS a 0", AUTOMATIC_STATUS_OFF, "1D 61 00"),
    ("GS ( H fn 48, TM-T81 p.91", ask_printed(1234), "1D 28 48 06 00 30 30 31 32 33 34"),
    ("DLE ENQ 2, TM-U220 p.54", RECOVER, "10 05 02"),
    ("DLE DC4 fn 8, Epson reference", CLEAR, "10 14 08 01 03 14 01 06 02 08"),
]
HEARD: list[tuple[str, str, list[Answer]]] = [
    ("DLE EOT, all in order", "12", [RealTime(0x12)]),
    ("GS r 1, paper there", "00", [Queued(0x00)]),
    ("GS r 1, paper near its end", "03", [Queued(0x03)]),
    ("GS ( H, TM-L90 p.425", "37 22 31 32 33 34 00", [Printed(1234)]),
    ("DLE DC4 fn 8", "37 25 00", [Cleared()]),
    ("ASB, offline by its cover", "38 00 00 00", [Automatic(b"\x38\x00\x00\x00")]),
    ("XOFF, XON, then DLE EOT", "13 11 12", [RealTime(0x12)]),
    ("ASB before DLE EOT", "10 00 00 0C 12", [Automatic(b"\x10\x00\x00\x0c"), RealTime(0x12)]),
]
SAID = [
    ("no paper: TM-T81 DLE EOT 2 and 4", "1A 32 12 72", TicketPrinterReason.PAPER_OUT),
    ("cover open", "1A 16 12 12", TicketPrinterReason.COVER_OPEN),
    ("cutter error", "1A 52 1A 12", TicketPrinterReason.CUTTER),
    ("unrecoverable error", "1A 52 32 12", TicketPrinterReason.UNRECOVERABLE),
    ("hot head: recovers by itself", "1A 52 52 12", TicketPrinterReason.RECOVERABLE),
    ("paper fed by its button", "1A 1A 12 12", TicketPrinterReason.OFFLINE),
    ("near end: still prints", "12 12 12 1E", None),
    ("all in order", "12 12 12 12", None),
]


@pytest.mark.parametrize(("source", "ours", "theirs"), SENT)
def test_what_we_send_is_what_the_manuals_say(source: str, ours: bytes, theirs: str) -> None:
    assert ours == bytes.fromhex(theirs), source


@pytest.mark.parametrize(("source", "data", "answers"), HEARD)
def test_an_answer_of_the_manuals_is_understood(
    source: str, data: str, answers: list[Answer]
) -> None:
    assert AnswerReader().feed(bytes.fromhex(data)) == answers, source


@pytest.mark.parametrize(("source", "data", "reason"), SAID)
def test_four_answers_of_the_manuals_have_one_meaning(
    source: str, data: str, reason: TicketPrinterReason | None
) -> None:
    answers = dict(enumerate(bytes.fromhex(data), 1))
    assert status_of(answers).reason is reason, source


def body(*items: PrintItem) -> bytes:
    return encode(PrintJob(items), PaperProfile()).removeprefix(
        INITIALIZE + AUTOMATIC_STATUS_OFF + CHINESE_MODE
    )


def test_chinese_text_is_as_python_escpos_sends_it() -> None:
    theirs = Dummy()
    theirs.text("您的号码\n")
    assert body(Text("您的号码")) == theirs.output


def test_a_size_is_as_python_escpos_sends_it() -> None:
    theirs = Dummy()
    theirs.set(custom_size=True, width=4, height=4)
    size = bytes.fromhex("1D 21 33")
    assert size in theirs.output
    assert body(Text("A", 4, 4)).startswith(size)


@pytest.mark.parametrize(("align", "code"), [(Align.CENTER, "1B 61 01"), (Align.RIGHT, "1B 61 02")])
def test_an_alignment_is_as_python_escpos_sends_it(align: Align, code: str) -> None:
    theirs = Dummy()
    theirs.set(align=str(align))
    assert bytes.fromhex(code) in theirs.output
    assert body(Text("A", align=align)).startswith(bytes.fromhex(code))


def test_a_cut_without_feed_before_it_is_as_python_escpos_sends_it() -> None:
    theirs = Dummy()
    theirs.cut(feed=False)
    assert body(Cut()) == theirs.output == bytes.fromhex("1D 56 42 00")


def test_a_picture_is_as_python_escpos_sends_it() -> None:
    """Dots in every column, so that nothing of it is trimmed."""
    rows = b"".join(bytes((value, 0xFF ^ value, 0x81)) for value in range(0x21, 0x21 + 48))
    picture = Image.frombytes("1", (24, 48), bytes(byte ^ 0xFF for byte in rows))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    theirs = Dummy()
    theirs.image(Image.open(stream), impl="bitImageRaster", center=False)
    assert body(Raster(24, rows)) == theirs.output
