# SPDX-License-Identifier: Apache-2.0
"""Bulk USB through pyusb, on a bus that is only pretended; the test holds the far end."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import usb.backend.libusb1
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.transport.abstract import PortError, PortProblem
from drivers.transport.deadline import Deadline
from drivers.transport.usb_port import UsbPort, UsbSettings
from tests.drivers.transport.far_end import (
    FarEnd,
    far_end_of_line,
    problem_of,
)
from tests.emulators.usb_backend import (
    BULK,
    HID_CLASS,
    INTERRUPT,
    PRINTER_CLASS,
    Alternate,
    FakeUsbBackend,
    FakeUsbDevice,
)
from tests.open_files import count_open_files

PATIENT = 5.0
READER = UsbSettings.of("0400:C35A")


@pytest.fixture
def bus() -> Iterator[FakeUsbBackend]:
    with FakeUsbBackend() as bus:
        yield bus
        assert bus.open_handles == 0


@pytest.fixture
def far_end(tmp_path: Path) -> Iterator[FarEnd]:
    with far_end_of_line(tmp_path / "device") as end:
        yield end


@pytest.fixture
def device(bus: FakeUsbBackend, far_end: FarEnd) -> FakeUsbDevice:
    return bus.attach(FakeUsbDevice(Path(far_end.path)))


@pytest.fixture
def port(device: FakeUsbDevice) -> Iterator[UsbPort]:
    port = UsbPort(READER)
    yield port
    port.close()


def opened(settings: UsbSettings = READER) -> None:
    UsbPort(settings).close()


# --- carrying bytes ---------------------------------------------------------------------------


def test_an_answer_of_whole_packets_is_not_waited_behind(
    far_end: FarEnd, port: UsbPort, device: FakeUsbDevice
) -> None:
    answer = bytes(range(128))
    patience = Deadline(PATIENT / 2)
    os.write(far_end.number, answer)

    assert port.read(PATIENT) + port.read(PATIENT) == answer
    assert not patience.is_over
    assert device.transfers == [64, 64]


def test_empty_packets_are_no_answer_and_are_waited_through(
    far_end: FarEnd, port: UsbPort, device: FakeUsbDevice
) -> None:
    device.empty_packets = 3
    os.write(far_end.number, b"late")

    assert port.read(PATIENT) == b"late"


def test_empty_packets_without_end_hold_nobody_longer_than_asked(
    port: UsbPort, device: FakeUsbDevice
) -> None:
    device.empty_packets = 1_000_000
    patience = Deadline(2)

    assert port.read(0.03) == b""
    assert not patience.is_over
    assert device.empty_packets > 1_000_000 - 30  # with pauses between


@settings(max_examples=40, deadline=None)
@given(
    questions=st.lists(st.binary(min_size=1, max_size=300), max_size=6),
    answers=st.lists(st.binary(min_size=1, max_size=300), max_size=6),
    packet_size=st.sampled_from([8, 64, 512]),
    stalls=st.integers(0, 3),
    empty_packets=st.integers(0, 3),
)
def test_whatever_the_packets_each_byte_comes_once_and_in_order(
    questions: list[bytes],
    answers: list[bytes],
    packet_size: int,
    stalls: int,
    empty_packets: int,
) -> None:
    with TemporaryDirectory() as folder, FakeUsbBackend() as bus:
        with far_end_of_line(Path(folder) / "device") as far_end:
            device = bus.attach(FakeUsbDevice(Path(far_end.path), packet_size=packet_size))
            device.stalls, device.empty_packets = stalls, empty_packets
            port = UsbPort(READER)
            for question in questions:
                port.write(question, PATIENT)
            wanted = b"".join(questions)
            assert not wanted or read_all(far_end.number, len(wanted)) == wanted

            for answer in answers:
                os.write(far_end.number, answer)
            wanted, got = b"".join(answers), b""
            while len(got) < len(wanted) and (packet := port.read(PATIENT)):
                assert len(packet) <= packet_size
                got += packet
            assert got == wanted
            port.close()
        assert bus.open_handles == 0


def read_all(file: int, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += os.read(file, size - len(data))
    return data


def test_a_device_that_never_stops_talking_does_not_hold_up_a_flush(
    far_end: FarEnd, port: UsbPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(UsbPort, "_read_packet", lambda _port, _deadline: b"noise")
    patience = Deadline(2)
    port.flush_input()
    assert not patience.is_over


def test_a_halted_endpoint_is_woken_and_nothing_is_lost(
    far_end: FarEnd, port: UsbPort, device: FakeUsbDevice
) -> None:
    device.stalls = 2
    port.write(b"question", PATIENT)
    assert os.read(far_end.number, 100) == b"question"

    device.stalls = 1
    os.write(far_end.number, b"answer")
    assert port.read(PATIENT) == b"answer"


def test_an_endpoint_that_halts_for_ever_is_stuck(port: UsbPort, device: FakeUsbDevice) -> None:
    device.stalls = 1_000_000
    assert problem_of(lambda: port.write(b"x", 0.03)) is PortProblem.STUCK
    assert port.read(0.03) == b""
    assert device.stalls > 1_000_000 - 60  # with pauses between


def test_an_endpoint_that_cannot_be_woken_is_gone(port: UsbPort, device: FakeUsbDevice) -> None:
    device.stalls, device.cannot_be_woken = 1, True
    assert problem_of(lambda: port.read(PATIENT)) is PortProblem.GONE


@pytest.mark.parametrize("call", ["read", "write", "flush"])
def test_a_device_that_was_pulled_out_is_gone(far_end: FarEnd, port: UsbPort, call: str) -> None:
    calls: dict[str, Callable[[], object]] = {
        "read": lambda: port.read(PATIENT),
        "write": lambda: port.write(b"x", PATIENT),
        "flush": port.flush_input,
    }
    far_end.hang_up()

    with pytest.raises(PortError) as caught:
        calls[call]()

    assert caught.value.problem is PortProblem.GONE
    assert str(caught.value) == "port usb 0400:C35A is gone"
    port.close()


# --- finding and claiming -----------------------------------------------------------------------


def test_a_device_that_is_not_there_is_missing(bus: FakeUsbBackend, far_end: FarEnd) -> None:
    bus.attach(FakeUsbDevice(Path(far_end.path), vendor=0x04B8, product=0x0202))
    assert problem_of(opened) is PortProblem.MISSING


def test_of_two_devices_the_one_with_the_serial_number_is_taken(
    bus: FakeUsbBackend, far_end: FarEnd, tmp_path: Path
) -> None:
    bus.attach(FakeUsbDevice(tmp_path / "unplugged", serial_number="SN1"))
    bus.attach(FakeUsbDevice(Path(far_end.path), serial_number="别的"))
    mine = bus.attach(FakeUsbDevice(Path(far_end.path), serial_number="SN2"))

    port = UsbPort(UsbSettings.of("0400:c35a", "SN2"))

    assert 0 in mine.claimed
    port.close()
    missing = UsbSettings.of("0400:c35a", "SN1")
    assert problem_of(lambda: opened(missing)) is PortProblem.MISSING
    with pytest.raises(PortError, match="usb 0400:C35A SN1 is missing"):
        opened(missing)


def test_a_device_we_may_not_open_is_forbidden(device: FakeUsbDevice) -> None:
    device.is_forbidden = True
    assert problem_of(opened) is PortProblem.FORBIDDEN


def test_a_serial_number_we_may_not_ask_for_is_forbidden(device: FakeUsbDevice) -> None:
    device.is_forbidden, device.serial_number = True, "SN1"
    assert problem_of(lambda: opened(UsbSettings.of("0400:C35A", "SN1"))) is PortProblem.FORBIDDEN


def test_a_device_that_another_program_has_is_refused(device: FakeUsbDevice) -> None:
    device.taken_by_other = True
    assert problem_of(opened) is PortProblem.REFUSED


def test_a_system_without_libusb_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usb.backend.libusb1, "get_backend", lambda: None)
    for other in (usb.backend.openusb, usb.backend.libusb0):
        monkeypatch.setattr(other, "get_backend", lambda: None)
    assert problem_of(opened) is PortProblem.NO_LIBRARY


def test_the_systems_driver_is_sent_away_and_comes_back(device: FakeUsbDevice) -> None:
    device.has_driver = True

    port = UsbPort(READER)

    assert not device.has_driver
    port.close()
    assert device.has_driver


def test_where_no_driver_was_none_comes(device: FakeUsbDevice) -> None:
    opened()
    assert not device.has_driver


def test_a_system_that_knows_no_such_drivers_is_fine(
    device: FakeUsbDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(FakeUsbBackend, "is_kernel_driver_active")
    opened()


def test_a_device_without_configuration_gets_its_first(device: FakeUsbDevice) -> None:
    device.is_configured = False
    opened()
    assert device.is_configured


def test_an_interface_with_bulk_both_ways_is_looked_for(
    device: FakeUsbDevice, far_end: FarEnd
) -> None:
    device.alternates = (
        Alternate(0, interface_class=HID_CLASS, endpoints=((0x81, INTERRUPT), (0x01, INTERRUPT))),
        Alternate(1, endpoints=((0x02, BULK),)),
        Alternate(4, endpoints=((0x83, INTERRUPT), (0x84, BULK), (0x05, BULK))),
    )
    device.selected = {4: 0}
    port = UsbPort(READER)
    assert list(device.claimed) == [4]
    port.close()


def test_a_device_without_such_an_interface_is_unfit(device: FakeUsbDevice) -> None:
    device.alternates = (Alternate(0, endpoints=((0x81, INTERRUPT),)),)
    assert problem_of(opened) is PortProblem.UNFIT


def test_of_a_printers_settings_the_one_that_can_answer_is_chosen(
    device: FakeUsbDevice, far_end: FarEnd
) -> None:
    device.alternates = (
        Alternate(0, endpoints=((0x81, BULK), (0x01, BULK))),
        Alternate(1, 0, PRINTER_CLASS, ((0x02, BULK),)),
        Alternate(1, 1, PRINTER_CLASS, ((0x02, BULK), (0x82, BULK))),
    )

    port = UsbPort(READER)
    port.write(b"x", PATIENT)

    assert device.selected == {1: 1}
    assert os.read(far_end.number, 100) == b"x"
    port.close()


def test_hundreds_of_openings_leave_nothing_open(device: FakeUsbDevice, far_end: FarEnd) -> None:
    before = count_open_files()
    for taken in [False, True] * 100:
        device.taken_by_other = taken
        if taken:
            assert problem_of(opened) is PortProblem.REFUSED
        else:
            opened()
    assert count_open_files() <= before
