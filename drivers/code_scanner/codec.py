# SPDX-License-Identifier: Apache-2.0
"""From the bytes and the keys of a scanner to codes, and the questions some makes answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from drivers.code_scanner.abstract import LONGEST_CODE, ScannedCode
from drivers.code_scanner.errors import CodeScannerError, CodeScannerReason

ENDS = re.compile(rb"[\r\n\x03]")
"""Carriage return, line feed, ETX: what scanners put behind a code."""
START = b"\x02"
"""STX: what some put before it."""
ENTER = {"\r", "\n"}
ENCODINGS = ("utf-8", "gb18030")
"""The first that fits; QR codes say nothing reliable about theirs."""
UNREADABLE_IN_A_ROW = 3
"""So many are noise: nobody holds up as many codes, each damaged in a way of its own, one after another."""
LONGEST_PAUSE_SECONDS = 0.08
"""Between two keys of a scanner that plays a keyboard; people are slower."""
SHORTEST_AFTER_NOISE = 4
"""Characters: among noise there is now and then a letter or two between line ends."""


class Suffix(StrEnum):
    """How the end of a code is told."""

    LINE_END = "line_end"
    """A carriage return, a line feed, both, or ETX."""
    SILENCE = "silence"
    """Nothing follows; a code that came in part cannot be told then."""


class Make(StrEnum):
    """Whose questions the scanner answers."""

    ANY = "any"
    """It is asked nothing."""
    GM65 = "gm65"
    """Hangzhou Grow GM65 and relatives, also sold by Waveshare."""
    NEWLAND = "newland"
    """Newland NLS (新大陆)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that changes nothing, and what an answer looks like among other bytes."""

    ask: bytes
    answer: re.Pattern[bytes]


QUESTIONS: Mapping[Make, Question | None] = {
    Make.ANY: None,
    # Its speed; Waveshare Barcode Scanner Module manual, appendix B. The last two bytes of the
    # answer are a checksum of which no manual gives a whole example: it is not checked, but half
    # an answer is not completed by the beginning of the next.
    Make.GM65: Question(
        bytes.fromhex("7E 00 07 01 00 2A 02 D8 0F"),
        re.compile(rb"\x02\x00\x00\x02(?:(?!\x02\x00\x00\x02).){4}", re.DOTALL),
    ),
    # Its settings of Code 11; NLS-HR42 user guide, "Query Commands". ACK, NAK and ENQ are answers.
    Make.NEWLAND: Question(
        b"\x7e\x010000@C11*;\x03",
        re.compile(rb"\x02\x010000[@#]C11[^\x03]{0,200};\x03"),
    ),
}


class CodeParser:
    """Cuts what comes from a scanner into codes, and takes out its answers.

    Never holds more than one code may be long.

    Attributes:
        answers: how many answers have come.
    """

    def __init__(self, suffix: Suffix, make: Make = Make.ANY) -> None:
        self.answers = 0
        self._suffix = suffix
        self._question = QUESTIONS[make]
        self._begun = b""

    @property
    def is_inside(self) -> bool:
        """Whether a code has begun to come."""
        return bool(self._begun)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The codes that these bytes complete.

        Raises:
            CodeScannerError: GARBLED, more bytes than any code has; they are forgotten.
        """
        whole, begun = self._cut(self._without_answers(self._begun + data))
        is_endless = len(begun) > LONGEST_CODE
        self._begun = b"" if is_endless else begun
        yield from (frame for frame in whole if frame.removeprefix(START))
        if is_endless:
            raise CodeScannerError(CodeScannerReason.GARBLED, more_than=LONGEST_CODE)

    def fall_silent(self) -> bytes:
        """Nothing follows: the code that is complete by that, empty when there is none.

        Raises:
            CodeScannerError: CODE_UNREADABLE, it needed an end; it is forgotten.
        """
        frame, self._begun = self._begun, b""
        if self._suffix is Suffix.LINE_END:
            raise CodeScannerError(
                CodeScannerReason.CODE_UNREADABLE, without="end", length=len(frame)
            )
        return frame.removeprefix(START).rstrip(b"\r\n\x03")

    def _without_answers(self, data: bytes) -> bytes:
        if self._question is None:
            return data
        rest, count = self._question.answer.subn(b"", data)
        self.answers += count
        return rest

    def _cut(self, data: bytes) -> tuple[list[bytes], bytes]:
        if self._suffix is Suffix.SILENCE:
            return [], data
        *whole, begun = ENDS.split(data)
        return whole, begun


def decode(frame: bytes) -> ScannedCode:
    """The text of a code.

    Raises:
        CodeScannerError: CODE_UNREADABLE, it is no text or has control characters.
    """
    for encoding in ENCODINGS:
        try:
            text = frame.removeprefix(START).decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.isprintable() and len(frame) <= LONGEST_CODE:
            return ScannedCode(text)
        break
    raise CodeScannerError(CodeScannerReason.CODE_UNREADABLE, length=len(frame))


class NoiseMeter:
    """Tells a line that picks up noise from codes that are damaged.

    Noise says something else each time, without a pause; a scanner that looks at a damaged code
    says the same again and again, of which only the length is kept here.
    """

    def __init__(self) -> None:
        self._in_a_row = 0
        self._last: Mapping[str, object] = {}

    def read(self, frame: bytes) -> ScannedCode:
        """As `decode`; next to noise what is very short is no code either.

        Raises:
            CodeScannerError: CODE_UNREADABLE.
        """
        code = decode(frame)
        if self._in_a_row and len(code.text) < SHORTEST_AFTER_NOISE:
            raise CodeScannerError(CodeScannerReason.CODE_UNREADABLE, length=len(frame))
        self.calm()
        return code

    def count(self, error: CodeScannerError) -> None:
        """One more that was unreadable.

        Raises:
            CodeScannerError: GARBLED, it is noise, and so is the next one until `calm`.
        """
        if error.fields != self._last:
            self._in_a_row += 1
        self._last = error.fields
        if self._in_a_row >= UNREADABLE_IN_A_ROW:
            raise CodeScannerError(CodeScannerReason.GARBLED, unreadable=self._in_a_row) from error

    def calm(self) -> None:
        """A code was read, or nothing came for a while."""
        self._in_a_row, self._last = 0, {}


class KeyParser:
    """Cuts the keys of a scanner that plays a keyboard into codes.

    A scanner types faster than people: a pause inside means that the keys before it were none of
    this code. The Enter key ends a code; a scanner that sends none needs to be set up to do so.
    """

    def __init__(self, longest_pause_seconds: float = LONGEST_PAUSE_SECONDS) -> None:
        self._longest_pause_seconds = longest_pause_seconds
        self._begun = ""
        self._is_spoiled = False
        self._last_at = 0.0

    def press(self, text: str, at_seconds: float) -> ScannedCode | None:
        """The code that this key completes.

        Args:
            text: what the key types; empty for keys such as Shift.
            at_seconds: when, on a clock that never jumps.

        Raises:
            CodeScannerError: CODE_UNREADABLE, the code had keys that type no text, or too many.
        """
        if at_seconds - self._last_at > self._longest_pause_seconds:
            self._begin()
        self._last_at = at_seconds
        if text in ENTER:
            return self._end()
        has_room = len(self._begun) + len(text) <= LONGEST_CODE
        if text.isprintable() and has_room:
            self._begun += text
        else:
            self._is_spoiled = True
        return None

    def _begin(self) -> None:
        self._begun = ""
        self._is_spoiled = False

    def _end(self) -> ScannedCode | None:
        whole, was_spoiled = self._begun, self._is_spoiled
        self._begin()
        if was_spoiled:
            raise CodeScannerError(CodeScannerReason.CODE_UNREADABLE, length=len(whole))
        return ScannedCode(whole) if whole else None
