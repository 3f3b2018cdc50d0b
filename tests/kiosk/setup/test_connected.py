# SPDX-License-Identifier: Apache-2.0
"""What Linux says is plugged in, read from folders like its own."""

from pathlib import Path

from kiosk.setup.connected import Candidate, printers, readers


def plug(usb: Path, port: str, usb_id: str, interface: str) -> None:
    vendor, product = usb_id.split(":")
    (usb / port / f"{port}:1.0").mkdir(parents=True)
    (usb / port / "idVendor").write_text(f"{vendor}\n")
    (usb / port / "idProduct").write_text(f"{product}\n")
    (usb / port / f"{port}:1.0" / "bInterfaceClass").write_text(f"{interface}\n")


def test_a_reader_is_known_by_its_usb_numbers_and_a_printer_by_its_class(tmp_path: Path) -> None:
    serial, usb = tmp_path / "serial", tmp_path / "usb"
    serial.mkdir()
    (serial / "usb-FTDI-if00").touch()
    plug(usb, "1-1", "0400:c35a", "ff")
    plug(usb, "1-2", "04b8:0202", "07")
    plug(usb, "1-3", "046d:c31c", "03")  # a keyboard
    line = str(serial / "usb-FTDI-if00")
    assert list(readers(serial, usb)) == [
        Candidate("usb_sam", "usb_id", "0400:C35A"),
        Candidate("serial_sam", "device", line),
    ]
    assert list(printers(serial, usb)) == [
        Candidate("escpos_usb", "usb_id", "04b8:0202"),
        Candidate("escpos_serial", "device", line),
    ]


def test_a_machine_without_such_folders_has_nothing(tmp_path: Path) -> None:
    assert list(readers(tmp_path / "no", tmp_path / "no")) == []
    assert list(printers(tmp_path / "no", tmp_path / "no")) == []
