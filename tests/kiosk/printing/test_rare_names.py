# SPDX-License-Identifier: Apache-2.0
"""Rare characters of names are printed as letters: by the printer if it has them, else as a picture."""

from dataclasses import replace
from functools import cache

import pytest
from PySide6.QtGui import QRawFont

from drivers.ticket_printer.abstract import Raster, Text, TextEncoding
from drivers.ticket_printer.charset import encode_text, unprintable
from drivers.ticket_printer.codec import encode
from kiosk.printing.fonts import family_of
from kiosk.printing.ink import raster, text_line
from tests.kiosk.printing.tickets import FONTS, PROFILES, shipped, ticket

RARE = "〇·㐂𠮷龦"
PRINTER_HAS = "〇·"
IN_NO_FONT = "\U000e0fff"
GB = TextEncoding.GB18030


@cache
def drawn(character: str) -> bytes:
    line = Text(character, 2, 2, bold=True)
    return raster(text_line(line, family_of(FONTS), 96)).rows


@pytest.mark.parametrize("character", RARE)
def test_one_of_our_fonts_has_each_character(character: str) -> None:
    fonts = [QRawFont(str(file), 24.0) for file in FONTS]
    assert sum(font.supportsCharacter(ord(character)) for font in fonts) == 2  # regular, bold


@pytest.mark.parametrize("character", RARE)
def test_each_character_is_drawn_as_itself_and_not_as_the_box_of_a_missing_one(
    character: str,
) -> None:
    assert any(drawn(character))
    assert drawn(character) not in {
        drawn(other) for other in RARE + IN_NO_FONT if other != character
    }


@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("character", RARE)
def test_a_text_ticket_prints_it_as_a_letter_or_a_picture_and_never_as_a_question_mark(
    paper_mm: int, character: str
) -> None:
    named = replace(ticket("zh_Hans", "plain"), service_name=f"欧阳{character}")
    job = shipped("text", paper_mm).render(named)
    pictures = [item for item in job.items if isinstance(item, Raster)]
    texts = "".join(item.text for item in job.items if isinstance(item, Text))
    assert (character in texts) == (character in PRINTER_HAS)
    assert len(pictures) == (character not in PRINTER_HAS)
    assert encode_text("□", GB) not in encode(job, PROFILES[paper_mm])
    assert "?" not in texts


@pytest.mark.parametrize("character", RARE)
def test_whatever_reaches_the_codec_it_makes_no_question_mark(character: str) -> None:
    for encoding in TextEncoding:
        data = encode_text(character, encoding)
        assert b"?" not in data
        lacks = unprintable(character, encoding)
        assert (data == "□".encode(encoding)) == bool(lacks)
