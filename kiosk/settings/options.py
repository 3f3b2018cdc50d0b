# SPDX-License-Identifier: Apache-2.0
"""Every option of kiosk.toml: its name, kind, range, unit and default, declared once."""

from pathlib import Path

from hall.calendar import SLOT_MINUTES
from hall.numbering import LETTERS
from kiosk.settings.folders import FONT_FILES, DataFolder, Folder
from kiosk.settings.groups import (
    DATES,
    PERIODS,
    WEEKDAYS,
    Language,
    ListOf,
    Option,
    Table,
    WordsOf,
)
from kiosk.settings.kinds import (
    DEVICE,
    USB_ID,
    Choice,
    DayOfYear,
    Host,
    Line,
    Name,
    Number,
    TimeOfDay,
    Whole,
    YesNo,
    Zone,
)
from kiosk.settings.profile_file import CUTTER, ENCODING, PROOF, ProfileFile

ICONS = tuple(
    sorted(path.stem for path in (Path(__file__).parents[1] / "ui" / "icons").glob("*.svg"))
)
PRINTER_KINDS = ("escpos_network", "escpos_serial", "escpos_usb", "escpos_file", "simulator")
BAUDS = (9600, 19200, 38400, 57600, 115200)
LANGUAGES = ["zh_Hans", "en"]
YEARS = Whole(40, 120, "years")
PERCENT = Whole(0, 100, "percent")

SITE = Table(
    (
        Option("site_id", Name()),
        Option("name", WordsOf(20)),
        Option("timezone", Zone(), "Asia/Shanghai"),
        Option("help_desk", WordsOf(20)),
        Option("hotline", Line(10, shortest=0), "12345"),
        Option("day_starts", TimeOfDay(), "04:00"),
    )
)
KIOSK = Table(
    (
        Option("name", WordsOf(15)),
        Option("languages", ListOf(Language(), fewest=1, most=8), LANGUAGES),
        Option("state_dir", DataFolder(), "state"),
        Option("fonts_dir", Folder(holds=FONT_FILES), "fonts"),
        Option("templates_dir", Folder(), "printer_templates"),
    )
)
PANEL = Table(
    (
        Option("width_mm", Number(150, 1500, "mm"), 268),
        Option("height_mm", Number(150, 1500, "mm"), 476),
        Option("bottom_edge_mm", Number(200, 1200, "mm"), 800),
        Option("viewing_mm", Number(300, 1200, "mm"), 600),
        Option("reader_position", Choice(("right", "left", "below")), "right"),
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
    )
)
MOVED_DAY = Table((Option("on", DayOfYear()), Option("like", Choice(WEEKDAYS))))
WEEK = tuple(Option(day, PERIODS, []) for day in WEEKDAYS)
ISSUING = (Option("issue_from", TimeOfDay(), None), Option("stop_at", TimeOfDay(), None))
HOURS = Table(
    (
        *WEEK,
        *ISSUING,
        Option("slot_minutes", Choice(SLOT_MINUTES), 30),
        Option("holidays", DATES, []),
        Option("moved_days", ListOf(MOVED_DAY, most=60, repeats=True), []),
    )
)
TICKET = Table(
    (
        Option("pause_seconds", Number(0, 5, "seconds"), 2),
        Option("confirm", YesNo(), default=False, field="is_confirm_asked"),
        Option("max_open", Whole(1, 20, "tickets"), 1),
        Option("again_minutes", Whole(0, 120, "minutes"), 10),
    )
)
SENIOR = Table((Option("age_years", YEARS, 60), Option("voice_age_years", YEARS, 70)))
GREEN = Table((Option("age_years", YEARS, 70),))
WALK_IN = Table(
    (
        Option("slots_ahead", Whole(0, 24, "slots"), 4),
        Option("walk_in_percent", PERCENT, 90),
        Option("green_percent", PERCENT, 10),
    )
)
SERVICE = Table(
    (
        Option("service_id", Name()),
        Option("letter", Choice(tuple(LETTERS))),
        Option("name", WordsOf(15)),
        Option("icon", Choice(ICONS, form="icon")),
        Option("where", WordsOf(20)),
        Option("materials", ListOf(WordsOf(20), most=8), []),
        Option("mean_minutes", Number(0.5, 240, "minutes"), 10),
        Option("counters", Whole(1, 200, "counters"), 1),
        Option("quota", YesNo(), default=False, field="has_quota"),
        Option("standby_per_slot", Whole(0, 200, "tickets"), 0),
        *ISSUING,
        Option("hours", Table(WEEK), None),
    )
)
SERVICES = ListOf(SERVICE, fewest=1, most=len(LETTERS), repeats=True, form="services")

FILE = Table(
    (
        Option("site", SITE),
        Option("kiosk", KIOSK),
        Option("panel", PANEL, {}),
        Option("reader", READER),
        Option("printer", PRINTER),
        Option("scanner", SCANNER, {}),
        Option("light", LIGHT, {}),
        Option("speech", SPEECH, {}),
        Option("hours", HOURS),
        Option("ticket", TICKET, {}),
        Option("senior", SENIOR, {}),
        Option("green", GREEN, {}),
        Option("walk_in", WALK_IN, {}),
        Option("service", SERVICES),
    )
)


def _homes() -> dict[str, str]:
    tables = [(f"[{option.name}]", option.kind) for option in FILE.options]
    tables += [("[[service]]", SERVICE)]
    return {
        name: header
        for header, kind in reversed(tables)
        if isinstance(kind, Table)
        for name in kind.names
    }


HOMES = _homes()
"""The table an option belongs to, the first when there are several."""
