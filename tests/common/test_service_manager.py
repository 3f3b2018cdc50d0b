# SPDX-License-Identifier: Apache-2.0
"""What systemd is told, over a real socket."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.service_manager import ServiceManager


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
        line.bind(str(tmp_path / "notify"))
        yield line


def test_systemd_is_told_of_start_life_and_end(ear: socket.socket) -> None:
    manager = ServiceManager(ear.getsockname())
    for say in (manager.ready, manager.serving, manager.alive, manager.stopping):
        say()
    said = [ear.recv(100) for _ in range(4)]
    assert said == [b"READY=1", b"STATUS=serving", b"WATCHDOG=1", b"STOPPING=1"]


def test_a_name_that_begins_with_an_at_sign_is_no_file() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
        line.bind("")  # the kernel chooses a name that is no file
        name = line.getsockname()[1:].decode()
        ServiceManager(f"@{name}").ready()
        assert line.recv(100) == b"READY=1"


def test_it_speaks_four_times_in_the_time_after_which_it_is_restarted() -> None:
    environment = {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": "8000000", "WATCHDOG_PID": "1"}
    assert ServiceManager.of(environment).beat_seconds == 2
    assert environment == {}, "a child process would speak for this one"


@pytest.mark.parametrize(
    "environment",
    [{}, {"NOTIFY_SOCKET": "/run/x"}, {"WATCHDOG_USEC": "8000000"}, {"WATCHDOG_USEC": "soon"}],
)
def test_without_a_watchdog_nobody_waits_for_it(environment: dict[str, str]) -> None:
    assert ServiceManager.of(environment).beat_seconds is None


def test_without_systemd_all_is_said_to_nobody(caplog: pytest.LogCaptureFixture) -> None:
    ServiceManager.of({}).ready()
    assert not caplog.records


def test_a_socket_that_is_gone_is_logged_and_harms_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        ServiceManager(str(tmp_path / "gone")).alive()
    assert "WATCHDOG=1" in caplog.text
