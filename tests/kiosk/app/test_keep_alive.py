# SPDX-License-Identifier: Apache-2.0
"""The watchdog is fed only while all that visitors need still moves."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from common.service_manager import ServiceManager
from kiosk.app.compositor import DISPLAY, SYNC, SYNC_BYTES, Compositor
from kiosk.app.keep_alive import KeepAlive

pytestmark = pytest.mark.gui


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as line:
        line.bind(str(tmp_path / "notify"))
        yield line


@pytest.fixture
def display(tmp_path: Path) -> Iterator[socket.socket]:
    """Where a compositor takes its callers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(tmp_path / "wayland-0"))
        listening.listen()
        yield listening


def heard(ear: socket.socket) -> list[str]:
    said = []
    while True:
        try:
            said.append(ear.recv(100).decode())
        except BlockingIOError:
            return said


def test_it_is_alive_while_nothing_hangs(
    ear: socket.socket, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    hanging: list[str | None] = [None, "card reader", "card reader", None]
    keep_alive = KeepAlive(ServiceManager(ear.getsockname()), lambda: hanging.pop(0), None)
    keep_alive.begin()
    for _ in range(4):
        keep_alive.beat()
    keep_alive.end()
    assert heard(ear) == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "STOPPING=1"]
    assert caplog.text.count("hangs name=card reader") == 1


def test_it_beats_by_itself(ear: socket.socket, qtbot: QtBot) -> None:
    keep_alive = KeepAlive(ServiceManager(ear.getsockname(), 0.1), lambda: None, None)
    keep_alive.begin()
    words: list[str] = []

    def spoke_twice() -> bool:
        words.extend(heard(ear))
        return words.count("WATCHDOG=1") >= 2

    qtbot.waitUntil(spoke_twice, timeout=60_000)
    keep_alive.end()


def test_a_compositor_is_asked_and_must_have_answered_before_it_is_asked_again(
    tmp_path: Path, display: socket.socket
) -> None:
    compositor = Compositor(tmp_path / "wayland-0")
    assert compositor.answers(), "it takes its first question"
    caller, _ = display.accept()
    with caller:
        assert len(caller.recv(100)) == SYNC_BYTES
        assert not compositor.answers(), "it has not answered"
        caller.send(b"done")
        assert compositor.answers()
        assert caller.recv(100)[4:6] == SYNC.to_bytes(2, "little")
    assert not compositor.answers(), "it has hung up"
    compositor.close()
    assert DISPLAY == 1


def test_a_compositor_that_is_not_there_does_not_answer(tmp_path: Path) -> None:
    assert not Compositor(tmp_path / "wayland-0").answers()


@pytest.mark.parametrize("platform", ["", "offscreen", "xcb"])
def test_only_wayland_has_a_compositor(platform: str) -> None:
    assert Compositor.of({"QT_QPA_PLATFORM": platform}) is None
    assert Compositor.of({"QT_QPA_PLATFORM": "wayland"}) is not None


def test_a_hanging_compositor_keeps_the_watchdog_hungry(
    ear: socket.socket, tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    compositor = Compositor(tmp_path / "nobody")
    keep_alive = KeepAlive(ServiceManager(ear.getsockname()), lambda: None, compositor)
    keep_alive.beat()
    assert heard(ear) == []
    assert "hangs name=compositor" in caplog.text
