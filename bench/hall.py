# SPDX-License-Identifier: Apache-2.0
"""A hall to measure in: one service, open at whatever hour the bench runs, and its visitors."""

import json
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from pathlib import Path

from bench.plan import ROOT
from drivers.card_reader.abstract import CardKind
from drivers.card_reader.codec import build_text_block
from hall.identity import check_digit
from kiosk.clock import SystemClock

NOON = 12
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Hall:
    """What kiosk.toml says; the rest is as in most halls.

    Attributes:
        reader: device file of the reader, empty for the simulator.
        printer_port: TCP port of the printer on this machine, 0 for the simulator.
        counters: how many serve the one service; each gives 4.6 places to the half-hour.
        has_quota: whether each number takes such a place.
    """

    reader: str = ""
    printer_port: int = 0
    mode: str = "raster"
    paper_mm: int = 80
    counters: int = 20
    has_quota: bool = True

    def write(self, folder: Path) -> Path:
        """kiosk.toml in this folder, which becomes the kiosk's."""
        path = folder / "kiosk.toml"
        path.write_text("".join(f"{line}\n" for line in self._lines()), encoding="utf-8")
        return path

    def _lines(self) -> list[str]:
        return [
            "[site]",
            'site_id = "bench"',
            'name = { zh_Hans = "示例区政务服务中心", en = "Shili District Service Centre" }',
            f'timezone = "{_timezone()}"',
            'help_desk = { zh_Hans = "一楼大厅服务台", en = "Service desk, ground floor" }',
            "[kiosk]",
            'name = { zh_Hans = "一楼 1 号取号机", en = "Kiosk 1, ground floor" }',
            f'state_dir = "state"\nfonts_dir = {_text(ROOT / "fonts")}',
            f"templates_dir = {_text(ROOT / 'printer_templates')}",
            "[ticket]",
            "pause_seconds = 0",
            "[hours]",
            *(f'{day} = [["06:00", "23:00"]]' for day in DAYS),
            *self._devices(),
            "[[service]]",
            'service_id = "social_insurance"\nletter = "C"\nicon = "shield-plus"',
            'name = { zh_Hans = "社保", en = "Social insurance" }',
            'where = { zh_Hans = "一楼 B 区 9–14 号窗口", en = "Ground floor, counters 9–14" }',
            'materials = [{ zh_Hans = "身份证或社保卡", en = "ID card or insurance card" }]',
            f"mean_minutes = 6\ncounters = {self.counters}\nquota = {json.dumps(self.has_quota)}",
        ]

    def _devices(self) -> list[str]:
        reader = f'kind = "serial_sam"\ndevice = {_text(self.reader)}'
        printer = f'kind = "escpos_network"\nhost = "127.0.0.1"\nport = {self.printer_port}'
        simulated = 'kind = "simulator"'
        return [
            "[reader]",
            reader if self.reader else simulated,
            "[printer]",
            printer if self.printer_port else simulated,
            f'mode = "{self.mode}"\npaper_mm = {self.paper_mm}',
        ]


def visitor_card(number: int) -> bytes:
    """The text block of one card of many: of three visitors one is old, and one a foreigner."""
    kind = CardKind.FOREIGN_RESIDENT_2023 if number % 3 == 2 else CardKind.CITIZEN
    age_years = 82 if number % 3 == 1 else 34
    born_on = _today() - timedelta(days=int(age_years * 365.25) + 120 + number // 1000)
    area = "900999" if kind is CardKind.FOREIGN_RESIDENT_2023 else "999999"
    first_17 = f"{area}{born_on:%Y%m%d}{number % 1000:03}"
    texts = {
        "name": "王小明",
        "sex": "2",
        "birth": f"{born_on:%Y%m%d}",
        "valid_from": f"{born_on.year + 24}0101",
        "number": first_17 + check_digit(first_17),
    }
    return build_text_block(kind, texts)


def _today() -> date:
    return SystemClock().now().astimezone(UTC).date()


def _timezone() -> str:
    """Where it is noon now; the names of these zones count to the west."""
    return f"Etc/GMT{SystemClock().now().hour - NOON:+d}"


def _text(value: object) -> str:
    return json.dumps(str(value), ensure_ascii=False)
