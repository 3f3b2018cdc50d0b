# SPDX-License-Identifier: Apache-2.0
"""What kiosk.toml says, checked; paths are absolute, durations carry their unit in the name."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from common.settings.site_model import WholeSite
from hall.words import Words


@dataclass(frozen=True)
class MachineSettings:
    """This machine: its name on screen and paper, and where it keeps its data."""

    name: Words  # "二楼 3 号机"
    state_dir: Path
    fonts_dir: Path
    templates_dir: Path
    ways_dir: Path  # pictures of the ways to the counters; need not be there
    languages: tuple[str, ...]
    kept_days: int  # how long records without a person stay


@dataclass(frozen=True)
class PanelSettings:
    """The display in millimetres; the display's own claims are not trusted (screens.md 1.2)."""

    width_mm: float
    height_mm: float
    bottom_edge_mm: float
    viewing_mm: float
    reader_position: str  # "right" | "left" | "below"
    back_key: str  # "escape" | "backspace"
    is_full_screen: bool


@dataclass(frozen=True)
class ReaderSettings:
    """The card reader: kind of the registry and its options."""

    kind: str  # "serial_sam" | "usb_sam" | "pcsc" | "simulator"
    device: str  # empty unless serial_sam
    baud: int
    usb_id: str  # "0400:C35A"
    usb_serial: str | None  # None: the first with that id
    name: str | None  # part of a pcsc reader's name; None: any


@dataclass(frozen=True)
class ProfileSettings:
    """What one model of printer can do, from a file of its own."""

    name: str  # for people; may be empty
    dots: int
    columns: int
    encoding: str  # as in PrinterSettings
    has_cutter: bool
    proof: str
    status_questions: tuple[int, ...]  # those of DLE EOT 1 to 4 that it answers
    senses_low_paper: bool
    roll_mm: int  # length of a new roll; 0: paper is not counted


@dataclass(frozen=True)
class PrinterSettings:
    """The ticket printer: kind of the registry and its options."""

    kind: str  # "escpos_network" | "escpos_serial" | "escpos_usb" | "escpos_file" | "simulator"
    host: str  # empty unless escpos_network
    port: int
    device: str  # empty unless escpos_serial or escpos_file
    baud: int
    flow_control: str  # "none" | "rts_cts" | "xon_xoff"
    usb_id: str  # empty unless escpos_usb
    usb_serial: str | None  # None: the first with that id
    paper_mm: int  # 80 | 58
    mode: Literal["raster", "text"]
    encoding: str  # "gb18030" | "gbk" | "big5" | "utf-8"
    proof: str  # "gs_h" | "gs_r" | "none"
    has_cutter: bool
    answer_seconds: float  # the longest that it may take to answer one question
    profile: ProfileSettings | None  # takes the place of paper_mm, encoding, proof, has_cutter


@dataclass(frozen=True)
class ScannerSettings:
    """The code scanner: kind of the registry and its options."""

    kind: str  # "none" | "serial_scanner" | "keyboard" | "simulator"
    device: str  # empty unless serial_scanner
    baud: int
    suffix: str  # "line_end" | "silence"
    make: str  # "any" | "gm65" | "newland"


@dataclass(frozen=True)
class LightSettings:
    """The signal light: kind of the registry and its options."""

    kind: str  # "off" | "serial_relay" | "simulator"
    device: str  # empty unless serial_relay
    baud: int
    board: str  # "lcus" | "kmtronic" | "modbus"
    lamp_channel: int  # 0: no lamp
    sounder_channel: int  # 0: no sounder


@dataclass(frozen=True)
class SpeechSettings:
    """The voice: kind of the registry and its options."""

    kind: str  # "none" | "clips" | "espeak" | "pyttsx3" | "simulator"
    clips_dir: Path | None  # None unless clips
    sound_card: str | None  # None: the default one
    headphone_card: str | None  # None: no jack for headphones
    headphone_jack: str  # of that card
    volume: str  # "soft" | "medium" | "loud"; until a visitor changes it


@dataclass(frozen=True)
class TicketSettings:
    """The visit's pace, the open-ticket rule, and how many numbers one person takes for others."""

    pause_seconds: float
    is_confirm_asked: bool
    max_open: int
    again_minutes: int
    proxy_limit: int  # of one person and day; 0: none
    prints_name: bool  # masked: 王*明


@dataclass(frozen=True)
class CheckInSettings:
    """How a booking becomes a ticket."""

    is_confirm_asked: bool


@dataclass(frozen=True)
class SeniorSettings:
    """Ages from which something happens by itself."""

    age_years: int
    voice_age_years: int


@dataclass(frozen=True)
class CentreSettings:
    """Where the centre is, and who may vouch for it."""

    url: str  # "https://centre.example:8443", without a path
    ca_file: Path | None  # PEM; None only for http on this machine


@dataclass(frozen=True)
class Settings:
    """The whole of kiosk.toml; exactly one of `site` and `centre` is there.

    Attributes:
        site: of a kiosk that stands alone; with a centre, the feed tells it.
    """

    machine: MachineSettings
    panel: PanelSettings
    reader: ReaderSettings
    printer: PrinterSettings
    scanner: ScannerSettings
    light: LightSettings
    speech: SpeechSettings
    ticket: TicketSettings
    checkin: CheckInSettings
    senior: SeniorSettings
    site: WholeSite | None = None
    centre: CentreSettings | None = None
