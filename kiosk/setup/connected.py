# SPDX-License-Identifier: Apache-2.0
"""What is plugged into this machine and may be a reader or a printer (devices.md 1 and 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SERIAL_NAMES = Path("/dev/serial/by-id")
USB_DEVICES = Path("/sys/bus/usb/devices")
USB_READERS = ("0400:C35A", "0483:5652")
"""Readers with a SAM on bare USB, as they call themselves."""
PRINTER_CLASS = "07"
"""Of a USB interface (USB Device Class Definition for Printing Devices)."""


@dataclass(frozen=True)
class Candidate:
    """A device that may be there: what kiosk.toml says of it, below `kind` and one option more."""

    kind: str
    option: str
    value: str

    @property
    def values(self) -> Mapping[str, str]:
        """For the table of kiosk.toml."""
        return {"kind": self.kind, self.option: self.value}


def readers(serial: Path = SERIAL_NAMES, usb: Path = USB_DEVICES) -> Iterator[Candidate]:
    """What may be a card reader, the surest first."""
    found = {usb_id.upper() for usb_id, _ in _usb(usb)}
    for usb_id in USB_READERS:
        if usb_id in found:
            yield Candidate("usb_sam", "usb_id", usb_id)
    for name in _serial(serial):
        yield Candidate("serial_sam", "device", name)


def printers(serial: Path = SERIAL_NAMES, usb: Path = USB_DEVICES) -> Iterator[Candidate]:
    """What may be a ticket printer without an address, the surest first."""
    for usb_id, classes in _usb(usb):
        if PRINTER_CLASS in classes:
            yield Candidate("escpos_usb", "usb_id", usb_id)
    for name in _serial(serial):
        yield Candidate("escpos_serial", "device", name)


def _serial(folder: Path) -> list[str]:
    """Names that stay the same wherever the plug goes."""
    return sorted(map(str, folder.glob("*")))


def _usb(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Vendor and product of each device, and the classes of its interfaces."""
    for device in sorted(folder.glob("*")):
        vendor, product = _read(device / "idVendor"), _read(device / "idProduct")
        if vendor and product:
            classes = map(_read, device.glob("*/bInterfaceClass"))
            yield f"{vendor}:{product}", frozenset(classes)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:
        return ""
