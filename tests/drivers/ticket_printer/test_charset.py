# SPDX-License-Identifier: Apache-2.0
from hypothesis import given
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import TextEncoding
from drivers.ticket_printer.charset import encode_text, text_columns, unprintable
from tests.drivers.ticket_printer.gb18030 import by_iconv

GB = TextEncoding.GB18030


def test_the_words_of_a_ticket_are_printable() -> None:
    assert not unprintable("您的号码：A001 〇①·–—（）【】《》、。？！￥", GB)


def test_rare_names_are_not_in_the_printers_font() -> None:
    assert unprintable("𠮷㐂龦先生", GB) == {"𠮷", "㐂", "龦"}


def test_control_characters_never_reach_the_printer() -> None:
    assert unprintable("\x1b@\n\x00\x7f\u200b\ue000", GB) == set("\x1b\n\x00\x7f\u200b\ue000")
    assert encode_text("A\x1bB", GB) == "A□B".encode("gb18030")


def test_a_character_the_printer_lacks_becomes_a_square_and_never_a_question_mark() -> None:
    for encoding in TextEncoding:
        assert encode_text("\x1b", encoding) == "□".encode(encoding)
        assert encode_text("?", encoding) == b"?"


def test_the_published_vectors_hold() -> None:
    assert encode_text("张三", GB) == bytes.fromhex("d5c5c8fd")
    assert encode_text("：", GB) == bytes.fromhex("a3ba")
    assert encode_text("①", GB) == bytes.fromhex("a2d9")
    assert encode_text("〇", GB) == bytes.fromhex("a996")


def test_each_code_page_lacks_its_own_characters() -> None:
    assert unprintable("陳é①简", TextEncoding.BIG5) == {"é", "①", "简"}
    assert unprintable("简é①€", TextEncoding.GBK) == {"€"}
    assert not unprintable("简𠮷é①", TextEncoding.UTF_8)


def test_user_defined_areas_count_as_missing() -> None:
    user_defined = [b"\xaa\xa1", b"\xf8\xa1", b"\xa1\x40", b"\xa7\xa0"]
    for code in user_defined:
        character = code.decode("gb18030")
        assert unprintable(character, GB) == {character}


def test_a_full_width_character_takes_two_columns() -> None:
    assert text_columns("A张", GB) == 3
    assert text_columns("㐂", GB) == 2
    assert text_columns("·", GB) == 2
    assert text_columns("A张·", TextEncoding.UTF_8) == 4


@given(st.text(max_size=60))
def test_any_text_becomes_ascii_and_two_byte_characters_only(text: str) -> None:
    data = encode_text(text, GB)
    assert len(data) == text_columns(text, GB)
    at = 0
    while at < len(data):
        if data[at] < 0x80:
            assert 0x20 <= data[at] < 0x7F
            at += 1
        else:
            lead, trail = data[at : at + 2]
            assert 0x81 <= lead <= 0xFE
            assert 0x40 <= trail <= 0xFE
            assert trail != 0x7F
            at += 2


def test_every_printable_character_means_the_same_to_another_decoder() -> None:
    everything = "".join(map(chr, (*range(0x20, 0xD800), *range(0xE000, 0x20000))))
    printable = "".join(sorted(set(everything) - unprintable(everything, GB)))
    assert len(printable) > 21_000
    assert by_iconv(encode_text(printable, GB), "GB18030") == printable
