# SPDX-License-Identifier: Apache-2.0
"""Papers for the hall's staff: does the printer print as it should, and what the day has brought."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

CHARACTERS = (
    "0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz",
    "ÀÇÉÑÖÜ àçéñöü",
    "，。、：；！？（）《》“”—…·～%&@#*",
    "不动产登记、医疗保险、户口、身份证",
    "不動產登記、醫療保險、戶口、身份證",
    "〇㐂𠮷龦䶮",
)
"""Digits, Latin letters and such with marks, punctuation, common Han characters, traditional ones, rare ones."""


@dataclass(frozen=True)
class PrinterTestPage:
    """What a printer is tried with: ruler, sizes, characters, a code, and what kiosk.toml says of it.

    `place` is the printer's address or line, `profile` the name of its profile; both may be empty.
    `roll_mm` is the length of a counted roll, 0 where paper is not counted.
    """

    kind: ClassVar[str] = "test_page"
    binding: ClassVar[str] = "machine_name"
    characters: ClassVar[tuple[str, ...]] = CHARACTERS

    language: str
    site_name: str
    machine_name: str
    printed_at: datetime  # local to the site
    code: str
    driver: str  # "escpos_network" ...
    mode: str  # "raster" | "text"
    dots: int
    columns: int
    encoding: str
    proof: str  # "gs_h" | "gs_r" | "none"
    has_cutter: bool
    senses_low_paper: bool
    place: str = ""
    profile: str = ""
    roll_mm: int = 0


@dataclass(frozen=True)
class ServiceDay:
    """One service's day at this kiosk; numbers are of walk-ins, empty where none was given."""

    service_name: str
    issued: int
    first: str = ""
    last: str = ""
    cancelled: int = 0


@dataclass(frozen=True)
class DayReport:
    """A business day at this kiosk in figures; counts tickets unless said otherwise.

    `issued` holds all that follow: booked, green, standby, for others (proxy), beyond quota (extra),
    given up (cancelled). `printed` are those of which a paper came out, None where the printer can never
    tell; `reprints` counts papers; `unprinted` are numbers without proof of paper. `at_site` were given by
    all kiosks, None where nobody tells. `paper_left_mm` is of the roll, None where paper is not counted.
    `is_over` is false while the day goes on.
    """

    kind: ClassVar[str] = "day_report"
    binding: ClassVar[str] = "business_date"

    language: str
    site_name: str
    machine_name: str
    business_date: date
    printed_at: datetime  # local to the site
    is_over: bool
    services: tuple[ServiceDay, ...]
    booked: int = 0
    green: int = 0
    standby: int = 0
    proxies: int = 0
    extra: int = 0
    printed: int | None = None
    reprints: int = 0
    unprinted: tuple[str, ...] = ()
    at_site: int | None = None
    paper_left_mm: int | None = None

    @property
    def issued(self) -> int:
        """Of all services."""
        return sum(service.issued for service in self.services)

    @property
    def cancelled(self) -> int:
        """Of all services."""
        return sum(service.cancelled for service in self.services)
