# SPDX-License-Identifier: Apache-2.0
"""`python -m bench.fuzzing PARSER [libFuzzer options]`: atheris feeds one parser until it breaks or is through."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product

import atheris

with atheris.instrument_imports(include=["drivers"]):
    from drivers.card_reader.abstract import CardData
    from drivers.card_reader.cards import read_card
    from drivers.card_reader.cards.apdu import Talk
    from drivers.card_reader.codec import (
        FrameParser,
        module_number_of,
        parse_answer,
        parse_text_block,
        text_block_of,
    )
    from drivers.card_reader.samples import sample_cards
    from drivers.code_scanner.abstract import LONGEST_CODE
    from drivers.code_scanner.codec import CodeParser, KeyParser, Make, Suffix, decode
    from drivers.errors import DeviceError
    from drivers.ticket_printer.answers import BLOCK_LIMIT, AnswerReader

SAMPLE = sample_cards(date(2026, 3, 2))[0].text_block
GOOD = b"\x90\x00"
"""The status of a chip card that did what it was asked."""
MANNERS = tuple(product(Suffix, Make))
MOST_HELD = 4096
"""Bytes that a parser may keep for later, whatever comes."""


def frames(data: bytes) -> None:
    """What a police reader sends, in two pieces; and the same as the content of a whole frame."""
    parser, half = FrameParser(), len(data) // 2
    for payload in (*parser.feed(data[:half]), *parser.feed(data[half:]), data):
        if answer := parse_answer(payload):
            for meaning in (_card, module_number_of):
                with contextlib.suppress(DeviceError):
                    meaning(answer.body)
    assert parser.held_bytes <= MOST_HELD


def _card(body: bytes) -> CardData:
    return parse_text_block(text_block_of(body))


def text_block(data: bytes) -> None:
    """The text of an ID card, of which the input overwrites a part."""
    place, part = data[:1], data[1:]
    block = bytearray(SAMPLE)
    start = place[0] if place else 0
    block[start : start + len(part)] = part
    with contextlib.suppress(DeviceError):
        parse_text_block(bytes(block[: len(SAMPLE)]))


def chip_cards(data: bytes) -> None:
    """A chip card whose every answer is of the card's own making; half of them say that all is well."""
    pieces = [data[place : place + 32] for place in range(0, len(data), 32)]
    answers = [piece if piece[0] & 1 else piece[1:] + GOOD for piece in pieces]
    with contextlib.suppress(DeviceError):
        read_card(Talk(lambda _: answers.pop() if answers else b"\x6a\x82"))


def printer_status(data: bytes) -> None:
    """What a printer sends."""
    reader, half = AnswerReader(), len(data) // 2
    reader.feed(data[:half])
    reader.feed(data[half:])
    assert len(reader._pending) <= BLOCK_LIMIT


def scanned_codes(data: bytes) -> None:
    """What a scanner, whose make the first byte says, sends in two pieces and then no more."""
    parser = CodeParser(*MANNERS[sum(data[:1]) % len(MANNERS)])
    half = len(data) // 2
    for piece in (data[1:half], data[half:]):
        _decode_all(parser.feed(piece))
        assert len(parser._begun) <= LONGEST_CODE
    with contextlib.suppress(DeviceError):
        decode(parser.fall_silent())


def _decode_all(frames: Iterator[bytes]) -> None:
    with contextlib.suppress(DeviceError):  # ends the frames; what a frame means does not
        for frame in frames:
            with contextlib.suppress(DeviceError):
                decode(frame)


def keys(data: bytes) -> None:
    """What a scanner types."""
    parser = KeyParser()
    for place, letter in enumerate(data.decode("utf-8", "replace")):
        with contextlib.suppress(DeviceError):
            parser.press(letter, place * 0.01)


PARSERS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (frames, text_block, chip_cards, printer_status, scanned_codes, keys)
}


if __name__ == "__main__":
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, PARSERS[name])
    atheris.Fuzz()
