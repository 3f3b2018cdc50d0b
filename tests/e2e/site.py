# SPDX-License-Identifier: Apache-2.0
"""The kiosk.toml of a hall that gives numbers at whatever hour the tests run."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.clock import SystemClock

ROOT = Path(__file__).parents[2]
TIMEZONE = "Asia/Shanghai"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

SERVICES = (("social_insurance", "A", "社保"), ("medical_insurance", "C", "医保"))

SITE = """\
[site]
site_id = "test_hall"
name = {{ zh_Hans = "测试大厅", en = "Test hall" }}
timezone = "{timezone}"
help_desk = {{ zh_Hans = "一楼服务台", en = "Desk, ground floor" }}
day_starts = "{day_starts}"

[hours]
{hours}
"""

MACHINE = """
[kiosk]
name = {{ zh_Hans = "1 号机", en = "Kiosk 1" }}
state_dir = "state"
fonts_dir = "{root}/fonts"
templates_dir = "{root}/printer_templates"

[panel]
full_screen = false

[reader]
kind = "serial_sam"
device = "{device}"

[printer]
kind = "escpos_network"
host = "127.0.0.1"
port = {port}
mode = "{mode}"

[ticket]
pause_seconds = 0
"""

SERVICE = """
[[service]]
service_id = "{service_id}"
letter = "{letter}"
name = {{ zh_Hans = "{name}", en = "Service {letter}" }}
icon = "house"
where = {{ zh_Hans = "一楼 {letter} 区", en = "Zone {letter}" }}
mean_minutes = 10
counters = 40
quota = true
"""


@dataclass(frozen=True)
class Wiring:
    """Where the devices hang, and how the ticket is printed."""

    device: Path
    port: int
    mode: str = "text"


def kiosk_toml(wiring: Wiring, service_count: int = 1, now: datetime | None = None) -> str:
    """Of a kiosk that stands alone, at `site_toml`."""
    return site_toml(service_count, now) + _machine(wiring)


def kiosk_toml_with_centre(wiring: Wiring, url: str) -> str:
    """Of a kiosk that is told by its centre on this machine where it stands."""
    return f'{_machine(wiring)}\n[centre]\nurl = "{url}"\n'


def site_toml(service_count: int = 1, now: datetime | None = None) -> str:
    """Open around the clock but for one minute, half a day from now, with the change of day in it.

    So neither midnight nor the change of day falls into a test.
    """
    here = (now or SystemClock().now()).astimezone(ZoneInfo(TIMEZONE))
    hour = (here + timedelta(hours=12)).hour
    opens, closes = f"{hour:02}:00", f"{(hour - 1) % 24:02}:59"
    site = SITE.format(
        timezone=TIMEZONE,
        day_starts=opens,
        hours="\n".join(f'{day} = [["{opens}", "{closes}"]]' for day in WEEKDAYS),
    )
    services = (
        SERVICE.format(service_id=service_id, letter=letter, name=name)
        for service_id, letter, name in SERVICES[:service_count]
    )
    return site + "".join(services)


def _machine(wiring: Wiring) -> str:
    return MACHINE.format(root=ROOT, device=wiring.device, port=wiring.port, mode=wiring.mode)


def zone_of_the_early_morning(now: datetime) -> ZoneInfo:
    """One where it is between six and seven: a day that neither begins nor ends while tests run."""
    ahead = (6 - now.astimezone(UTC).hour + 12) % 24 - 12
    return ZoneInfo(f"Etc/GMT{-ahead:+d}")  # POSIX counts to the west
