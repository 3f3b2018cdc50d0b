# SPDX-License-Identifier: Apache-2.0
"""What every port does: serial line, device file, USB, network."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.transport.abstract import Port, PortError, PortProblem
from drivers.transport.deadline import Deadline
from drivers.transport.device_file import DeviceFile
from drivers.transport.serial_port import SerialPort, SerialSettings
from drivers.transport.socket_port import SocketPort
from drivers.transport.usb_port import UsbPort, UsbSettings
from tests.drivers.transport.far_end import (
    FarEnd,
    NetworkEnd,
    far_end_of_line,
    problem_of,
)
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice
from tests.open_files import count_open_files

PATIENT = 5.0
AT_ONCE = 0.0

Opener = Callable[[], Port]

OPENERS: dict[str, Callable[[str], Port]] = {
    "serial": lambda path: SerialPort(SerialSettings(path)),
    "file": DeviceFile,
    "usb": lambda _path: UsbPort(UsbSettings.of("0400:C35A")),
}
NETWORK = "network"


@pytest.fixture(params=[*OPENERS, NETWORK])
def kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture
def far_end(kind: str, tmp_path: Path) -> Iterator[FarEnd]:
    if kind == NETWORK:
        network = NetworkEnd()
        yield network
        network.hang_up()
        return
    with far_end_of_line(tmp_path / "device") as end:
        yield end


@pytest.fixture
def opens(kind: str, far_end: FarEnd) -> Iterator[Opener]:
    """Opens one more port to the same device."""
    if isinstance(far_end, NetworkEnd):
        yield lambda: connected(far_end)
        return
    with FakeUsbBackend() as bus:
        bus.attach(FakeUsbDevice(Path(far_end.path)))
        yield lambda: OPENERS[kind](far_end.path)
        assert bus.open_handles == 0


def connected(far_end: NetworkEnd) -> Port:
    port = SocketPort(far_end.HOST, far_end.port, PATIENT)
    far_end.accept()
    return port


plugged_in = pytest.mark.parametrize("kind", OPENERS)
"""A listener on the network decides itself how many it serves."""


@pytest.fixture
def port(opens: Opener) -> Iterator[Port]:
    port = opens()
    yield port
    port.close()


def test_bytes_go_both_ways(far_end: FarEnd, port: Port) -> None:
    port.write(b"\x00\xaa\xff\r\n", PATIENT)
    assert os.read(far_end.number, 100) == b"\x00\xaa\xff\r\n"

    os.write(far_end.number, b"\x11\x13\x03\xff")
    assert port.read(PATIENT) == b"\x11\x13\x03\xff"


def test_a_silent_device_gives_nothing(port: Port) -> None:
    assert port.read(AT_ONCE) == b""


def test_what_came_before_a_flush_is_gone(far_end: FarEnd, port: Port) -> None:
    os.write(far_end.number, bytes(200))
    assert not any(port.read(PATIENT))  # now the rest is there too
    port.flush_input()
    os.write(far_end.number, b"fresh")

    data = b""
    while not data.endswith(b"fresh") and (piece := port.read(PATIENT)):
        data += piece
    assert data == b"fresh"


def test_a_device_that_takes_nothing_is_stuck_within_the_deadline(port: Port) -> None:
    patience = Deadline(2)
    assert problem_of(lambda: port.write(bytes(1_000_000), 0.05)) is PortProblem.STUCK
    assert not patience.is_over


def test_a_deadline_of_no_time_is_one_too(port: Port) -> None:
    patience = Deadline(2)
    port.write(b"question", AT_ONCE)
    assert problem_of(lambda: port.write(bytes(1_000_000), AT_ONCE)) is PortProblem.STUCK
    assert not patience.is_over


@pytest.mark.parametrize("seconds", [AT_ONCE, 0.05])
def test_a_line_that_gets_full_is_stuck_within_the_deadline(port: Port, seconds: float) -> None:
    patience = Deadline(5)

    def ask_on() -> None:
        while not patience.is_over:
            port.write(bytes(1000), seconds)

    assert problem_of(ask_on) is PortProblem.STUCK
    assert not patience.is_over


@pytest.mark.parametrize("call", ["read", "write"])
def test_a_device_that_was_pulled_out_is_gone(far_end: FarEnd, port: Port, call: str) -> None:
    calls: dict[str, Callable[[], object]] = {
        "read": lambda: port.read(PATIENT),
        "write": lambda: port.write(b"x", PATIENT),
    }
    far_end.hang_up()

    with pytest.raises(PortError, match="is gone") as caught:
        calls[call]()

    assert caught.value.problem is PortProblem.GONE
    port.close()


def test_a_device_that_is_not_there_is_missing(far_end: FarEnd, opens: Opener) -> None:
    far_end.hang_up()
    assert problem_of(opens) is PortProblem.MISSING


def test_a_closed_port_carries_nothing(port: Port) -> None:
    port.close()
    port.close()
    assert problem_of(lambda: port.read(AT_ONCE)) is PortProblem.GONE
    assert problem_of(lambda: port.write(b"x", PATIENT)) is PortProblem.GONE


@plugged_in
def test_a_device_has_one_master_until_it_is_closed(
    far_end: FarEnd, port: Port, opens: Opener
) -> None:
    assert problem_of(opens) is PortProblem.REFUSED
    port.write(b"still mine", PATIENT)
    assert os.read(far_end.number, 100) == b"still mine"

    port.close()
    opens().close()


def test_many_openings_leave_nothing_open(port: Port, opens: Opener) -> None:
    before = count_open_files()
    port.close()
    for _ in range(50):
        opens().close()
    assert count_open_files() < before


@plugged_in
def test_many_openings_in_vain_leave_nothing_open(port: Port, opens: Opener) -> None:
    before = count_open_files()
    for _ in range(50):
        assert problem_of(opens) is PortProblem.REFUSED
    assert count_open_files() <= before
