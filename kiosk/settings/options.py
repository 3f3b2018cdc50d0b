# SPDX-License-Identifier: Apache-2.0
"""Every option of kiosk.toml: its name, kind, range, unit and default, declared once."""

from pathlib import Path

from common.settings import site_options
from common.settings.folders import DataFolder, ExistingFile, Folder, MaybeFolder
from common.settings.groups import Language, ListOf, Option, Table, WordsOf
from common.settings.kinds import Choice, Host, Line, Matching, Number, Whole, YesNo
from common.settings.site_options import (
    HOURS,
    LANGUAGES,
    MOST_LANGUAGES,
    PERCENT,
    SLOTS_AHEAD,
    YEARS,
)
from hall.visit import MAX_OPEN, PROXY_LIMIT
from kiosk.settings.centre_url import CentreUrl
from kiosk.settings.folders import FONT_FILES
from kiosk.settings.profile_file import CUTTER, ENCODING, PROOF, ProfileFile
from kiosk.texts import languages

ICONS = tuple(
    sorted(path.stem for path in (Path(__file__).parents[1] / "ui" / "icons").glob("*.svg"))
)
DEVICE = Matching(r"/[\w./:790 790,-]{1,250}", "device")
USB_ID = Matching("[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}", "usb_id")
PRINTER_KINDS = ("escpos_network", "escpos_serial", "escpos_usb", "escpos_file", "simulator")
BAUDS = (9600, 19200, 38400, 57600, 115200)

KIOSK = Table(
    (
        Option("name", WordsOf(15)),
        Option(
            "languages", ListOf(Language(languages()), fewest=1, most=MOST_LANGUAGES), LANGUAGES
        ),
        Option("state_dir", DataFolder(), "state"),
        Option("kept_days", Whole(183, 3650, "days"), 400),
        Option("fonts_dir", Folder(holds=FONT_FILES), "fonts"),
        Option("templates_dir", Folder(), "printer_templates"),
        Option("ways_dir", MaybeFolder(), "ways"),
    )
)
CA_FILE = Option("ca_file", ExistingFile(), None)
CENTRE = Table((Option("url", CentreUrl()), CA_FILE))
PANEL = Table(
    (
        Option("width_mm", Number(150, 1500, "mm"), 268),
        Option("height_mm", Number(150, 1500, "mm"), 476),
        Option("bottom_edge_mm", Number(200, 1200, "mm"), 800),
        Option("viewing_mm", Number(300, 1200, "mm"), 600),
        Option("reader_position", Choice(("right", "left", "below")), "right"),
        Option("back_key", Choice(("escape", "backspace")), "escape"),
        Option("full_screen", YesNo(), default=True, field="is_full_screen"),
    )
)
READER = Table(
    (
        Option("kind", Choice(("serial_sam", "usb_sam", "pcsc", "simulator"))),
        Option("device", DEVICE, "", when=("kind", ("serial_sam",))),
        Option("baud", Choice(BAUDS), 115200),
        Option("usb_id", USB_ID, "0400:C35A"),
        Option("usb_serial", Line(32), None),
        Option("name", Line(40), None),
    )
)
PRINTER = Table(
    (
        Option("kind", Choice(PRINTER_KINDS)),
        Option("host", Host(), "", when=("kind", ("escpos_network",))),
        Option("port", Whole(1, 65535, "none"), 9100),
        Option("device", DEVICE, "", when=("kind", ("escpos_serial", "escpos_file"))),
        Option("baud", Choice(BAUDS), 115200),
        Option("flow_control", Choice(("none", "rts_cts", "xon_xoff")), "none"),
        Option("usb_id", USB_ID, "", when=("kind", ("escpos_usb",))),
        Option("usb_serial", Line(32), None),
        Option("paper_mm", Choice((80, 58)), 80),
        Option("mode", Choice(("raster", "text")), "raster"),
        ENCODING,
        PROOF,
        CUTTER,
        Option("answer_seconds", Number(0.2, 1, "seconds"), 0.5),
        Option("profile", ProfileFile(), None),
    )
)
SCANNER = Table(
    (
        Option("kind", Choice(("none", "serial_scanner", "keyboard", "simulator")), "none"),
        Option("device", DEVICE, "", when=("kind", ("serial_scanner",))),
        Option("baud", Choice(BAUDS), 9600),
        Option("suffix", Choice(("line_end", "silence")), "line_end"),
        Option("make", Choice(("any", "gm65", "newland")), "any"),
    )
)
LIGHT = Table(
    (
        Option("kind", Choice(("off", "serial_relay", "simulator")), "off"),
        Option("device", DEVICE, "", when=("kind", ("serial_relay",))),
        Option("baud", Choice(BAUDS), 9600),
        Option("board", Choice(("lcus", "kmtronic", "modbus")), "lcus"),
        Option("lamp_channel", Whole(0, 16, "none"), 1),
        Option("sounder_channel", Whole(0, 16, "none"), 2),
    )
)
SPEECH = Table(
    (
        Option("kind", Choice(("none", "clips", "espeak", "pyttsx3", "simulator")), "none"),
        Option("clips_dir", Folder(), None, when=("kind", ("clips",))),
        Option("sound_card", Line(40), None),
        Option("headphone_card", Line(40), None),
        Option("headphone_jack", Line(40), "Headphone Jack"),
        Option("volume", Choice(("soft", "medium", "loud")), "medium"),
    )
)
TICKET = Table(
    (
        Option("pause_seconds", Number(0, 5, "seconds"), 2),
        Option("confirm", YesNo(), default=False, field="is_confirm_asked"),
        Option("max_open", Whole(1, 20, "tickets"), MAX_OPEN),
        Option("again_minutes", Whole(0, 120, "minutes"), 10),
        Option("proxy_limit", Whole(0, 20, "tickets"), PROXY_LIMIT),
        Option("masked_name", YesNo(), default=False, field="prints_name"),
    )
)
CHECKIN = Table((Option("confirm", YesNo(), default=False, field="is_confirm_asked"),))
SENIOR = Table((Option("age_years", YEARS, 60), Option("voice_age_years", YEARS, 70)))
WALK_IN = Table(
    (
        SLOTS_AHEAD,
        Option("walk_in_percent", PERCENT, 90),
        Option("green_percent", PERCENT, 10),
    )
)
FILE = Table(
    (
        Option("site", Table(site_options.SITE)),
        Option("kiosk", KIOSK),
        Option("centre", CENTRE, None),
        Option("panel", PANEL, {}),
        Option("reader", READER),
        Option("printer", PRINTER),
        Option("scanner", SCANNER, {}),
        Option("light", LIGHT, {}),
        Option("speech", SPEECH, {}),
        Option("hours", HOURS),
        Option("ticket", TICKET, {}),
        Option("checkin", CHECKIN, {}),
        Option("senior", SENIOR, {}),
        Option("green", site_options.green(Choice(ICONS, form="icon")), {}),
        Option("walk_in", WALK_IN, {}),
        Option("service", site_options.services(Choice(ICONS, form="icon"))),
    )
)

OF_THE_SITE = frozenset({"site", "hours", "green", "walk_in", "service"})
"""Tables of a kiosk that stands alone; with a centre its feed tells all that is in them."""

WITH_CENTRE = Table(tuple(option for option in FILE.options if option.name not in OF_THE_SITE))

HOMES = site_options.homes(FILE.options)
"""The table an option belongs to, the first when there are several."""
