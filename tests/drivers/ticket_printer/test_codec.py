# SPDX-License-Identifier: Apache-2.0

import pytest
from escpos.constants import QR_ECLEVEL_M
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import (
    Align,
    Cut,
    Feed,
    PaperProfile,
    PrintItem,
    PrintJob,
    QrCode,
    Raster,
    Text,
    TextEncoding,
)
from drivers.ticket_printer.codec import (
    CLEAR,
    ask_printed,
    ask_status,
    encode,
    next_job_number,
)
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason

PROFILE = PaperProfile()
START = b"\x1b@\x1da\x00\x1c&"


def body(*items: PrintItem, profile: PaperProfile = PROFILE) -> bytes:
    data = encode(PrintJob(items), profile)
    assert data.startswith(START)
    return data[len(START) :]


def test_a_job_begins_from_scratch_in_chinese_mode() -> None:
    assert encode(PrintJob(()), PROFILE) == START


def test_a_utf_8_printer_is_told_so() -> None:
    profile = PaperProfile(encoding=TextEncoding.UTF_8)
    data = encode(PrintJob((Text("𠮷"),)), profile)
    assert data == b"\x1b@\x1da\x00\x1c(C\x02\x0002" + "𠮷".encode() + b"\n"


def test_a_plain_line_is_its_characters_and_a_line_feed() -> None:
    assert body(Text("张三")) == b"\xd5\xc5\xc8\xfd\n"


def test_a_style_is_sent_when_it_changes_and_taken_back_after() -> None:
    large = Text("A", width=4, height=4, bold=True, align=Align.CENTER)
    assert body(large, large, Text("B")) == (
        b"\x1ba\x01\x1bE\x01\x1d!\x33A\nA\n" + b"\x1ba\x00\x1bE\x00\x1d!\x00B\n"
    )


def test_right_alignment_has_its_code() -> None:
    assert body(Text("A", align=Align.RIGHT)) == b"\x1ba\x02A\n"


def test_a_rare_character_that_slipped_through_is_a_square() -> None:
    assert body(Text("㐂")) == "□".encode("gb18030") + b"\n"


def test_feeds_go_in_steps_of_at_most_255_dots() -> None:
    assert body(Feed(600)) == b"\x1bJ\xff\x1bJ\xff\x1bJ\x5a"
    assert body(Feed(0)) == b""


def test_cuts_feed_to_the_knife_first() -> None:
    assert body(Cut()) == b"\x1dVB\x00"
    assert body(Cut(partial=False)) == b"\x1dVA\x00"


def test_a_printer_without_cutter_feeds_to_its_tear_bar() -> None:
    assert body(Cut(), profile=PaperProfile(has_cutter=False)) == b"\x1bJ\xa0"


def test_a_qr_code_is_what_python_escpos_sends() -> None:
    printer = Dummy()
    printer.qr("https://example.org/A023", ec=QR_ECLEVEL_M, size=6, model=2, native=True)
    theirs = printer.output
    ours = body(QrCode("https://example.org/A023", module_dots=6, align=Align.LEFT))
    assert sorted(_functions(ours)) == sorted(_functions(theirs))
    assert ours.endswith(b"\x1d(k\x03\x001Q0")


def _functions(data: bytes) -> list[bytes]:
    """The functions of `GS ( k`, and nothing else."""
    found = []
    while data:
        assert data[:3] == b"\x1d(k"
        end = 5 + int.from_bytes(data[3:5], "little")
        found.append(data[5:end])
        data = data[end:]
    return found


def test_a_picture_goes_in_bands_of_256_rows() -> None:
    data = body(Raster(16, b"\xff\x01" * 300))
    first = b"\x1dv0\x00\x02\x00\x00\x01" + b"\xff\x01" * 256
    assert data == first + b"\x1dv0\x00\x02\x00\x2c\x00" + b"\xff\x01" * 44


def test_blank_rows_are_fed_and_not_sent() -> None:
    picture = Raster(8, bytes(300) + b"\xff" * 2 + bytes(20) + b"\xff" + bytes(9))
    assert body(picture) == (
        b"\x1bJ\xff\x1bJ\x2d"
        b"\x1dv0\x00\x01\x00\x02\x00\xff\xff"
        b"\x1bJ\x14"
        b"\x1dv0\x00\x01\x00\x01\x00\xff"
        b"\x1bJ\x09"
    )


def test_a_few_blank_rows_do_not_interrupt_a_picture() -> None:
    picture = Raster(8, b"\xff" + bytes(7) + b"\xff" + bytes(3))
    assert body(picture) == b"\x1dv0\x00\x01\x00\x0c\x00\xff" + bytes(7) + b"\xff" + bytes(3)


def test_a_blank_picture_is_a_feed() -> None:
    assert body(Raster(8, bytes(5))) == b"\x1bJ\x05"
    assert body(Raster(8, b"")) == b""


def test_the_white_right_side_of_a_picture_is_not_sent() -> None:
    assert body(Raster(32, b"\xf0\x80\x00\x00")) == b"\x1dv0\x00\x02\x00\x01\x00\xf0\x80"


def test_a_centred_picture_keeps_its_width() -> None:
    picture = Raster(16, b"\xf0\x00", Align.CENTER)
    assert body(picture) == b"\x1ba\x01\x1dv0\x00\x02\x00\x01\x00\xf0\x00"


def test_a_centred_picture_as_wide_as_the_paper_is_trimmed_too() -> None:
    picture = Raster(576, b"\xf0" + bytes(71), Align.CENTER)
    assert body(picture) == b"\x1ba\x01\x1dv0\x00\x01\x00\x01\x00\xf0"


@given(st.lists(st.sampled_from(b"\x00\x04\x05\x10\x14\xff"), min_size=4, max_size=80))
def test_no_picture_spells_a_real_time_command(dots: list[int]) -> None:
    rows = bytes(dots[: len(dots) // 4 * 4])
    data = body(Raster(32, rows))
    for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        assert command not in data


def test_a_whole_ticket_as_a_picture_is_at_most_30_kilobytes() -> None:
    assert len(encode(PrintJob((Raster(576, _ticket_like()), Feed(40), Cut())), PROFILE)) <= 30_000


def _ticket_like() -> bytes:
    """695 rows as in devices.md 2.6: text over about two thirds of the width, white between lines."""
    line = (b"\xa5" * 52 + bytes(20)) * 30
    return (line + bytes(72 * 16)) * 15 + bytes(72 * 5)


@pytest.mark.parametrize(
    "item",
    [
        Text("A", width=0),
        Text("A", height=9),
        Raster(577, bytes(73)),
        Raster(0, b""),
        Raster(16, bytes(3)),
        QrCode(""),
        QrCode("A" * 513),
        QrCode("A\x10\x04\x01"),
        QrCode("A", module_dots=17),
        Feed(-1),
    ],
)
def test_what_does_not_fit_the_paper_is_refused(item: PrintItem) -> None:
    with pytest.raises(TicketPrinterError) as caught:
        body(item)
    assert caught.value.reason is TicketPrinterReason.UNFIT


def test_the_narrow_paper_takes_no_wide_picture() -> None:
    narrow = PaperProfile(dots=384, columns=32)
    assert body(Raster(384, b"\xff" * 48), profile=narrow)
    with pytest.raises(TicketPrinterError):
        body(Raster(385, b"\xff" * 49), profile=narrow)


def test_the_questions_are_those_of_the_manuals() -> None:
    assert [ask_status(number).hex() for number in (1, 2, 3, 4)] == [
        "100401",
        "100402",
        "100403",
        "100404",
    ]
    assert ask_printed(1).hex() == "1d284806003030" + b"0001".hex()
    assert bytes.fromhex("10 14 08 01 03 14 01 06 02 08") == CLEAR


def test_job_numbers_rise_to_9999_and_begin_again() -> None:
    assert [next_job_number(number) for number in (1, 9998, 9999)] == [2, 9999, 1]


def test_the_words_of_a_ticket_are_in_no_repr() -> None:
    items = (Text("王*明"), QrCode("A023"), Raster(8, b"\x41"))
    shown = repr(PrintJob(items))
    assert "王" not in shown
    assert "A023" not in shown
    assert "b'A'" not in shown


def test_narrow_lines_do_not_travel_as_wide_ones() -> None:
    wide, narrow = b"\xff" * 8 + b"\x00" * 64, b"\xff" * 1 + b"\x00" * 71
    data = body(Raster(576, wide * 64 + narrow * 64))
    assert data == (
        b"\x1dv0\x00\x08\x00\x40\x00"
        + b"\xff" * 8 * 64
        + b"\x1dv0\x00\x01\x00\x40\x00"
        + b"\xff" * 64
    )


def test_rows_of_about_one_width_stay_one_band() -> None:
    one, other = b"\xff" * 71 + b"\x00", b"\xff" * 72
    assert body(Raster(576, one * 32 + other * 32)).count(b"\x1dv0") == 1


def test_long_gaps_between_columns_go_as_tabs() -> None:
    assert b"\xb5\xd8\xb5\xe3\t\t 1" in body(Text("地点" + " " * 13 + "1"))
    assert b"1  2" in body(Text("1  2"))
    assert b"1   2" in body(Text("1   2"))
    assert b"\t" not in body(Text("1" + " " * 20 + "2", align=Align.CENTER))
    assert b"\t" not in body(Text("1" + " " * 9 + "2", width=2))


@given(st.lists(st.sampled_from(["1", "地", "    ", "   ", " " * 11]), max_size=12).map("".join))
def test_a_line_with_tabs_reads_as_it_was_written(line: str) -> None:
    data = body(Text(line))
    read, column = b"", 0
    for byte in data.removesuffix(b"\n"):
        stop = b" " * (8 - column % 8) if byte == 0x09 else bytes((byte,))
        read, column = read + stop, column + len(stop)
    assert read.decode("gb18030") == line
