# SPDX-License-Identifier: Apache-2.0
"""A serial line whose far end the test holds."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from drivers.transport.abstract import PortError, PortProblem
from drivers.transport.deadline import Deadline
from drivers.transport.serial_port import FlowControl, SerialPort, SerialSettings
from tests.drivers.transport.far_end import FarEnd, far_end_of_line, problem_of

PATIENT = 5.0


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    with far_end_of_line() as end:
        yield end


@pytest.fixture
def port(far_end: FarEnd) -> Iterator[SerialPort]:
    port = SerialPort(SerialSettings(far_end.path))
    yield port
    port.close()


@pytest.mark.parametrize("flow_control", FlowControl)
def test_every_flow_control_can_be_set(far_end: FarEnd, flow_control: FlowControl) -> None:
    port = SerialPort(SerialSettings(far_end.path, 9600, flow_control))
    port.write(b"x", PATIENT)
    port.close()

    assert os.read(far_end.number, 100) == b"x"


@pytest.mark.parametrize("call", ["read", "write", "flush"])
def test_a_line_that_hung_up_is_gone(far_end: FarEnd, port: SerialPort, call: str) -> None:
    far_end.hang_up()

    with pytest.raises(PortError) as error:
        {
            "read": lambda: port.read(PATIENT),
            "write": lambda: port.write(b"x", PATIENT),
            "flush": port.flush_input,
        }[call]()

    assert error.value.problem is PortProblem.GONE
    assert str(error.value) == f"port {far_end.path} is gone"
    port.close()


def test_a_file_a_folder_and_a_device_of_another_kind_are_unfit(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.touch()
    for path in (file, tmp_path, Path("/dev/null")):
        assert problem_of(lambda path=path: SerialPort(SerialSettings(str(path)))) is (
            PortProblem.UNFIT
        )


def test_a_line_we_may_not_open_is_forbidden(
    far_end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: str, _flags: int) -> int:
        raise PermissionError(errno.EACCES, path)

    monkeypatch.setattr(os, "open", forbidden)
    assert problem_of(lambda: SerialPort(SerialSettings(far_end.path))) is PortProblem.FORBIDDEN


class Uart:
    """What the system says is unsent, look by look; the last one stays."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *unsent: int) -> None:
        self.flushes = 0
        self._unsent = list(unsent)
        monkeypatch.setattr(serial.Serial, "out_waiting", property(lambda _: self._look()))
        monkeypatch.setattr(serial.Serial, "reset_output_buffer", lambda _: self._flush())

    def _look(self) -> int:
        return self._unsent.pop(0) if len(self._unsent) > 1 else self._unsent[0]

    def _flush(self) -> None:
        self.flushes += 1


def test_what_a_line_is_sending_still_leaves_before_it_is_closed(
    port: SerialPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    uart = Uart(monkeypatch, 8, 6, 2, 0)
    port.close()
    assert uart.flushes == 0


def test_what_a_standing_line_never_sends_is_thrown_away_when_it_is_closed(
    port: SerialPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    uart, patience = Uart(monkeypatch, 8), Deadline(1)
    port.close()
    port.close()
    assert uart.flushes == 1
    assert not patience.is_over


def test_a_line_that_sends_for_too_long_is_closed_all_the_same(
    port: SerialPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drivers.transport.serial_port.CLOSE_SECONDS", 0.05)
    uart, patience = Uart(monkeypatch, *range(10_000, 1, -1)), Deadline(1)
    port.close()
    assert uart.flushes == 1
    assert not patience.is_over
