# SPDX-License-Identifier: Apache-2.0
"""Codes cut out of bytes and of keys, whatever else comes with them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.code_scanner.abstract import LONGEST_CODE, ScannedCode
from drivers.code_scanner.codec import QUESTIONS, CodeParser, KeyParser, Make, Suffix, decode
from drivers.code_scanner.errors import CodeScannerError, CodeScannerReason
from tests.emulators.code_scanner import ANSWERS

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(str.isprintable)
ENDS = st.sampled_from([b"\r", b"\n", b"\r\n", b"\x03"])
CUTS = st.lists(st.integers(0, 400), max_size=8)
ASKED = [make for make, question in QUESTIONS.items() if question]


def pieces_of(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    return [data[start:end] for start, end in pairwise(places)]


def codes_in(pieces: Iterable[bytes], parser: CodeParser) -> list[bytes]:
    return [frame for piece in pieces for frame in parser.feed(piece)]


def reason_of(error: pytest.ExceptionInfo[CodeScannerError]) -> CodeScannerReason:
    return error.value.reason


@contextmanager
def allowed(reason: CodeScannerReason) -> Iterator[None]:
    """It may fail, but for this reason only."""
    try:
        yield
    except CodeScannerError as error:
        if error.reason is not reason:
            raise


@given(st.lists(st.tuples(TEXTS, ENDS, st.booleans()), max_size=6), CUTS)
def test_every_code_comes_out_as_it_went_in_however_it_is_cut(
    codes: list[tuple[str, bytes, bool]], cuts: list[int]
) -> None:
    data = b"".join(b"\x02" * start + text.encode() + end for text, end, start in codes)
    parser = CodeParser(Suffix.LINE_END)
    frames = codes_in(pieces_of(data, cuts), parser)

    assert [decode(frame).text for frame in frames] == [text for text, _, _ in codes]
    assert not parser.is_inside


@given(st.binary(max_size=300), CUTS, st.sampled_from(Suffix), st.sampled_from(Make))
def test_any_bytes_give_codes_or_the_familys_own_error(
    data: bytes, cuts: list[int], suffix: Suffix, make: Make
) -> None:
    parser = CodeParser(suffix, make)
    frames = codes_in(pieces_of(data, cuts), parser)
    assert sum(map(len, frames)) <= len(data)
    for frame in frames:
        assert frame
        with allowed(CodeScannerReason.CODE_UNREADABLE):
            assert decode(frame).text.isprintable()
    if parser.is_inside and suffix is Suffix.LINE_END:
        with pytest.raises(CodeScannerError):
            parser.fall_silent()
    elif parser.is_inside:
        parser.fall_silent()
    assert not parser.is_inside


@pytest.mark.parametrize("suffix", Suffix)
def test_bytes_without_end_are_no_code_and_are_not_kept(suffix: Suffix) -> None:
    parser = CodeParser(suffix)
    assert not codes_in([b"x" * LONGEST_CODE], parser)
    with pytest.raises(CodeScannerError) as error:
        codes_in([b"x"], parser)

    assert reason_of(error) is CodeScannerReason.GARBLED
    assert not parser.is_inside


def test_nothing_piles_up_also_when_only_the_first_code_is_fetched() -> None:
    parser = CodeParser(Suffix.LINE_END)
    assert next(parser.feed(b"A012\r" + b"x" * (LONGEST_CODE + 1))) == b"A012"
    assert not parser.is_inside


def test_the_longest_code_is_taken() -> None:
    (frame,) = codes_in([b"x" * LONGEST_CODE + b"\r"], CodeParser(Suffix.LINE_END))
    assert len(decode(frame).text) == LONGEST_CODE


def test_what_is_longer_than_a_code_and_has_an_end_is_unreadable() -> None:
    (frame,) = codes_in([b"x" * (LONGEST_CODE + 1) + b"\r"], CodeParser(Suffix.LINE_END))
    with pytest.raises(CodeScannerError) as error:
        decode(frame)
    assert reason_of(error) is CodeScannerReason.CODE_UNREADABLE


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_is_read_in_both_encodings_that_qr_codes_use(encoding: str) -> None:
    assert decode("政务服务预约码 A012".encode(encoding)) == ScannedCode("政务服务预约码 A012")


@pytest.mark.parametrize("frame", [b"\x00A012", b"A0\x1d12", b"A\xff", b"\x02\x02A", b"\x81"])
def test_what_is_no_text_is_unreadable(frame: bytes) -> None:
    with pytest.raises(CodeScannerError) as error:
        decode(frame)
    assert reason_of(error) is CodeScannerReason.CODE_UNREADABLE


def test_text_with_hidden_characters_is_not_taken_for_other_text() -> None:
    hidden = "预约\u200b码".encode()
    assert hidden.decode("gb18030").isprintable()
    with pytest.raises(CodeScannerError) as error:
        decode(hidden)
    assert reason_of(error) is CodeScannerReason.CODE_UNREADABLE


def test_nothing_of_a_code_is_in_its_repr_or_in_an_error() -> None:
    assert "A012" not in repr(ScannedCode("A012"))
    with pytest.raises(CodeScannerError) as error:
        decode(b"A012\x00")
    assert "A012" not in str(error.value) + repr(error.value)


@pytest.mark.parametrize("make", ASKED)
@given(cuts=CUTS)
def test_an_answer_between_two_codes_is_taken_out_however_it_is_cut(
    make: Make, cuts: list[int]
) -> None:
    parser = CodeParser(Suffix.LINE_END, make)
    data = b"first\r" + ANSWERS[make] + b"second\r"

    assert codes_in(pieces_of(data, cuts), parser) == [b"first", b"second"]
    assert parser.answers == 1


def test_the_questions_are_those_of_the_manuals() -> None:
    """Waveshare Barcode Scanner Module, appendix B; NLS-HR42 user guide, "Query Commands"."""
    asked = {make: QUESTIONS[make] for make in ASKED}
    frames = {make: question.ask.hex(" ") for make, question in asked.items() if question}
    assert frames == {
        Make.GM65: "7e 00 07 01 00 2a 02 d8 0f",
        Make.NEWLAND: "7e 01 30 30 30 30 40 43 31 31 2a 3b 03",
    }


@pytest.mark.parametrize("refusal", [b"\x06", b"\x15", b"\x05"])
def test_a_newland_that_does_not_know_the_setting_answers_too(refusal: bytes) -> None:
    parser = CodeParser(Suffix.LINE_END, Make.NEWLAND)
    assert not codes_in([b"\x02\x010000@C11*" + refusal + b";\x03"], parser)
    assert parser.answers == 1


# --- keys ---

QUICK = 0.01
SLOW = 0.3


def typed(parser: KeyParser, keys: Iterable[str], pause: float, start: float) -> list[ScannedCode]:
    codes = [parser.press(key, start + pause * place) for place, key in enumerate(keys)]
    return [code for code in codes if code is not None]


@given(TEXTS)
def test_keys_in_quick_turn_are_a_code(text: str) -> None:
    assert typed(KeyParser(), [*text, "\r"], QUICK, 5.0) == [ScannedCode(text)]


def test_keys_of_a_person_are_none() -> None:
    assert not typed(KeyParser(), [*"hello", "\r"], SLOW, 5.0)


def test_keys_before_a_pause_do_not_belong_to_the_code() -> None:
    parser = KeyParser()
    assert not typed(parser, "half", QUICK, 5.0)
    assert typed(parser, [*"whole", "\r"], QUICK, 6.0) == [ScannedCode("whole")]


def test_shift_and_the_like_are_no_part_of_a_code() -> None:
    assert typed(KeyParser(), ["", "A", "", "b", "\n"], QUICK, 5.0) == [ScannedCode("Ab")]


def test_enter_alone_is_no_code() -> None:
    assert not typed(KeyParser(), ["\r", "\n", "\r"], QUICK, 5.0)


@pytest.mark.parametrize("keys", [[*"ab", "\x1d", *"cd"], ["x"] * (LONGEST_CODE + 1), ["\t"]])
def test_a_code_with_keys_that_are_no_text_is_unreadable_and_the_next_one_is_read(
    keys: list[str],
) -> None:
    parser = KeyParser()
    with pytest.raises(CodeScannerError) as error:
        typed(parser, [*keys, "\r"], 0.001, 5.0)
    assert reason_of(error) is CodeScannerReason.CODE_UNREADABLE
    assert typed(parser, ["A", "\r"], 0.001, 20.0) == [ScannedCode("A")]


KEYS = st.one_of(st.text(max_size=3), st.sampled_from(["\r", "\n", "\t", ""]))


@given(st.lists(st.tuples(KEYS, st.floats(0, 0.2)), max_size=60))
def test_any_keys_give_codes_or_the_familys_own_error(keys: list[tuple[str, float]]) -> None:
    parser, now = KeyParser(), 5.0
    for text, pause in keys:
        now += pause
        with allowed(CodeScannerReason.CODE_UNREADABLE):
            code = parser.press(text, now)
            assert code is None or (code.text and code.text.isprintable())
