# SPDX-License-Identifier: Apache-2.0
"""A bus behind pyusb without libusb: each device's bulk endpoints lead to an emulator's pty.

    with FakeUsbBackend() as bus:
        bus.attach(FakeUsbDevice(emulator.path, vendor=0x0400, product=0xC35A))
        ... drivers find it ...

A device is on the bus while its path exists, so emulators are unplugged and plugged in as ever.
"""

import errno
import os
import select
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import usb.backend
import usb.backend.libusb1
import usb.core

CONFIGURATION = 1
BULK, INTERRUPT = 2, 3
VENDOR_CLASS, PRINTER_CLASS, HID_CLASS = 0xFF, 7, 3
SERIAL_NUMBER_INDEX = 3
GET_DESCRIPTOR, STRING = 6, 3
ENGLISH = 0x0409


@dataclass(frozen=True)
class Alternate:
    """One alternate setting of an interface: its endpoints as address -> type."""

    number: int
    alternate: int = 0
    interface_class: int = VENDOR_CLASS
    endpoints: tuple[tuple[int, int], ...] = ((0x81, BULK), (0x02, BULK))


@dataclass
class FakeUsbDevice:
    """One device; set the fields at any time.

    Attributes:
        path: the pty behind its endpoints.
        has_driver: whether the system's driver sits on its interfaces.
        taken_by_other: whether another program has claimed them.
        is_forbidden: whether we may not open it.
        is_configured: whether somebody has chosen its configuration.
        empty_packets: so many reads are answered at once with nothing.
        stalls: so many transfers find their endpoint halted.
        cannot_be_woken: a halted endpoint stays so.
        transfers: sizes of the transfers that carried something to the host.
    """

    path: Path
    vendor: int = 0x0400
    product: int = 0xC35A
    serial_number: str | None = None
    packet_size: int = 64
    alternates: tuple[Alternate, ...] = (Alternate(0),)
    has_driver: bool = False
    taken_by_other: bool = False
    is_forbidden: bool = False
    is_configured: bool = True
    empty_packets: int = 0
    stalls: int = 0
    cannot_be_woken: bool = False
    transfers: list[int] = field(default_factory=list)
    claimed: "dict[int, _Handle]" = field(default_factory=dict)
    selected: dict[int, int] = field(default_factory=dict)
    is_halted: bool = False

    @property
    def is_there(self) -> bool:
        return self.path.exists()


@dataclass(eq=False)
class _Handle:
    device: FakeUsbDevice
    file: int


class FakeUsbBackend(usb.backend.IBackend):
    """What pyusb asks of libusb, with libusb's errors."""

    def __init__(self) -> None:
        self.devices: list[FakeUsbDevice] = []
        self.open_handles = 0
        self._real = usb.backend.libusb1.get_backend

    def __enter__(self) -> Self:
        usb.backend.libusb1.get_backend = lambda: self
        return self

    def __exit__(self, *_: object) -> None:
        usb.backend.libusb1.get_backend = self._real

    def attach(self, device: FakeUsbDevice) -> FakeUsbDevice:
        self.devices.append(device)
        return device

    # Descriptors

    def enumerate_devices(self) -> Iterator[FakeUsbDevice]:
        return iter([device for device in self.devices if device.is_there])

    def get_device_descriptor(self, dev: FakeUsbDevice) -> SimpleNamespace:
        return _descriptor(
            bcdUSB=0x0200,
            bMaxPacketSize0=64,
            idVendor=dev.vendor,
            idProduct=dev.product,
            iSerialNumber=SERIAL_NUMBER_INDEX if dev.serial_number else 0,
            bNumConfigurations=1,
            bus=1,
            address=1 + self.devices.index(dev),
            port_number=None,
            port_numbers=None,
            speed=None,
        )

    def get_configuration_descriptor(self, dev: FakeUsbDevice, config: int) -> SimpleNamespace:
        _in_range(config, 1)
        numbers = {alternate.number for alternate in dev.alternates}
        return _descriptor(bNumInterfaces=len(numbers), bConfigurationValue=CONFIGURATION)

    def get_interface_descriptor(
        self, dev: FakeUsbDevice, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        found = _alternate(dev, intf, alt)
        return _descriptor(
            bInterfaceNumber=found.number,
            bAlternateSetting=found.alternate,
            bNumEndpoints=len(found.endpoints),
            bInterfaceClass=found.interface_class,
        )

    def get_endpoint_descriptor(
        self, dev: FakeUsbDevice, ep: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        endpoints = _alternate(dev, intf, alt).endpoints
        _in_range(ep, len(endpoints))
        address, kind = endpoints[ep]
        return _descriptor(
            bEndpointAddress=address, bmAttributes=kind, wMaxPacketSize=dev.packet_size
        )

    # Opening

    def open_device(self, dev: FakeUsbDevice) -> _Handle:
        if not dev.is_there:
            raise _error(errno.ENODEV)
        if dev.is_forbidden:
            raise _error(errno.EACCES)
        self.open_handles += 1
        return _Handle(dev, os.open(dev.path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))

    def close_device(self, dev_handle: _Handle) -> None:
        self.open_handles -= 1
        for interface in [n for n, by in dev_handle.device.claimed.items() if by is dev_handle]:
            del dev_handle.device.claimed[interface]
        os.close(dev_handle.file)

    def get_configuration(self, dev_handle: _Handle) -> int:
        return CONFIGURATION if dev_handle.device.is_configured else 0

    def set_configuration(self, dev_handle: _Handle, config_value: int) -> None:
        dev_handle.device.is_configured = True

    def is_kernel_driver_active(self, dev_handle: _Handle, intf: int) -> bool:
        return dev_handle.device.has_driver

    def detach_kernel_driver(self, dev_handle: _Handle, intf: int) -> None:
        dev_handle.device.has_driver = False

    def attach_kernel_driver(self, dev_handle: _Handle, intf: int) -> None:
        if intf in dev_handle.device.claimed:
            raise _error(errno.EBUSY)
        dev_handle.device.has_driver = True

    def claim_interface(self, dev_handle: _Handle, intf: int) -> None:
        device = dev_handle.device
        if device.has_driver or device.taken_by_other or intf in device.claimed:
            raise _error(errno.EBUSY)
        device.claimed[intf] = dev_handle

    def release_interface(self, dev_handle: _Handle, intf: int) -> None:
        if not dev_handle.device.is_there:
            raise _error(errno.ENODEV)
        assert dev_handle.device.claimed.pop(intf) is dev_handle

    def set_interface_altsetting(self, dev_handle: _Handle, intf: int, altsetting: int) -> None:
        device = dev_handle.device
        if sum(one.number == intf for one in device.alternates) == 1:
            raise _error(errno.EPIPE)  # as some devices do that have no other setting
        device.selected[intf] = altsetting

    # Transfers

    def ctrl_transfer(  # noqa: PLR0917 - pyusb's signature
        self,
        dev_handle: _Handle,
        bmRequestType: int,  # noqa: N803 - pyusb's names
        bRequest: int,  # noqa: N803 - as above
        wValue: int,  # noqa: N803 - as above
        wIndex: int,  # noqa: N803 - as above
        data: "array[int]",
        timeout: int,
    ) -> int:
        _has_limit(timeout)
        assert (bRequest, wValue >> 8) == (GET_DESCRIPTOR, STRING)
        text = ENGLISH.to_bytes(2, "little")
        if wValue & 0xFF:
            text = (dev_handle.device.serial_number or "").encode("utf-16-le")
        answer = bytes([2 + len(text), STRING]) + text
        return _fill(data, answer)

    def bulk_write(
        self, dev_handle: _Handle, ep: int, intf: int, data: "array[int]", timeout: int
    ) -> int:
        self._must_be_usable(dev_handle, ep, intf)
        _has_limit(timeout)
        _, writable, _ = select.select([], [dev_handle.file], [], timeout / 1000)
        if not writable:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        return _or_no_device(lambda: os.write(dev_handle.file, data.tobytes()))

    def bulk_read(
        self, dev_handle: _Handle, ep: int, intf: int, buff: "array[int]", timeout: int
    ) -> int:
        device = dev_handle.device
        self._must_be_usable(dev_handle, ep, intf)
        _has_limit(timeout)
        assert len(buff) % device.packet_size == 0, "a longer packet would overflow"
        if device.empty_packets:
            device.empty_packets -= 1
            return 0
        data = b""
        while len(data) < len(buff):
            packet = self._next_packet(dev_handle, timeout)
            data += packet
            if len(packet) < device.packet_size:
                break
        if not data:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        device.transfers.append(len(data))
        return _fill(buff, data)

    def _next_packet(self, handle: _Handle, timeout: int) -> bytes:
        """Empty when none came; a transfer ends with a packet that is not full."""
        readable, _, _ = select.select([handle.file], [], [], timeout / 1000)
        if not readable:
            return b""
        packet: bytes = _or_no_device(lambda: os.read(handle.file, handle.device.packet_size))
        if not packet:  # the far end hung up
            raise _error(errno.ENODEV)
        return packet

    def clear_halt(self, dev_handle: _Handle, ep: int) -> None:
        if dev_handle.device.cannot_be_woken:
            raise _error(errno.EIO)
        dev_handle.device.is_halted = False

    def _must_be_usable(self, handle: _Handle, endpoint: int, interface: int) -> None:
        device = handle.device
        if not device.is_there:
            raise _error(errno.ENODEV)
        assert device.claimed.get(interface) is handle, "libusb would fail"
        chosen = _alternate(device, interface, device.selected.get(interface, 0))
        assert (endpoint, BULK) in chosen.endpoints, "no endpoint of the alternate setting in use"
        if device.stalls and not device.is_halted:
            device.stalls -= 1
            device.is_halted = True
        if device.is_halted:
            raise _error(errno.EPIPE)


def _descriptor(**values: Any) -> SimpleNamespace:
    """Zero where nothing is said; pyusb copies every field of a descriptor."""
    # fmt: off
    names = (
        "bLength", "bDescriptorType", "bcdUSB", "bDeviceClass", "bDeviceSubClass",
        "bDeviceProtocol", "bMaxPacketSize0", "idVendor", "idProduct", "bcdDevice",
        "iManufacturer", "iProduct", "iSerialNumber", "bNumConfigurations", "wTotalLength",
        "bNumInterfaces", "bConfigurationValue", "iConfiguration", "bmAttributes", "bMaxPower",
        "bInterfaceNumber", "bAlternateSetting", "bNumEndpoints", "bInterfaceClass",
        "bInterfaceSubClass", "bInterfaceProtocol", "iInterface", "bEndpointAddress",
        "wMaxPacketSize", "bInterval", "bRefresh", "bSynchAddress",
    )
    # fmt: on
    return SimpleNamespace(**{**dict.fromkeys(names, 0), "extra_descriptors": [], **values})


def _alternate(device: FakeUsbDevice, interface: int, alternate: int) -> Alternate:
    numbers = sorted({one.number for one in device.alternates})
    _in_range(interface, len(numbers))
    found = [one for one in device.alternates if one.number == numbers[interface]]
    _in_range(alternate, len(found))
    return found[alternate]


def _in_range(index: int, count: int) -> None:
    if index >= count:  # so pyusb knows that there are no more
        raise IndexError(index)


def _fill(buffer: "array[int]", data: bytes) -> int:
    data = data[: len(buffer)]
    buffer[: len(data)] = array("B", data)
    return len(data)


def _has_limit(timeout: int) -> None:
    assert timeout > 0, "0 waits for ever"


def _or_no_device(call: Any) -> Any:
    try:
        return call()
    except BlockingIOError:
        return 0
    except OSError as error:
        raise _error(errno.ENODEV) from error


def _error(number: int) -> usb.core.USBError:
    return usb.core.USBError(os.strerror(number), None, number)
