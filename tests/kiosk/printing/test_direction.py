# SPDX-License-Identifier: Apache-2.0
"""The slip that says where to go without a number."""

from dataclasses import replace
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import Cut, Raster, Text
from kiosk.printing.document import DirectionDocument
from kiosk.printing.renderer import PaperRenderer
from kiosk.printing.sample import sample_direction
from kiosk.texts import load_texts
from tests.kiosk.printing.tickets import FONTS, LANGUAGES, MODES, PROFILES, Mode, shipped

FAR = "一楼大厅东侧二十三号爱心专窗（无障碍）"


def slip(language: str = "zh_Hans") -> DirectionDocument:
    return replace(sample_direction(language), where=FAR)


def said(renderer: PaperRenderer, document: DirectionDocument) -> str:
    items = renderer.render(document).items
    return "".join("".join(item.text.split()) for item in items if isinstance(item, Text))


@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_names_the_place_and_says_that_it_is_no_ticket(language: str, paper_mm: int) -> None:
    document, words = slip(language), load_texts(language)
    text = said(shipped("text", paper_mm), document)
    for fact in (
        document.service_name,
        document.where,
        *document.materials,
        words("direction.go_to"),
        words("direction.no_ticket"),
        "2026-11-22 10:12",
    ):
        assert "".join(fact.split()) in text


@pytest.mark.parametrize("paper_mm", PROFILES)
def test_as_a_picture_it_is_as_wide_as_the_paper(paper_mm: int) -> None:
    picture, cut = shipped("raster", paper_mm).render(slip()).items
    assert isinstance(picture, Raster)
    assert picture.width_dots == PROFILES[paper_mm].dots
    assert cut == Cut()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("template", [None, "{{ nothing }}", "no place"])
def test_without_a_template_that_works_it_still_says_where_to_go(
    mode: Mode, template: str | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    suffix = "html" if mode == "raster" else "txt"
    if template is not None:
        (tmp_path / f"direction.{suffix}.j2").write_text(f"left | {template}", encoding="utf-8")
    renderer = PaperRenderer(tmp_path, FONTS, PROFILES[80], mode)
    job = renderer.render(slip())
    assert job.items[-1] == Cut()
    if mode == "text":
        assert FAR in said(renderer, slip())
    (record,) = caplog.records
    assert f"file=direction.{suffix}.j2" in record.getMessage()
