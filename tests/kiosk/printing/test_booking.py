# SPDX-License-Identifier: Apache-2.0
"""The slip that somebody who has booked takes home."""

from dataclasses import replace
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import Text
from kiosk.printing.document import BookingDocument
from kiosk.printing.renderer import PaperRenderer
from kiosk.printing.sample import BOOKING_CODE, sample_booking
from kiosk.texts import load_texts
from tests.kiosk.printing.tickets import (
    FONTS,
    LANGUAGES,
    MODES,
    PROFILES,
    Mode,
    codes_on,
    paper_of,
    shipped,
)


def printed(renderer: PaperRenderer, document: BookingDocument) -> str:
    items = renderer.render(document).items
    return "".join("".join(item.text.split()) for item in items if isinstance(item, Text))


@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_when_where_and_what_to_bring_and_that_it_is_no_ticket(
    language: str, paper_mm: int
) -> None:
    document, words = sample_booking(language), load_texts(language)
    text = printed(shipped("text", paper_mm), document)
    for fact in (
        words("booking.title"),
        document.service_name,
        "2026-11-24",
        "10:00–10:30",
        "YA012",
        document.where,
        *document.materials,
        words("booking.check_in"),
        "48213706",
    ):
        assert "".join(fact.split()) in text


@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("mode", MODES)
def test_an_independent_decoder_reads_its_code(mode: Mode, paper_mm: int, tmp_path: Path) -> None:
    job = shipped(mode, paper_mm).render(sample_booking("zh_Hans"))
    assert codes_on(paper_of(job, paper_mm), tmp_path) == [BOOKING_CODE]


def test_without_code_and_digits_it_still_says_the_number() -> None:
    document = replace(sample_booking("zh_Hans"), code="", digits="")
    text = printed(shipped("text", 80), document)
    assert "YA012" in text
    assert "48213706" not in text


def test_without_a_template_it_still_says_when_and_where(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = printed(PaperRenderer(tmp_path, FONTS, PROFILES[80], "text"), sample_booking("zh_Hans"))
    assert all(fact in text for fact in ("YA012", "2026-11-24", "10:00–10:30", "48213706"))
    assert "file=booking.txt.j2" in caplog.text
