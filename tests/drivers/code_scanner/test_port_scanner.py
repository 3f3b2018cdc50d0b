# SPDX-License-Identifier: Apache-2.0
"""The talk with a scanner on a clock that moves only while somebody waits."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.code_scanner.abstract import ScannedCode
from drivers.code_scanner.codec import QUESTIONS, Make, Suffix
from drivers.code_scanner.errors import CodeScannerError, CodeScannerReason
from drivers.code_scanner.port_scanner import MOST_WAITING, Manner, PortScanner
from drivers.transport.abstract import PortError, PortProblem
from tests.emulators.code_scanner import ANSWERS
from tests.fakes.timed_port import TimedPort, WaitingClock
from tests.reasons import reason_of

OPEN_SECONDS = 2.0
CHECK_SECONDS = 1.0
CODE = ScannedCode("A012")


class Bench:
    """A scanner whose line is open, and what passed since."""

    def __init__(self, manner: Manner) -> None:
        self.clock = WaitingClock()
        self.port = TimedPort(self.clock)
        self.scanner = PortScanner(lambda: self.port, manner, self.clock)

    def opened(self) -> PortScanner:
        if self.scanner.can_tell_silence:
            self.port.said = [ANSWERS[Make.GM65]]
        self.scanner.open()
        return self.scanner

    def seconds_of(self, call: Callable[[], object]) -> float:
        start = self.clock.seconds
        call()
        return self.clock.seconds - start


def plain(suffix: Suffix = Suffix.LINE_END) -> Bench:
    return Bench(Manner(suffix))


def asked() -> Bench:
    return Bench(Manner(make=Make.GM65))


def test_a_code_in_pieces_is_whole_when_its_end_comes() -> None:
    bench = plain()
    scanner = bench.opened()
    bench.port.bring([(0.1, b"A0"), (0.1, b"1"), (0.1, b"2"), (0.1, b"\r")])

    assert scanner.wait_for_code(1) == CODE
    assert bench.clock.seconds == pytest.approx(1000.4)


def test_half_a_code_is_unreadable_after_a_gap_and_the_next_one_is_read() -> None:
    bench = plain()
    scanner = bench.opened()
    bench.port.bring([(0, b"A0"), (0.5, b"A012\r")])

    assert reason_of(lambda: scanner.wait_for_code(1)) is CodeScannerReason.CODE_UNREADABLE
    assert bench.clock.seconds == pytest.approx(1000.2)
    assert scanner.wait_for_code(1) == CODE


def test_a_code_without_an_end_is_whole_after_a_gap() -> None:
    bench = plain(Suffix.SILENCE)
    scanner = bench.opened()
    bench.port.bring([(0, b"A0"), (0.1, b"12"), (0.5, b"A013")])

    assert scanner.wait_for_code(1) == CODE
    assert bench.clock.seconds == pytest.approx(1000.3)
    assert scanner.wait_for_code(1) == ScannedCode("A013")


def test_a_code_goes_on_over_short_waits() -> None:
    bench = plain(Suffix.SILENCE)
    scanner = bench.opened()
    bench.port.bring([(0, b"A0"), (0.1, b"12")])
    waits = [scanner.wait_for_code(0.05) for _ in range(10)]

    assert [code for code in waits if code] == [CODE]


def test_what_came_before_it_was_opened_is_forgotten() -> None:
    bench = plain()
    bench.port.bring([(0, b"A011\r")])
    scanner = bench.opened()

    assert scanner.wait_for_code(0) is None


def test_line_ends_alone_are_no_code() -> None:
    bench = plain(Suffix.SILENCE)
    scanner = bench.opened()
    bench.port.bring([(0, b"\r\n")])

    assert scanner.wait_for_code(1) is None


@given(
    st.lists(st.tuples(st.floats(0, 0.5), st.binary(min_size=1, max_size=20)), max_size=30),
    st.floats(0, 2),
    st.sampled_from(Suffix),
    st.sampled_from(Make),
)
def test_no_wait_is_longer_than_asked_whatever_comes(
    pieces: list[tuple[float, bytes]], seconds: float, suffix: Suffix, make: Make
) -> None:
    bench = Bench(Manner(suffix, make))
    bench.port.said = [ANSWERS.get(make, b"")]
    scanner = bench.scanner
    scanner.open()
    bench.port.bring(pieces)

    def call() -> None:
        try:
            scanner.wait_for_code(seconds)
        except CodeScannerError as error:
            if not error.is_code_fault:
                raise

    assert bench.seconds_of(call) <= seconds + 1e-6


def test_bytes_without_end_are_no_reason_to_wait_longer() -> None:
    bench = plain()
    scanner = bench.opened()
    bench.port.bring([(0.01, b"\x55")] * 10_000)
    assert bench.seconds_of(lambda: scanner.wait_for_code(0.5)) == pytest.approx(0.5)


def test_bytes_without_end_are_a_fault_of_the_device() -> None:
    bench = plain()
    scanner = bench.opened()
    bench.port.bring([(0.01, b"\x55" * 100)] * 100)

    with pytest.raises(CodeScannerError) as error:
        scanner.wait_for_code(10)
    assert error.value.reason is CodeScannerReason.GARBLED
    assert not error.value.is_code_fault


def test_a_silent_scanner_does_not_open_where_silence_can_be_told() -> None:
    bench = asked()

    def open_it() -> None:
        assert reason_of(bench.scanner.open) is CodeScannerReason.SILENT

    assert bench.seconds_of(open_it) <= OPEN_SECONDS
    assert bench.port.is_closed


def test_a_scanner_is_asked_twice() -> None:
    bench = asked()
    bench.port.said = [b"", ANSWERS[Make.GM65]]
    bench.scanner.open()
    question = QUESTIONS[Make.GM65]

    assert question is not None
    assert bench.port.written == [question.ask] * 2


def test_a_scanner_that_falls_silent_is_noticed_by_a_check_within_its_time() -> None:
    bench = asked()
    scanner = bench.opened()

    def check() -> None:
        assert reason_of(scanner.check) is CodeScannerReason.SILENT

    assert bench.seconds_of(check) <= CHECK_SECONDS


@pytest.mark.parametrize("answer", [b"\x02\x00\x00", b"\xff\x00\x81", b"A012\r"])
def test_another_answer_than_the_right_one_makes_no_sense(answer: bytes) -> None:
    bench = asked()
    bench.port.said = [answer, answer]

    assert reason_of(bench.scanner.open) is CodeScannerReason.GARBLED


def test_a_slow_scanner_is_waited_for() -> None:
    bench = asked()
    answer = ANSWERS[Make.GM65]
    bench.port.bring([(0.1, answer[:3]), (0.1, answer[3:7]), (0.1, answer[7:])])
    bench.scanner.open()

    assert len(bench.port.written) == 1


def test_a_late_answer_is_no_code() -> None:
    bench = asked()
    scanner = bench.opened()
    bench.port.said = [b"", ANSWERS[Make.GM65]]
    scanner.check()
    bench.port.bring([(0.1, ANSWERS[Make.GM65][:3]), (0.1, ANSWERS[Make.GM65][3:])])

    assert scanner.wait_for_code(1) is None


def test_a_code_that_comes_with_the_answer_is_kept() -> None:
    bench = asked()
    scanner = bench.opened()
    bench.port.said = [b"A012\r" + ANSWERS[Make.GM65] + b"A013\r"]
    scanner.check()

    assert scanner.wait_for_code(0) == CODE
    assert scanner.wait_for_code(0) == ScannedCode("A013")


def test_codes_that_nobody_fetches_do_not_pile_up() -> None:
    bench = plain()
    scanner = bench.opened()
    bench.port.bring([(0, b"A012\r" * 1000)] * 5)
    for _ in range(5):
        scanner.check()
    fetched = 0
    while scanner.wait_for_code(0):
        fetched += 1

    assert fetched == MOST_WAITING


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (PortProblem.MISSING, CodeScannerReason.UNPLUGGED),
        (PortProblem.GONE, CodeScannerReason.UNPLUGGED),
        (PortProblem.REFUSED, CodeScannerReason.PORT_REFUSED),
        (PortProblem.STUCK, CodeScannerReason.SILENT),
    ],
)
def test_a_port_that_fails_has_a_reason_at_every_call(
    problem: PortProblem, reason: CodeScannerReason
) -> None:
    bench = asked()
    scanner = bench.opened()
    bench.port.fails_with = PortError(problem, "ttyUSB0")

    assert reason_of(scanner.check) is reason
    assert reason_of(lambda: scanner.wait_for_code(1)) is reason
    scanner.close()
    assert reason_of(scanner.open) is reason


NOISE = [b"\x80\xff\x01\r", b"\x9c\n", b"\xfe\xfe\x07\x1b\x0d"]
"""Pieces with the line ends that noise has too."""


def heard(bench: Bench, *pieces: bytes, pause: float = 0.01) -> list[CodeScannerReason | str]:
    """What each of these pieces is taken for."""
    bench.port.bring([(pause, piece) for piece in pieces])
    said: list[CodeScannerReason | str] = []
    for _ in pieces:
        try:
            code = bench.scanner.wait_for_code(1)
        except CodeScannerError as error:
            said.append(error.reason)
        else:
            said.append("" if code is None else code.text)
    return said


UNREADABLE, GARBLED = CodeScannerReason.CODE_UNREADABLE, CodeScannerReason.GARBLED


def test_noise_with_line_ends_is_a_fault_of_the_device_and_no_row_of_bad_codes() -> None:
    bench = plain()
    bench.opened()
    assert heard(bench, *NOISE) == [UNREADABLE, UNREADABLE, GARBLED]


def test_noise_is_known_at_once_on_a_line_that_was_opened_anew_because_of_it() -> None:
    bench = plain()
    bench.opened()
    heard(bench, *NOISE)
    bench.scanner.close()
    bench.scanner.open()
    assert heard(bench, NOISE[0]) == [GARBLED]


def test_a_letter_among_noise_is_no_code() -> None:
    bench = plain()
    bench.opened()
    assert heard(bench, NOISE[0], b"K\r", NOISE[2]) == [UNREADABLE, UNREADABLE, GARBLED]


def test_half_codes_one_after_another_are_noise_too() -> None:
    bench = plain()
    bench.opened()
    assert heard(bench, b"A", b"AB", b"ABC", pause=0.3) == [UNREADABLE, UNREADABLE, GARBLED]


def test_a_damaged_code_that_is_held_there_is_no_noise() -> None:
    bench = plain()
    bench.opened()
    assert heard(bench, *[NOISE[0]] * 20) == [UNREADABLE] * 20


def test_a_code_between_damaged_ones_shows_that_the_scanner_works() -> None:
    bench = plain()
    bench.opened()
    code = b"A012\r"
    assert heard(bench, *NOISE[:2], code, *NOISE[:2]) == [
        *[UNREADABLE] * 2,
        "A012",
        *[UNREADABLE] * 2,
    ]


def test_after_a_silence_nothing_is_noise_any_more() -> None:
    bench = plain()
    scanner = bench.opened()
    heard(bench, *NOISE)
    assert scanner.wait_for_code(1) is None
    assert heard(bench, NOISE[0], b"K\r", pause=0.1) == [UNREADABLE, UNREADABLE]
    assert scanner.wait_for_code(1) is None
    assert heard(bench, b"K\r") == ["K"]


def test_what_came_too_fast_is_counted_when_it_ends(caplog: pytest.LogCaptureFixture) -> None:
    bench = plain()
    scanner = bench.opened()
    bench.port.bring([(0, b"A012\r" * 1000)])
    for _ in range(MOST_WAITING):
        assert scanner.wait_for_code(0) == CODE
    assert scanner.wait_for_code(1) is None
    assert scanner.wait_for_code(1) is None
    assert caplog.messages == [
        f"code scanner: {1000 - MOST_WAITING} codes came too fast and were dropped"
    ]
