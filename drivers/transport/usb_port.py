# SPDX-License-Identifier: Apache-2.0
"""Two bulk endpoints of a USB device as a Port, through libusb."""

import errno
import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Self, TypeVar

import usb.core
import usb.util
from typing_extensions import override

from drivers.transport.abstract import (
    FLUSH_SECONDS,
    Port,
    PortError,
    PortProblem,
    problem_of_opening,
)
from drivers.transport.deadline import PAUSE_SECONDS, Deadline, write_all

Result = TypeVar("Result")

CONTROL_MILLISECONDS = 300
"""For each question that only opening asks, such as the serial number."""

PRINTER_CLASS = 7
PACKET_SIZE_BITS = 0x07FF

FAILURES = (usb.core.USBError, NotImplementedError)
"""What pyusb raises when libusb fails, the second where this system cannot do what was asked."""


@dataclass(frozen=True)
class UsbSettings:
    """Which device.

    Attributes:
        vendor, product: the two numbers that `lsusb` shows.
        serial_number: for two devices of one kind; None takes the first.
    """

    vendor: int
    product: int
    serial_number: str | None = None

    @classmethod
    def of(cls, usb_id: str, serial_number: str | None = None) -> Self:
        """From "0400:C35A", two hexadecimal numbers.

        Raises:
            ValueError: it is written otherwise.
        """
        vendor, product = usb_id.split(":")
        return cls(int(vendor, 16), int(product, 16), serial_number)

    @property
    def name(self) -> str:
        """For errors and logs."""
        number = "" if self.serial_number is None else f" {self.serial_number}"
        return f"usb {self.vendor:04X}:{self.product:04X}{number}"


class UsbPort(Port):
    """An interface with a bulk endpoint each way, claimed so that no other program has it.

    A kernel driver on it, such as usblp, is sent away and asked back when the port is closed.

    Raises:
        PortError: MISSING, REFUSED, FORBIDDEN, UNFIT or NO_LIBRARY, when it cannot be opened.
    """

    def __init__(self, settings: UsbSettings) -> None:
        self._name = settings.name
        self._has_sent_driver_away = False
        self._interface: usb.core.Interface | None = None
        try:
            self._device = _find(settings)
        except (*FAILURES, ValueError) as error:
            raise self._not_opened(error) from error
        try:
            self._claim()
        except FAILURES as error:
            self.close()
            raise self._not_opened(error) from error
        except PortError:
            self.close()
            raise

    @override
    def write(self, data: bytes, seconds: float) -> None:
        deadline = Deadline(seconds)
        if not write_all(lambda left: self._write_some(left, deadline), data, deadline):
            raise PortError(PortProblem.STUCK, self._name)

    @override
    def read(self, seconds: float) -> bytes:
        deadline = Deadline(seconds)
        while not (data := self._read_packet(deadline)) and not deadline.is_over:
            # some devices answer with empty packets when they have nothing to say
            deadline.pause(PAUSE_SECONDS)
        return data

    @override
    def flush_input(self) -> None:
        deadline = Deadline(FLUSH_SECONDS)
        at_once = Deadline(0)
        while self._read_packet(at_once) and not deadline.is_over:
            pass

    @override
    def close(self) -> None:
        interface, self._interface = self._interface, None
        # a device that is gone is as closed as it can be
        if interface is not None:
            with suppress(*FAILURES):
                usb.util.release_interface(self._device, interface.bInterfaceNumber)
        if interface is not None and self._has_sent_driver_away:
            with suppress(*FAILURES):
                self._device.attach_kernel_driver(interface.bInterfaceNumber)
        with suppress(*FAILURES):
            usb.util.dispose_resources(self._device)

    def _claim(self) -> None:
        configuration = _configuration(self._device)
        interface = min(_with_bulk_pair(configuration), key=_is_no_printer, default=None)
        if interface is None:
            raise PortError(PortProblem.UNFIT, self._name)
        self._interface = interface
        number = interface.bInterfaceNumber
        self._send_driver_away(number)
        usb.util.claim_interface(self._device, number)
        if sum(other.bInterfaceNumber == number for other in configuration) > 1:
            self._device.set_interface_altsetting(number, interface.bAlternateSetting)
        self._in = _bulk_endpoint(interface, usb.util.ENDPOINT_IN)
        self._out = _bulk_endpoint(interface, usb.util.ENDPOINT_OUT)

    def _send_driver_away(self, number: int) -> None:
        with suppress(NotImplementedError):  # systems without such drivers
            if self._device.is_kernel_driver_active(number):
                self._device.detach_kernel_driver(number)
                self._has_sent_driver_away = True

    def _write_some(self, data: bytes, deadline: Deadline) -> int:
        return self._transfer(lambda limit: self._out.write(data, limit), self._out, 0, deadline)

    def _read_packet(self, deadline: Deadline) -> bytes:
        """One packet: a longer transfer would wait for more behind a packet that is full."""
        size = self._in.wMaxPacketSize & PACKET_SIZE_BITS
        return self._transfer(
            lambda limit: bytes(self._in.read(size, limit)), self._in, b"", deadline
        )

    def _transfer(
        self,
        call: Callable[[int], Result],
        endpoint: usb.core.Endpoint,
        nothing: Result,
        deadline: Deadline,
    ) -> Result:
        """One transfer; `call` gets the milliseconds it may take, never 0, which means for ever."""
        if self._interface is None:
            raise PortError(PortProblem.GONE, self._name)
        try:
            return call(max(1, math.ceil(deadline.remaining_seconds * 1000)))
        except usb.core.USBTimeoutError:
            return nothing
        except usb.core.USBError as error:
            if error.errno == errno.EPIPE and self._has_woken(endpoint):
                return nothing
            raise PortError(PortProblem.GONE, self._name) from error

    def _has_woken(self, endpoint: usb.core.Endpoint) -> bool:
        """Whether an endpoint that had halted takes transfers again."""
        try:
            self._device.clear_halt(endpoint.bEndpointAddress)
        except usb.core.USBError:
            return False
        return True

    def _not_opened(self, error: Exception) -> PortError:
        match error:
            case usb.core.NoBackendError():
                problem = PortProblem.NO_LIBRARY
            case ValueError():  # its serial number may not be asked for
                problem = PortProblem.FORBIDDEN
            case usb.core.USBError():
                problem = problem_of_opening(error.errno)
            case _:
                problem = PortProblem.UNFIT
        return PortError(problem, self._name)


def _find(settings: UsbSettings) -> usb.core.Device:
    for device in usb.core.find(
        find_all=True, idVendor=settings.vendor, idProduct=settings.product
    ):
        device.default_timeout = CONTROL_MILLISECONDS
        if settings.serial_number is None or _serial_number(device) == settings.serial_number:
            return device
    raise PortError(PortProblem.MISSING, settings.name)


def _serial_number(device: usb.core.Device) -> str | None:
    try:
        return device.serial_number
    finally:
        usb.util.dispose_resources(device)  # asking has opened it


def _configuration(device: usb.core.Device) -> usb.core.Configuration:
    """The active one; a device that has none yet gets its first."""
    try:
        return device.get_active_configuration()
    except usb.core.USBError as error:
        if error.errno is not None:
            raise
    device.set_configuration()
    return device.get_active_configuration()


def _with_bulk_pair(configuration: usb.core.Configuration) -> Iterator[usb.core.Interface]:
    ways = (usb.util.ENDPOINT_IN, usb.util.ENDPOINT_OUT)
    for interface in configuration:
        if all(_bulk_endpoints(interface, way) for way in ways):
            yield interface


def _is_no_printer(interface: usb.core.Interface) -> bool:
    return interface.bInterfaceClass != PRINTER_CLASS


def _bulk_endpoint(interface: usb.core.Interface, way: int) -> usb.core.Endpoint:
    return _bulk_endpoints(interface, way)[0]


def _bulk_endpoints(interface: usb.core.Interface, way: int) -> list[usb.core.Endpoint]:
    return [
        endpoint
        for endpoint in interface
        if usb.util.endpoint_direction(endpoint.bEndpointAddress) == way
        and usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
    ]
