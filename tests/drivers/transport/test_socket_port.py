# SPDX-License-Identifier: Apache-2.0
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.transport.abstract import PortError, PortProblem
from drivers.transport.deadline import Deadline
from drivers.transport.socket_port import SocketPort

HOST = "127.0.0.1"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind((HOST, 0))
        listener.listen()
        yield listener


@pytest.fixture
def ends(listener: socket.socket) -> Iterator[tuple[SocketPort, socket.socket]]:
    port = SocketPort(HOST, listener.getsockname()[1], 2)
    with listener.accept()[0] as device:
        device.settimeout(2)
        yield port, device
        port.close()


def test_bytes_go_both_ways(ends: tuple[SocketPort, socket.socket]) -> None:
    port, device = ends
    port.write(b"\x10\x04\x01", 1)
    assert device.recv(10) == b"\x10\x04\x01"
    device.sendall(b"\x12")
    assert port.read(1) == b"\x12"


def test_reading_nothing_is_no_error(ends: tuple[SocketPort, socket.socket]) -> None:
    assert ends[0].read(0.01) == b""


def test_what_has_come_can_be_thrown_away(ends: tuple[SocketPort, socket.socket]) -> None:
    port, device = ends
    device.sendall(b"old")
    assert port.read(1)
    device.sendall(b"old")
    port.flush_input()
    device.sendall(b"new")
    assert port.read(1) in (b"new", b"oldnew")


def test_a_device_that_never_stops_talking_does_not_hold_up_a_flush(
    ends: tuple[SocketPort, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, _ = ends
    patience = Deadline(2)
    monkeypatch.setattr(port, "read", lambda _seconds: b"" if patience.is_over else b"noise")
    port.flush_input()
    assert not patience.is_over


def test_a_device_that_stops_reading_is_stuck_within_the_deadline(
    ends: tuple[SocketPort, socket.socket],
) -> None:
    patience = Deadline(2)
    with pytest.raises(PortError) as caught:
        ends[0].write(bytes(1_000_000), 0.1)
    assert caught.value.problem is PortProblem.STUCK
    assert not patience.is_over


def test_what_a_stuck_device_never_took_is_dropped_with_the_line(
    ends: tuple[SocketPort, socket.socket],
) -> None:
    port, device = ends
    with pytest.raises(PortError):
        port.write(bytes(1_000_000), 0.05)
    port.close()
    with pytest.raises(ConnectionResetError):
        read_to_the_end(device)


def read_to_the_end(device: socket.socket) -> None:
    while device.recv(4096):
        pass


def test_a_device_that_hangs_up_is_gone(ends: tuple[SocketPort, socket.socket]) -> None:
    port, device = ends
    device.close()
    with pytest.raises(PortError) as caught:
        port.read(1)
    assert caught.value.problem is PortProblem.GONE


def test_writing_to_a_device_that_has_gone_is_an_error(
    ends: tuple[SocketPort, socket.socket],
) -> None:
    port, device = ends
    device.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    device.close()
    with pytest.raises(PortError) as caught:
        port.write(b"A", 1)
    assert caught.value.problem is PortProblem.GONE


def test_nobody_listening_means_missing(listener: socket.socket) -> None:
    number = listener.getsockname()[1]
    listener.close()
    with pytest.raises(PortError) as caught:
        SocketPort(HOST, number, 1)
    assert caught.value.problem is PortProblem.MISSING


def test_a_host_can_have_a_name(listener: socket.socket) -> None:
    SocketPort("localhost", listener.getsockname()[1], 2).close()


def test_a_name_that_nobody_knows_means_missing() -> None:
    with pytest.raises(PortError) as caught:
        SocketPort("printer.invalid", 9100, 2)
    assert caught.value.problem is PortProblem.MISSING


def test_a_broadcast_address_may_not_be_opened() -> None:
    with pytest.raises(PortError) as caught:
        SocketPort("255.255.255.255", 9100, 0.5)
    assert caught.value.problem in (PortProblem.FORBIDDEN, PortProblem.MISSING)


def test_a_name_server_that_never_answers_is_given_up_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = tmp_path / "getent"
    waiting.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 1000\n")
    waiting.chmod(0o700)
    monkeypatch.setattr("drivers.transport.socket_port.LOOK_UP", (str(waiting),))
    threads = threading.active_count()

    with pytest.raises(PortError) as caught:
        SocketPort("printer.example", 9100, 2.0)

    assert caught.value.problem is PortProblem.MISSING
    assert threading.active_count() <= threads
    pid = (tmp_path / "pid").read_text().strip()
    assert not Path(f"/proc/{pid}").exists()


def test_a_system_that_cannot_look_up_names_finds_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.transport.socket_port.LOOK_UP", ("/nonexistent/getent",))
    with pytest.raises(PortError) as caught:
        SocketPort("printer.example", 9100, 1.0)
    assert caught.value.problem is PortProblem.MISSING
