# SPDX-License-Identifier: Apache-2.0
"""Frames against the published bytes (devices.md 1a), and what the parser makes of bad lines."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.card_reader.codec import (
    HEADER_SIZE,
    LENGTHS,
    PREAMBLE,
    Answer,
    Command,
    FrameParser,
    Status,
    encode_answer,
    encode_command,
    encode_frame,
    masked,
    module_number_of,
    parse_answer,
    read_body,
    text_block_of,
)
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from tests.drivers.card_reader.fakes import payloads_of

LONGEST_FRAME = HEADER_SIZE + LENGTHS[-1]


@pytest.mark.parametrize(
    ("command", "published"),
    [
        (Command.STATUS, "AA AA AA 96 69 00 03 11 FF ED"),
        (Command.RESET, "AA AA AA 96 69 00 03 10 FF EC"),
        (Command.SAM_NUMBER, "AA AA AA 96 69 00 03 12 FF EE"),
        (Command.FIND, "AA AA AA 96 69 00 03 20 01 22"),
        (Command.SELECT, "AA AA AA 96 69 00 03 20 02 21"),
        (Command.READ, "AA AA AA 96 69 00 03 30 01 32"),
    ],
)
def test_commands_are_the_published_frames(command: Command, published: str) -> None:
    assert encode_command(command) == bytes.fromhex(published)


@pytest.mark.parametrize(
    ("payload", "published"),
    [("30 10", "00 03 30 10 23"), ("61 FF 50", "00 04 61 FF 50 CA")],
)
def test_frames_the_kiosk_never_sends_also_come_out_as_published(
    payload: str, published: str
) -> None:
    assert encode_frame(bytes.fromhex(payload)) == PREAMBLE + bytes.fromhex(published)


@pytest.mark.parametrize(
    ("published", "answer"),
    [
        ("00 04 00 00 90 94", Answer(Status.DONE, b"")),
        ("00 08 00 00 9F 00 00 00 00 97", Answer(Status.CARD_FOUND, bytes(4))),
        ("00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", Answer(Status.DONE, bytes(8))),
    ],
)
def test_published_answers_are_understood_and_made(published: str, answer: Answer) -> None:
    frame = PREAMBLE + bytes.fromhex(published)

    assert [parse_answer(payload) for payload in payloads_of(frame)] == [answer]
    assert encode_answer(answer.status, answer.body) == frame


def test_the_answer_to_read_has_the_published_size_and_lengths() -> None:
    frame = encode_answer(Status.DONE, read_body(bytes(256)))

    assert len(frame) == 1295
    assert frame[5:14] == bytes.fromhex("05 08 00 00 90 01 00 04 00")


def test_the_longest_published_answer_is_accepted() -> None:
    frame = encode_frame(bytes(2321 - HEADER_SIZE - 1))

    assert len(frame) == LONGEST_FRAME == 2321
    assert len(payloads_of(frame)) == 1


def test_a_frame_is_read_whatever_pieces_it_comes_in() -> None:
    frame = encode_answer(Status.DONE, read_body(bytes(range(256))))

    for size in (1, 2, 3, 7, 64, 1294):
        pieces = [frame[start : start + size] for start in range(0, len(frame), size)]
        assert payloads_of(*pieces) == [frame[HEADER_SIZE:-1]]


def test_two_frames_in_one_piece_are_both_read() -> None:
    frames = encode_answer(Status.CARD_FOUND, bytes(4)) + encode_answer(Status.DONE)

    assert [payload[2] for payload in payloads_of(frames)] == [Status.CARD_FOUND, Status.DONE]


@pytest.mark.parametrize(
    "noise",
    [
        b"\x00\xff\x55",
        b"\xaa",
        b"\xaa\xaa\xaa\xaa",
        PREAMBLE[:4],
        PREAMBLE,
        PREAMBLE + b"\x00\x00",
        PREAMBLE + b"\x00\x02",
        PREAMBLE + b"\xff\xff",
        PREAMBLE + b"\x00\x04\x00\x00\x90",
    ],
)
def test_a_frame_is_found_behind_noise_even_when_it_looks_like_a_frame(noise: bytes) -> None:
    frame = encode_answer(Status.NO_CARD)

    assert payloads_of(noise + frame) == [frame[HEADER_SIZE:-1]]


def test_a_frame_with_a_wrong_checksum_is_dropped_and_seen_as_damage() -> None:
    frame = encode_answer(Status.DONE)
    parser = FrameParser()

    assert parser.feed(frame[:-1] + b"\x00") == []
    assert parser.has_seen_damage
    assert parser.held_bytes < len(PREAMBLE)
    assert parser.feed(frame) == [frame[HEADER_SIZE:-1]]


def test_nothing_is_seen_where_nothing_came() -> None:
    parser = FrameParser()
    parser.feed(b"")

    assert not parser.has_seen_bytes
    parser.feed(b"\x00")
    assert parser.has_seen_bytes


def test_the_echo_of_a_command_is_no_answer() -> None:
    (payload,) = payloads_of(encode_command(Command.FIND))

    assert parse_answer(payload) is None


def test_an_answer_does_not_show_its_body() -> None:
    assert repr(Answer(0x90, b"AB")) == "Answer(status=144)"


def test_an_unheard_of_status_is_kept_as_it_is() -> None:
    answer = parse_answer(bytes.fromhex("12 34 E7"))

    assert answer is not None
    assert answer.status == 0xE7


def test_the_photo_is_left_behind() -> None:
    assert text_block_of(read_body(b"text", photo=b"photo")) == b"text"


def test_fingerprints_are_left_behind_too() -> None:
    sizes = bytes.fromhex("00 04 00 05 00 03")
    assert text_block_of(sizes + b"text" + b"photo" + b"abc") == b"text"
    published = bytes.fromhex("01 00 04 00 02 00") + b"t" * 256 + bytes(1024 + 512)
    assert len(encode_answer(Status.DONE, published)) == 1809
    assert text_block_of(published) == b"t" * 256


def test_the_number_of_a_security_module_is_written_as_on_its_label() -> None:
    body = bytes.fromhex("05 00  03 00  35 29 33 01  87 D6 12 00  FF FF FF FF")
    assert module_number_of(body) == "05.03-20130101-0001234567-4294967295"


@pytest.mark.parametrize("size", [0, 15, 17])
def test_a_module_number_of_another_size_is_garbled(size: int) -> None:
    with pytest.raises(CardReaderError) as caught:
        module_number_of(bytes(size))
    assert caught.value.reason is CardReaderReason.GARBLED


@given(st.binary(min_size=3, max_size=40), st.binary(min_size=1, max_size=40))
def test_technicians_see_the_status_and_how_much_follows_but_not_what(
    data: bytes, other: bytes
) -> None:
    same_size = (other * len(data))[: len(data) - 3]
    assert masked(data) == masked(data[:3] + same_size)
    assert masked(data).startswith(data[:3].hex(" ").upper())


@pytest.mark.parametrize("body", [b"", b"\x01", bytes.fromhex("01 00 04 00"), bytes(5)])
def test_lengths_that_do_not_add_up_are_garbled(body: bytes) -> None:
    with pytest.raises(CardReaderError) as caught:
        text_block_of(body)
    assert caught.value.reason is CardReaderReason.GARBLED


LINE_PARTS = st.sampled_from(
    [
        PREAMBLE,
        PREAMBLE[:3],
        PREAMBLE + b"\x09\x0a",
        PREAMBLE + b"\x00\x04",
        encode_answer(Status.DONE),
        encode_answer(Status.CARD_FOUND, bytes(4)),
    ]
)


@given(st.lists(st.binary(max_size=80) | LINE_PARTS, max_size=40))
def test_any_bytes_are_taken_and_never_more_than_one_frame_is_held(pieces: list[bytes]) -> None:
    parser = FrameParser()
    for piece in pieces:
        for payload in parser.feed(piece):
            assert encode_frame(payload) in b"".join(pieces)
        assert parser.held_bytes < LONGEST_FRAME


@given(st.binary(max_size=60), st.binary(min_size=2, max_size=60))
def test_a_frame_behind_any_noise_is_found_when_the_line_falls_quiet(
    noise: bytes, payload: bytes
) -> None:
    # What looks like the beginning of a long frame can hide the next ones, but not for ever.
    after = itertools.repeat(encode_frame(payload), LONGEST_FRAME // 10)

    assert payload in payloads_of(noise + encode_frame(payload), *after)


def test_endless_noise_is_never_hoarded() -> None:
    parser = FrameParser()
    longest = 0
    for _ in range(500):
        parser.feed(PREAMBLE + b"\x09\x0a" + b"\x13\xaa" * 700)
        longest = max(longest, parser.held_bytes)

    assert LONGEST_FRAME / 2 < longest < LONGEST_FRAME
