# SPDX-License-Identifier: Apache-2.0
"""What this machine's devices and files must have in common for tickets to be printed."""

import os
import re

from common.settings.folders import is_file, shown_path
from common.settings.groups import Values
from common.settings.problems import shown
from common.settings.spot import Spot
from kiosk.settings.folders import TEMPLATE_FILES

SLOWEST_RASTER = 57_600
RASTER_BYTES = {80: 29_209, 58: 18_313}
"""A ticket as a picture, by the paper's width in mm (devices.md 2.6)."""

WIDEST_58_DOTS = 448

ON_A_DEVICE_FILE = {
    "reader": {"serial_sam"},
    "printer": {"escpos_serial", "escpos_file"},
    "scanner": {"serial_scanner"},
    "light": {"serial_relay"},
}
"""The kinds of each table whose `device` nobody else may have."""

ON_USB = ("usb_sam", "escpos_usb")
"""The kinds of reader and printer that are looked for by `usb_id`."""

PLAYED = {"clips", "espeak", "pyttsx3"}
"""The kinds of voice that come out of a sound card."""

ONE_OF_A_CARD = re.compile(r"(?:plug)?hw:(?:CARD=)?([^,]+)(?:,(?:DEV=)?([0-9]+))?")
"""A sound device with its card and its number there, which is 0 where none is written."""

BITS_PER_BYTE = 10
"""On a serial line: start bit, eight bits, stop bit."""


def check_machine(values: Values, at: Spot) -> None:
    """Note templates that are not there, a device or relay with two masters, headphones that all hear, a line too slow."""
    printer = values.get("printer", {})
    _template(values.get("kiosk", {}), printer, at.at("kiosk", "templates_dir"))
    _same_device(values, at)
    _same_usb_device(values.get("reader", {}), printer, at.at("printer", "usb_id"))
    if values.get("light", {}).get("kind") == "serial_relay":
        _channels(values["light"], at.at("light", "sounder_channel"))
    if values.get("speech", {}).get("kind") in PLAYED:
        _same_sound(values["speech"], at.at("speech", "headphone_card"))
    if printer.get("kind") == "escpos_serial":
        _slow_line(printer, at.at("printer", "baud"))


def _template(machine: Values, printer: Values, at: Spot) -> None:
    folder, mode = machine.get("templates_dir"), printer.get("mode")
    if folder and mode and not is_file(folder / TEMPLATE_FILES[mode]):
        at.note("no_template", file=TEMPLATE_FILES[mode], path=shown_path(folder), mode=shown(mode))


def _same_device(values: Values, at: Spot) -> None:
    owners: dict[str, str] = {}
    for table, kinds in ON_A_DEVICE_FILE.items():
        own = values.get(table, {})
        if own.get("kind") in kinds and own.get("device"):
            # One device has several names: those below by-id lead to that of the moment.
            owner = owners.setdefault(os.path.realpath(own["device"]), table)
            if owner != table:
                spot = at.at(table, "device")
                spot.note("same_device", device=shown(own["device"]), owner=f"{owner}.device")


def _same_usb_device(reader: Values, printer: Values, at: Spot) -> None:
    """Serial numbers tell two devices of one kind apart only where both are written."""
    both, names = (reader, printer), {"usb_id", "usb_serial"}
    kinds = (reader.get("kind"), printer.get("kind"))
    if kinds != ON_USB or not all(names <= table.keys() for table in both):
        return
    ids = {table["usb_id"].casefold() for table in both}
    serials = {table["usb_serial"] for table in both}
    if len(ids) == 1 and (len(serials) == 1 or None in serials):
        at.note("same_usb_device", device=shown(printer["usb_id"]), owner="reader.usb_id")


def _channels(light: Values, at: Spot) -> None:
    lamp, sounder = light.get("lamp_channel"), light.get("sounder_channel")
    if lamp is not None and lamp == sounder:
        at.note(
            "same_channel" if lamp else "no_channel", channel=sounder, owner="light.lamp_channel"
        )


def _same_sound(speech: Values, at: Spot) -> None:
    """Two sound cards that are one: what is for headphones alone would be heard in the hall."""
    card, headphones = speech.get("sound_card"), speech.get("headphone_card")
    if card and headphones and _sound_device(card) == _sound_device(headphones):
        at.note("same_sound_card", card=shown(headphones), owner="speech.sound_card")


def _sound_device(name: str) -> tuple[str, str]:
    found = ONE_OF_A_CARD.fullmatch(name)
    return (found[1], found[2] or "0") if found else (name, "")


def _slow_line(printer: Values, at: Spot) -> None:
    baud, paper = printer.get("baud"), printer.get("paper_mm")
    if profile := printer.get("profile"):
        paper = 58 if profile.dots <= WIDEST_58_DOTS else 80
    if printer.get("mode") == "raster" and paper and baud and baud < SLOWEST_RASTER:
        seconds = RASTER_BYTES[paper] * BITS_PER_BYTE / baud
        at.note("slow_line", baud=baud, seconds=round(seconds))
