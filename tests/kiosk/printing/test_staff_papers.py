# SPDX-License-Identifier: Apache-2.0
"""Test page and day report say what staff look for, and print in every width, mode and language."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import Raster, Text
from drivers.ticket_printer.codec import encode
from kiosk.printing.documents import PaperDocument
from kiosk.printing.emergency import emergency_text
from kiosk.printing.fonts import family_of
from kiosk.printing.renderer import PaperRenderer
from kiosk.printing.sample import CODE, sample_day_report, sample_test_page
from tests.kiosk.printing.tickets import (
    FONTS,
    LANGUAGES,
    MODES,
    OTHERS,
    PROFILES,
    Mode,
    codes_on,
    other,
    paper_of,
    shipped,
)

REPORT = sample_day_report("zh_Hans")
TEST_PAGE = sample_test_page("zh_Hans")


def printed(document: PaperDocument, paper_mm: int = 80) -> str:
    """All characters of a text paper, wherever its lines end."""
    items = shipped("text", paper_mm).render(document).items
    return "".join("".join(item.text for item in items if isinstance(item, Text)).split())


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("mode", MODES)
def test_no_template_is_faulty(
    mode: Mode, paper_mm: int, language: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        shipped(mode, paper_mm).render(other(language, kind))
    assert caplog.messages == []


@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("mode", MODES)
def test_the_codes_of_the_test_page_are_read_by_an_independent_decoder(
    mode: Mode, paper_mm: int, tmp_path: Path
) -> None:
    picture = paper_of(shipped(mode, paper_mm).render(TEST_PAGE), paper_mm)
    codes = codes_on(picture, tmp_path)
    assert len(codes) == (1 if (mode, paper_mm) == ("raster", 58) else 2)
    assert set(codes) == {CODE}


def test_the_test_page_has_every_character_as_text_or_as_a_picture() -> None:
    items = shipped("text", 80).render(TEST_PAGE).items
    text = printed(TEST_PAGE)
    plain = [line for line in TEST_PAGE.characters if "".join(line.split()) in text]
    pictures = [item for item in items if isinstance(item, Raster)]
    assert len(pictures) == 1 + len(TEST_PAGE.characters) - len(plain)  # one is the ruler
    assert "□" not in encode(shipped("text", 80).render(TEST_PAGE), PROFILES[80]).decode(
        "gb18030", "replace"
    )


def test_the_digits_of_the_test_page_fill_one_line() -> None:
    for paper_mm, profile in PROFILES.items():
        lines = [
            item.text
            for item in shipped("text", paper_mm).render(TEST_PAGE).items
            if isinstance(item, Text)
        ]
        assert [len(line) for line in lines if line.startswith("1234567890")] == [profile.columns]


@pytest.mark.parametrize("paper_mm", PROFILES)
def test_the_report_has_the_figures_of_the_day(paper_mm: int) -> None:
    text = printed(REPORT, paper_mm)
    for figure in (
        "2026-11-22",
        "共发号301",
        "其中取消9",
        "预约报到61",
        "优先38",
        "候补4",
        "代办12",
        "加号3",
        "补打张数7",
        "没有确认打印2",
        "请核对：A023、C011",
        "全厅共发号1108",
        "确认印出299",
        "纸还剩26.4米",
        "A001–A214214个",
        "今天还没有结束",
    ):
        assert figure in text


def test_a_day_that_is_over_and_without_trouble_says_nothing_of_either() -> None:
    quiet = replace(REPORT, is_over=True, unprinted=())
    text = printed(replace(quiet, printed=None, at_site=None, paper_left_mm=None))
    assert "还没有结束" not in text
    assert "请核对" not in text
    for unknown in ("纸还剩", "全厅", "确认印出"):
        assert unknown not in text


def test_without_templates_the_figures_are_printed_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    job = PaperRenderer(tmp_path, FONTS, PROFILES[80], "text").render(REPORT)
    assert job.items == emergency_text(REPORT, family_of(FONTS), PROFILES[80])
    assert "file=day_report.txt.j2" in caplog.text
    said = " ".join(item.text for item in job.items if isinstance(item, Text))
    for fact in (
        "2026-11-22",
        "共发号 301",
        "不动产登记 Property 214 A001–A214",
        "补打张数 7",
        "A023 C011",
    ):
        assert fact in said
