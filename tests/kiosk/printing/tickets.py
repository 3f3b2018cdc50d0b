# SPDX-License-Identifier: Apache-2.0
"""Tickets, and other papers, as the tests print them, and what can be read from the paper."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from drivers.ticket_printer.abstract import PaperProfile, PrintJob
from drivers.ticket_printer.codec import encode
from drivers.ticket_printer.glyphs import QtGlyphs
from drivers.ticket_printer.paper import PaperPicture, draw
from kiosk.printing.document import TicketDocument
from kiosk.printing.documents import PaperDocument
from kiosk.printing.renderer import PaperRenderer
from kiosk.printing.sample import samples_of
from kiosk.settings.folders import font_files
from tests.zbar import codes_in

ROOT = Path(__file__).parents[3]
TEMPLATES = ROOT / "printer_templates"
FONTS = font_files(ROOT / "fonts")
PROFILES = {80: PaperProfile(), 58: PaperProfile(dots=384, columns=32)}

Mode = Literal["raster", "text"]
MODES: tuple[Mode, ...] = ("raster", "text")
LANGUAGES = ("zh_Hans", "zh_Hant", "en")

SHANGHAI = ZoneInfo("Asia/Shanghai")
CODE = (
    "YH1.AZN1d5c6fXyAAAECAwQFBg."
    "4GzYQFQe8WmX7nS2gB0lV1cK9pTqRr3hUoZ5aJd6iLwEyNvMxHbkPfOtAsGjC-_D2l8Y7uI4eXq1WzK0mS9nQq"
)

CHINESE = TicketDocument(
    language="zh_Hans",
    number="A023",
    service_name="不动产登记",
    site_name="示例区政务服务中心",
    machine_name="一楼 1 号取号机",
    where="二楼 B 区 12–18 号窗口",
    materials=("身份证", "不动产权证书", "户口本"),
    issued_at=datetime(2026, 11, 22, 10, 12, tzinfo=SHANGHAI),
    code=CODE,
    hotline="12345",
)
TRADITIONAL = replace(
    CHINESE,
    language="zh_Hant",
    service_name="不動產登記",
    site_name="示例區政務服務中心",
    machine_name="一樓 1 號取號機",
    where="二樓 B 區 12–18 號窗口",
    materials=("身份證", "不動產權證書", "戶口本"),
)
ENGLISH = replace(
    CHINESE,
    language="en",
    service_name="Property registration",
    site_name="Shili District Service Centre",
    machine_name="Kiosk 1, ground floor",
    where="2nd floor, zone B, counters 12–18",
    materials=("ID card", "property certificate", "household register"),
)
PROXY_BRINGS = {
    "zh_Hans": ("经办人身份证", "委托书", "本人身份证复印件"),
    "zh_Hant": ("經辦人身份證", "委託書", "本人身份證複印件"),
    "en": ("ID card of the proxy", "mandate", "copy of the owner's ID card"),
}
OF_LANGUAGE = {document.language: document for document in (CHINESE, TRADITIONAL, ENGLISH)}


def ticket(language: str, kind: str) -> TicketDocument:
    """A ticket of every kind that the kiosk prints."""
    materials = {"materials": PROXY_BRINGS[language]} if kind == "proxy" else {}
    return replace(OF_LANGUAGE[language], **KINDS[kind], **materials)


_START = datetime(2026, 11, 22, 14, 0, tzinfo=SHANGHAI)
KINDS: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "green": {"number": "YA012", "is_green": True},
    "standby": {"number": "A1000", "is_standby": True},
    "slot": {"slot_start": _START, "slot_end": _START.replace(minute=30)},
    "reprint": {"copy": 2},
    "proxy": {"is_proxy": True},
    "in_person": {"is_in_person": True},
    "items": {"items": 3},
}
OTHERS = tuple(sample.kind for sample in samples_of("zh_Hans") if sample.kind != "ticket")
"""Papers that are no ticket."""


def other(language: str, kind: str) -> PaperDocument:
    """The sample of that kind."""
    return next(sample for sample in samples_of(language) if sample.kind == kind)


@cache
def shipped(mode: Mode, paper_mm: int) -> PaperRenderer:
    """A renderer of the templates in the repository."""
    return PaperRenderer(TEMPLATES, FONTS, PROFILES[paper_mm], mode)


def paper_of(job: PrintJob, paper_mm: int) -> PaperPicture:
    """The paper that comes out, by way of the printer's bytes."""
    profile = PROFILES[paper_mm]
    return draw(encode(job, profile), profile, glyphs())


@cache
def glyphs() -> QtGlyphs:
    return QtGlyphs("Noto Sans SC")


def codes_on(picture: PaperPicture, folder: Path) -> list[str]:
    """What an independent decoder reads from the picture."""
    file = folder / "paper.png"
    file.write_bytes(picture.png())
    return codes_in(file)
