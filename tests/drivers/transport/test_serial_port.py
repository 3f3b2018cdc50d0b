# SPDX-License-Identifier: Apache-2.0
"""A serial line whose far end the test holds."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.transport.abstract import PortError, PortProblem
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


def test_a_file_that_is_no_line_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.touch()
    assert problem_of(lambda: SerialPort(SerialSettings(str(file)))) is PortProblem.REFUSED
