# SPDX-License-Identifier: Apache-2.0
import struct
import zlib

from PySide6.QtGui import QImage

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
from drivers.ticket_printer.codec import ask_printed, encode
from drivers.ticket_printer.paper import PaperPicture, draw
from tests.drivers.ticket_printer.fakes import BlockGlyphs

NARROW = PaperProfile(dots=384, columns=32)


def paper(*items: PrintItem, profile: PaperProfile = NARROW) -> PaperPicture:
    return draw(encode(PrintJob(items), profile), profile, BlockGlyphs())


def ink(picture: PaperPicture) -> list[tuple[int, int]]:
    """First and last black dot of each row; (-1, -1) for a white one."""
    found = []
    for row in range(picture.height_dots):
        dots = [column for column in range(picture.width_dots) if is_black(picture, column, row)]
        found.append((dots[0], dots[-1]) if dots else (-1, -1))
    return found


def is_black(picture: PaperPicture, column: int, row: int) -> bool:
    value = picture.rows[row * picture.width_dots // 8 + column // 8]
    return bool(value & 0x80 >> column % 8)


def test_a_line_is_24_dots_high_in_a_pitch_of_34() -> None:
    assert ink(paper(Text("A张"))) == [(0, 35)] * 24 + [(-1, -1)] * 10


def test_lines_stand_where_they_are_aligned() -> None:
    assert ink(paper(Text("AB", align=Align.CENTER)))[0] == (180, 203)
    assert ink(paper(Text("AB", align=Align.RIGHT)))[0] == (360, 383)


def test_an_enlarged_line_is_wider_and_higher() -> None:
    assert ink(paper(Text("A", width=3, height=2))) == [(0, 35)] * 48


def test_bold_reaches_the_letter_shapes() -> None:
    assert ink(paper(Text("A", bold=True)))[:2] == [(-1, -1), (0, 11)]


def test_a_line_that_is_too_long_goes_on_below() -> None:
    picture = paper(Text("很" * 17))
    assert picture.lines == ("很" * 16, "很")


def test_the_text_can_be_read_back() -> None:
    assert paper(Text("您的号码：A023"), Text("㐂")).lines == ("您的号码：A023", "□")


def test_utf_8_paper_is_read_as_utf_8() -> None:
    profile = PaperProfile(encoding=TextEncoding.UTF_8)
    assert paper(Text("𠮷A"), profile=profile).lines == ("𠮷A",)


def test_a_picture_comes_out_dot_for_dot() -> None:
    rows = b"\x81\x01" * 3 + bytes(20) + b"\xff\xff"
    picture = paper(Raster(16, rows))
    drawn = [picture.rows[at : at + 2] for at in range(0, len(picture.rows), 48)]
    assert b"".join(drawn) == rows


def test_a_picture_can_be_centred_or_right() -> None:
    assert ink(paper(Raster(16, b"\xff\xff", Align.CENTER))) == [(184, 199)]
    assert ink(paper(Raster(16, b"\xff\xff", Align.RIGHT))) == [(368, 383)]


def test_a_feed_is_white_paper() -> None:
    assert ink(paper(Feed(7))) == [(-1, -1)] * 7


def test_a_code_is_drawn_at_whole_modules_and_its_content_is_told() -> None:
    picture = paper(QrCode("A023", module_dots=4, align=Align.LEFT))
    assert picture.codes == ("A023",)
    assert picture.height_dots == 21 * 4
    assert ink(picture)[0] == (0, 21 * 4 - 1)


def test_questions_and_cuts_leave_no_mark_and_nothing_is_unknown() -> None:
    data = encode(PrintJob((Cut(),)), NARROW) + ask_printed(1) + b"\x1dr\x01\x10\x04\x01\x00"
    picture = draw(data, NARROW, BlockGlyphs())
    assert picture == PaperPicture(384, b"", (), ())


def test_a_command_that_is_not_ours_is_listed() -> None:
    assert draw(b"\x1bZ", NARROW, BlockGlyphs()).unknown == (b"\x1bZ",)


def test_the_png_is_the_picture() -> None:
    picture = paper(Text("A", align=Align.CENTER), Feed(3))
    image = QImage.fromData(picture.png())
    assert (image.width(), image.height()) == (384, picture.height_dots)
    for row in (0, 30):
        for column in (0, 186, 197, 198):
            black = image.pixelColor(column, row).value() == 0
            assert black is is_black(picture, column, row)


def test_the_png_says_8_dots_to_the_millimetre() -> None:
    data = paper(Feed(1)).png()
    at = data.index(b"pHYs")
    body = data[at + 4 : at + 13]
    assert struct.unpack(">IIB", body) == (8000, 8000, 1)
    assert struct.unpack(">I", data[at + 13 : at + 17]) == (zlib.crc32(b"pHYs" + body),)


def test_what_a_ticket_says_is_not_in_the_repr() -> None:
    assert repr(paper(Text("王*明"), QrCode("A023"))) == "PaperPicture(width_dots=384, unknown=())"
