# SPDX-License-Identifier: Apache-2.0
"""A device file whose far end the test holds; a pty stands for /dev/usb/lp0."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.transport.abstract import PortProblem
from drivers.transport.deadline import Deadline
from drivers.transport.device_file import DeviceFile
from tests.drivers.transport.far_end import (
    FarEnd,
    far_end_of_line,
    problem_of,
)

PATIENT = 5.0


@pytest.fixture
def far_end() -> Iterator[FarEnd]:
    with far_end_of_line() as end:
        yield end


@pytest.fixture
def port(far_end: FarEnd) -> Iterator[DeviceFile]:
    port = DeviceFile(far_end.path)
    yield port
    port.close()


class Kernel:
    """Puts the answers of a device's driver in front of the system's own, each used once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads: list[bytes | int] = []
        self.writes: list[int] = []
        self._read, self._write = os.read, os.write
        monkeypatch.setattr(os, "read", self.read)
        monkeypatch.setattr(os, "write", self.write)

    def read(self, file: int, size: int) -> bytes:
        if not self.reads:
            return self._read(file, size)
        answer = self.reads.pop(0)
        if isinstance(answer, int):
            raise OSError(answer, os.strerror(answer))
        return answer

    def write(self, file: int, data: bytes) -> int:
        if not self.writes:
            return self._write(file, data)
        number = self.writes.pop(0)
        raise OSError(number, os.strerror(number))


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    return Kernel(monkeypatch)


def test_a_device_that_never_stops_talking_does_not_hold_up_a_flush(
    port: DeviceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DeviceFile, "_read_some", lambda _port: b"noise")
    patience = Deadline(2)
    port.flush_input()
    assert not patience.is_over


def test_a_device_that_is_busy_for_a_moment_gets_everything(
    far_end: FarEnd, port: DeviceFile, kernel: Kernel
) -> None:
    kernel.writes = [errno.EAGAIN, errno.ENOSPC, errno.EAGAIN]
    port.write(b"ticket", PATIENT)
    assert os.read(far_end.number, 100) == b"ticket"


def test_a_driver_that_reports_no_paper_for_ever_is_stuck(port: DeviceFile, kernel: Kernel) -> None:
    kernel.writes = [errno.ENOSPC] * 1000
    assert problem_of(lambda: port.write(b"ticket", 0.03)) is PortProblem.STUCK
    assert len(kernel.writes) > 1000 - 30  # with pauses between


def test_an_empty_answer_of_a_printer_that_is_there_is_no_end(
    far_end: FarEnd, port: DeviceFile, kernel: Kernel
) -> None:
    kernel.reads = [b"", b""]
    os.write(far_end.number, b"\x12")
    assert port.read(PATIENT) == b"\x12"


def test_empty_answers_without_end_hold_nobody_longer_than_asked(
    far_end: FarEnd, port: DeviceFile, kernel: Kernel
) -> None:
    os.write(far_end.number, b"ready")
    kernel.reads = [b""] * 1000
    assert port.read(0.03) == b""
    assert len(kernel.reads) > 1000 - 30  # with pauses between


def test_a_driver_that_says_the_device_is_gone_is_believed(
    port: DeviceFile, kernel: Kernel
) -> None:
    kernel.reads = [errno.ENODEV]
    assert problem_of(lambda: port.read(PATIENT)) is PortProblem.GONE
    kernel.writes = [errno.ENODEV]
    assert problem_of(lambda: port.write(b"x", PATIENT)) is PortProblem.GONE


def test_a_printer_without_a_way_back_is_written_to_and_never_answers(
    far_end: FarEnd, port: DeviceFile, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[Deadline] = []
    really_wait = DeviceFile._wait

    def counted(port: DeviceFile, deadline: Deadline) -> None:
        waits.append(deadline)
        really_wait(port, deadline)

    monkeypatch.setattr(DeviceFile, "_wait", counted)
    kernel.reads = [errno.EINVAL]
    os.write(far_end.number, b"nobody hears this")
    assert port.read(0.01) == b""
    assert port.read(0.01) == b""
    assert len(waits) < 10  # not again and again

    port.write(b"ticket", PATIENT)

    far_end.hang_up()
    assert problem_of(lambda: port.read(PATIENT)) is PortProblem.GONE


def test_a_file_that_may_only_be_written_is_opened_so(
    far_end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = os.open

    def only_for_writing(path: str, flags: int) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, path)
        return really_open(path, flags)

    monkeypatch.setattr(os, "open", only_for_writing)
    port = DeviceFile(far_end.path)
    port.write(b"ticket", PATIENT)

    assert os.read(far_end.number, 100) == b"ticket"
    assert port.read(0.01) == b""
    port.close()


def test_a_file_we_may_not_open_is_forbidden(
    far_end: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: str, _flags: int) -> int:
        raise PermissionError(errno.EACCES, path)

    monkeypatch.setattr(os, "open", forbidden)
    assert problem_of(lambda: DeviceFile(far_end.path)) is PortProblem.FORBIDDEN


def test_a_plain_file_is_unfit_and_not_filled_with_tickets(tmp_path: Path) -> None:
    plain = tmp_path / "lp0"
    plain.touch()
    assert problem_of(lambda: DeviceFile(str(plain))) is PortProblem.UNFIT
