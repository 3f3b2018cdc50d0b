# SPDX-License-Identifier: Apache-2.0
"""Devices that are each right and cannot work as they are: two on one line, or a line too slow."""

from pathlib import Path

import pytest

from tests.kiosk.settings.samples import SMALL, answer, must_be_said_in_every_language

NETWORK = 'kind = "escpos_network"\nhost = "127.0.0.1"\nport = 9100'
SERIAL = 'kind = "escpos_serial"\ndevice = "/dev/serial/by-id/usb-1"\nbaud = '
TWO_LINES = f'[reader]\nkind = "simulator"\n\n[printer]\n{NETWORK}'
LIGHT_ON_THE_SCANNERS_LINE = """\
[scanner]
kind = "serial_scanner"
device = "/dev/serial/by-id/usb-2"

[light]
kind = "serial_relay"
device = "/dev/serial/by-id/usb-2"

[ticket]"""
ONE_LINE = f'[reader]\nkind = "serial_sam"\ndevice = "DEVICE"\n\n[printer]\n{SERIAL}115200'
CHIP = 'usb_id = "0483:5652"'
ONE = '\nusb_serial = "A1"'


def on_usb(reader: str, printer: str) -> str:
    """Reader and printer on USB, each with the lines that say which device it is."""
    return f'[reader]\nkind = "usb_sam"\n{reader}\n\n[printer]\nkind = "escpos_usb"\n{printer}'


def light_on(*, lamp: int, sounder: int) -> str:
    """A signal light on these relays, before what follows."""
    return f"""\
[light]
kind = "serial_relay"
device = "/dev/serial/by-id/usb-2"
lamp_channel = {lamp}
sounder_channel = {sounder}

[ticket]"""


def heard_on(card: str, headphones: str, kind: str = "espeak") -> str:
    """A voice with headphones, before what follows."""
    return f"""\
[speech]
kind = "{kind}"
sound_card = "{card}"
headphone_card = "{headphones}"

[ticket]"""


def same_usb_device(place: str, usb_id: str) -> str:
    return (
        f'{place}: printer.usb_id: "{usb_id}" is reader.usb_id already; write for each device what '
        "lsusb shows for it, and usb_serial for both where that is the same"
    )


# what stands in the file, what somebody made of it, the first line of the answer
CASES: list[tuple[str, str, str]] = [
    (
        TWO_LINES,
        ONE_LINE.replace("DEVICE", "/dev/serial/by-id/usb-1"),
        (
            '18:10: printer.device: "/dev/serial/by-id/usb-1" is reader.device already; each '
            "device needs a file of its own, see: ls /dev/serial/by-id/"
        ),
    ),
    (
        "[ticket]",
        LIGHT_ON_THE_SCANNERS_LINE,
        (
            '33:10: light.device: "/dev/serial/by-id/usb-2" is scanner.device already; each device '
            "needs a file of its own, see: ls /dev/serial/by-id/"
        ),
    ),
    (
        NETWORK,
        SERIAL + "9600",
        (
            "18:8: printer.baud = 9600 is too slow: a ticket drawn as a picture takes 30 s; write "
            'mode = "text", or set the printer and this to 57600 or 115200'
        ),
    ),
    (
        NETWORK,
        SERIAL + "38400\npaper_mm = 58",
        (
            "18:8: printer.baud = 38400 is too slow: a ticket drawn as a picture takes 5 s; write "
            'mode = "text", or set the printer and this to 57600 or 115200'
        ),
    ),
    (TWO_LINES, on_usb(CHIP, CHIP), same_usb_device("18:10", "0483:5652")),
    (
        TWO_LINES,
        on_usb("", 'usb_id = "0400:c35a"'),  # the reader's where nothing is written
        same_usb_device("18:10", "0400:c35a"),
    ),
    (
        TWO_LINES,
        on_usb(CHIP + ONE, CHIP),  # the first one that is found may be either
        same_usb_device("19:10", "0483:5652"),
    ),
    (TWO_LINES, on_usb(CHIP + ONE, CHIP + ONE), same_usb_device("19:10", "0483:5652")),
    (
        "[ticket]",
        light_on(lamp=3, sounder=3),
        (
            "31:19: light.sounder_channel = 3 is light.lamp_channel already; lamp and sounder each "
            "need a relay of their own, or 0 where there is none"
        ),
    ),
    (
        "[ticket]",
        light_on(lamp=0, sounder=0),
        (
            "31:19: light.sounder_channel = 0 like light.lamp_channel: nothing would ever shine or "
            'sound; write the relay of one of them, or kind = "off"'
        ),
    ),
    *(
        (
            "[ticket]",
            heard_on("plughw:CARD=Device,DEV=0", headphones),
            (
                f'30:18: speech.headphone_card: "{headphones}" is speech.sound_card already: what is '
                "private would be heard by all; write the card of the headphones, or do not write it"
            ),
        )
        for headphones in ("plughw:CARD=Device,DEV=0", "hw:Device", "plughw:Device,0")
    ),
    (
        "[ticket]",
        heard_on("front", "front"),
        (
            '30:18: speech.headphone_card: "front" is speech.sound_card already: what is '
            "private would be heard by all; write the card of the headphones, or do not write it"
        ),
    ),
]

# what stands in the file, and what works though it looks much like the above
WORKING: list[tuple[str, str]] = [
    (TWO_LINES, ONE_LINE.replace("DEVICE", "/dev/serial/by-id/usb-2")),
    (TWO_LINES, on_usb(CHIP, 'usb_id = "04b8:0202"')),
    ("[ticket]", light_on(lamp=0, sounder=3)),
    ("[ticket]", light_on(lamp=3, sounder=0)),
    ("[ticket]", light_on(lamp=3, sounder=3).replace("serial_relay", "simulator")),
    (TWO_LINES, on_usb(CHIP + ONE, CHIP + ONE.replace("1", "2"))),
    ("[ticket]", heard_on("hw:Device", "hw:Headset")),
    ("[ticket]", heard_on("hw:Device", "hw:Device,1")),
    ("[ticket]", heard_on("hw:Device", "hw:Device", "none")),
    (NETWORK, SERIAL + "57600"),
    ('port = 9100\nmode = "raster"', 'baud = 9600\nmode = "raster"'),
    (NETWORK + '\nmode = "raster"', SERIAL + '9600\nmode = "text"'),
]


@pytest.fixture(autouse=True)
def beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("right", "wrong", "expected"), CASES)
def test_devices_that_cannot_work_are_told_with_their_line_and_column(
    right: str, wrong: str, expected: str, tmp_path: Path
) -> None:
    assert SMALL.count(right) == 1
    (line,) = answer(SMALL.replace(right, wrong), tmp_path)
    assert line == f"kiosk.toml:{expected}"


@pytest.mark.parametrize(("right", "wrong", "_expected"), CASES)
def test_every_language_has_words_for_it(
    right: str, wrong: str, _expected: str, tmp_path: Path
) -> None:
    must_be_said_in_every_language(SMALL.replace(right, wrong), tmp_path)


@pytest.mark.parametrize(("right", "other"), WORKING)
def test_devices_that_can_work_are_left_alone(right: str, other: str, tmp_path: Path) -> None:
    assert SMALL.count(right) == 1
    assert answer(SMALL.replace(right, other), tmp_path) == []


def test_two_names_of_one_device_are_one_device(tmp_path: Path) -> None:
    (tmp_path / "by-id").symlink_to(tmp_path / "ttyUSB0")
    wrong = SMALL.replace(TWO_LINES, ONE_LINE.replace("DEVICE", str(tmp_path / "ttyUSB0")))
    (line,) = answer(wrong.replace("/dev/serial/by-id/usb-1", str(tmp_path / "by-id")), tmp_path)
    assert line.startswith("kiosk.toml:18:10: printer.device: ")


def test_an_id_that_cannot_be_read_brings_no_guesses(tmp_path: Path) -> None:
    both_wrong = on_usb('usb_id = "0400"', 'usb_id = "0400"')
    lines = answer(SMALL.replace(TWO_LINES, both_wrong), tmp_path)
    assert [line.partition(" cannot be ")[0] for line in lines] == [
        "kiosk.toml:14:10: reader.usb_id",
        "kiosk.toml:18:10: printer.usb_id",
    ]
