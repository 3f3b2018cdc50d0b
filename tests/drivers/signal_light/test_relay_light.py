# SPDX-License-Identifier: Apache-2.0
"""The talk with a relay board on a clock that moves only while somebody waits."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.signal_light.abstract import QUIET, Signal
from drivers.signal_light.codec import BOARDS, Board
from drivers.signal_light.errors import SignalLightError, SignalLightReason
from drivers.signal_light.relay_light import RelayLight, Wiring
from drivers.transport.abstract import PortError, PortProblem
from tests.fakes.timed_port import TimedPort, WaitingClock
from tests.reasons import reason_of

OPEN_SECONDS = 2.0
SHOW_SECONDS = 1.0
BOTH = Signal(is_lamp_on=True, is_sounder_on=True)
MODBUS = BOARDS[Board.MODBUS]
LAMP_ON, LAMP_OFF = MODBUS.frame(1, is_on=True), MODBUS.frame(1, is_on=False)
SOUNDER_ON, SOUNDER_OFF = MODBUS.frame(2, is_on=True), MODBUS.frame(2, is_on=False)


class Bench:
    def __init__(self, wiring: Wiring) -> None:
        self.clock = WaitingClock()
        self.port = TimedPort(self.clock)
        self.light = RelayLight(lambda: self.port, wiring, self.clock)

    def seconds_of(self, call: Callable[[], object]) -> float:
        start = self.clock.seconds
        call()
        return self.clock.seconds - start


def modbus() -> Bench:
    bench = Bench(Wiring(Board.MODBUS))
    bench.port.said = [LAMP_OFF, SOUNDER_OFF]
    bench.light.open()
    bench.port.written.clear()
    return bench


def test_a_board_that_answers_is_told_once() -> None:
    bench = modbus()
    bench.port.said = [LAMP_ON, SOUNDER_ON]
    bench.light.show(BOTH)

    assert bench.port.written == [LAMP_ON, SOUNDER_ON]


def test_a_frame_that_got_lost_is_told_again() -> None:
    bench = modbus()
    bench.port.said = [b"", LAMP_ON, SOUNDER_ON]
    bench.light.show(BOTH)

    assert bench.port.written == [LAMP_ON, LAMP_ON, SOUNDER_ON]


def test_a_silent_board_is_noticed_in_time_and_the_sounder_is_told_nevertheless() -> None:
    bench = modbus()

    def show() -> None:
        assert reason_of(lambda: bench.light.show(QUIET)) is SignalLightReason.SILENT

    assert bench.seconds_of(show) <= SHOW_SECONDS
    assert bench.port.written == [LAMP_OFF] * 2 + [SOUNDER_OFF] * 2


def test_a_silent_board_does_not_open() -> None:
    bench = Bench(Wiring(Board.MODBUS))

    def open_it() -> None:
        assert reason_of(bench.light.open) is SignalLightReason.SILENT

    assert bench.seconds_of(open_it) <= OPEN_SECONDS
    assert bench.port.is_closed


def test_a_board_that_has_no_such_channel_is_garbled() -> None:
    bench = modbus()
    bench.port.said = [bytes.fromhex("01 85 02 C3 51")] * 4  # "illegal data address"
    assert reason_of(lambda: bench.light.show(BOTH)) is SignalLightReason.GARBLED


def test_an_answer_with_a_wrong_checksum_is_garbled() -> None:
    bench = modbus()
    bench.port.said = [LAMP_ON[:-1] + b"\x00"] * 4
    assert reason_of(lambda: bench.light.show(BOTH)) is SignalLightReason.GARBLED


def test_a_slow_board_is_waited_for() -> None:
    bench = modbus()
    half = len(LAMP_ON) // 2
    bench.port.bring([(0.1, LAMP_ON[:half]), (0.05, LAMP_ON[half:]), (0.1, SOUNDER_ON)])
    bench.light.show(BOTH)

    assert bench.port.written == [LAMP_ON, SOUNDER_ON]


def test_half_an_answer_twice_is_none() -> None:
    bench = modbus()
    bench.port.said = [LAMP_ON[:4], LAMP_ON[4:], SOUNDER_ON]
    assert reason_of(lambda: bench.light.show(BOTH)) is SignalLightReason.GARBLED


@given(st.lists(st.binary(max_size=30), max_size=4), st.floats(0, 0.3))
def test_any_answer_gives_the_familys_own_error_and_no_call_outlasts_its_deadline(
    said: list[bytes], pause: float
) -> None:
    bench = modbus()
    bench.port.said = said
    bench.port.bring([(pause, b"\x01")] * 30)

    def show() -> None:
        with pytest.raises(SignalLightError):
            bench.light.show(BOTH)

    assert bench.seconds_of(show) <= SHOW_SECONDS
    assert bench.seconds_of(bench.light.close) <= SHOW_SECONDS


def test_an_answer_that_comes_too_late_does_not_count_for_the_next_signal() -> None:
    bench = modbus()
    bench.port.bring([(0, LAMP_ON), (0, LAMP_ON)])
    assert reason_of(lambda: bench.light.show(BOTH)) is SignalLightReason.SILENT


@pytest.mark.parametrize("board", Board)
def test_between_two_frames_the_line_is_quiet_for_four_milliseconds(board: Board) -> None:
    bench = Bench(Wiring(board))
    frames = BOARDS[board]
    if frames.echoes:
        bench.port.said = [frames.frame(channel, is_on=False) for channel in (1, 2)]
    bench.light.open()
    first, second = bench.port.written_at

    assert second - first >= 0.004


def test_what_is_not_wired_is_told_nothing() -> None:
    bench = Bench(Wiring(Board.LCUS, lamp_channel=4, sounder_channel=0))
    bench.light.open()
    bench.light.show(BOTH)

    lcus = BOARDS[Board.LCUS]
    assert bench.port.written == [lcus.frame(4, is_on=False), lcus.frame(4, is_on=True)]


def test_a_board_that_never_answers_is_not_waited_for() -> None:
    bench = Bench(Wiring(Board.LCUS))
    assert bench.seconds_of(bench.light.open) < 0.05


def test_closing_a_light_that_is_gone_is_no_error() -> None:
    bench = modbus()
    bench.port.fails_with = PortError(PortProblem.GONE, "ttyUSB0")
    bench.light.close()
    bench.light.close()

    assert bench.port.is_closed


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (PortProblem.MISSING, SignalLightReason.UNPLUGGED),
        (PortProblem.GONE, SignalLightReason.UNPLUGGED),
        (PortProblem.REFUSED, SignalLightReason.PORT_REFUSED),
        (PortProblem.STUCK, SignalLightReason.SILENT),
    ],
)
def test_a_port_that_fails_has_a_reason(problem: PortProblem, reason: SignalLightReason) -> None:
    bench = modbus()
    bench.port.fails_with = PortError(problem, "ttyUSB0")

    assert reason_of(lambda: bench.light.show(QUIET)) is reason
