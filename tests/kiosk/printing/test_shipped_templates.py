# SPDX-License-Identifier: Apache-2.0
"""What the templates in printer_templates/ make."""

from dataclasses import replace
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import Align, Cut, Feed, QrCode, Raster, Text
from drivers.ticket_printer.codec import encode
from kiosk.printing.document import TicketDocument
from kiosk.texts import languages, load_texts
from tests.kiosk.printing.tickets import (
    CODE,
    KINDS,
    LANGUAGES,
    MODES,
    PROFILES,
    Mode,
    codes_on,
    paper_of,
    shipped,
    ticket,
)


def printed(document: TicketDocument, paper_mm: int) -> str:
    """All characters of a text ticket, wherever its lines end."""
    items = shipped("text", paper_mm).render(document).items
    return bare("".join(item.text for item in items if isinstance(item, Text)))


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("mode", MODES)
def test_an_independent_decoder_reads_the_code(
    mode: Mode, paper_mm: int, language: str, kind: str, tmp_path: Path
) -> None:
    picture = paper_of(shipped(mode, paper_mm).render(ticket(language, kind)), paper_mm)
    assert codes_on(picture, tmp_path) == [CODE]
    assert picture.unknown == ()


def test_every_language_of_the_kiosk_is_tried() -> None:
    assert set(languages()) == set(LANGUAGES)


@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_ticket_names_its_facts(language: str, paper_mm: int) -> None:
    document = ticket(language, "plain")
    words = load_texts(language)
    characters = printed(document, paper_mm)
    for fact in (
        document.site_name,
        document.service_name,
        document.number,
        document.where,
        *document.materials,
        document.machine_name,
        "2026-11-22 10:12",
        words("ticket.where"),
        words("ticket.bring"),
        words("ticket.lost"),
        words("ticket.rating"),
        words("ticket.hotline", hotline="12345"),
    ):
        assert bare(fact) in characters


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_ticket_it_is_true_of_says_green_standby_slot_reprint_proxy_in_person_or_items(
    language: str,
) -> None:
    words = load_texts(language)
    marks = {
        "green": words("ticket.green"),
        "standby": words("ticket.standby"),
        "slot": words("ticket.slot", start="14:00", end="14:30"),
        "reprint": words("ticket.copy", copy=2),
        "proxy": words("ticket.proxy"),
        "in_person": words("ticket.in_person"),
        "items": words("ticket.items", count=3),
    }
    for kind in KINDS:
        characters = printed(ticket(language, kind), 80)
        said = {name for name, mark in marks.items() if bare(mark) in characters}
        assert said == {kind} - {"plain"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper_mm", PROFILES)
def test_a_booked_ticket_says_its_slot_the_turns_and_what_early_means(
    language: str, paper_mm: int
) -> None:
    words = load_texts(language)
    booked = replace(ticket(language, "slot"), number="YA012", is_booked=True)
    slot, turns = words("ticket.slot", start="14:00", end="14:30"), words("ticket.booked")
    characters = printed(booked, paper_mm)
    assert all(bare(mark) in characters for mark in (slot, turns))
    assert bare(words("ticket.early")) not in characters
    assert bare(words("ticket.early")) in printed(replace(booked, is_early=True), paper_mm)


@pytest.mark.parametrize("paper_mm", PROFILES)
def test_a_masked_name_is_printed_and_stands_in_no_repr(paper_mm: int) -> None:
    named = replace(ticket("zh_Hans", "plain"), masked_name="王*明")
    assert "王*明" in printed(named, paper_mm)
    assert shipped("raster", paper_mm).render(named) != shipped("raster", paper_mm).render(
        ticket("zh_Hans", "plain")
    )
    assert "王" not in repr(named)


def test_without_materials_and_hotline_their_lines_are_left_out() -> None:
    characters = printed(replace(ticket("zh_Hans", "plain"), materials=(), hotline=""), 80)
    assert "请备好" not in characters
    assert "热线" not in characters


@pytest.mark.parametrize("paper_mm", PROFILES)
def test_a_raster_ticket_is_one_picture_across_the_paper_and_a_cut(paper_mm: int) -> None:
    picture, cut = shipped("raster", paper_mm).render(ticket("zh_Hans", "plain")).items
    assert isinstance(picture, Raster)
    assert (picture.width_dots, picture.align) == (PROFILES[paper_mm].dots, Align.LEFT)
    assert cut == Cut()


def test_a_ticket_is_small_enough_for_its_line() -> None:
    plain = ticket("zh_Hans", "plain")
    assert len(encode(shipped("raster", 80).render(plain), PROFILES[80])) <= 30_000
    assert len(encode(shipped("raster", 58).render(plain), PROFILES[58])) <= 20_000
    assert len(encode(shipped("text", 80).render(plain), PROFILES[80])) <= 400
    assert len(encode(shipped("text", 58).render(plain), PROFILES[58])) <= 400


@pytest.mark.parametrize("number", ["A1", "A023", "A1000", "YA012", "YA1000", "甲023"])
@pytest.mark.parametrize("paper_mm", PROFILES)
def test_a_number_of_any_length_fills_one_printed_line(paper_mm: int, number: str) -> None:
    profile = PROFILES[paper_mm]
    items = (
        shipped("text", paper_mm).render(replace(ticket("zh_Hans", "plain"), number=number)).items
    )
    (line,) = [item for item in items if isinstance(item, Text) and item.text == number]
    width = line.width * (len(number) + number.count("甲"))
    assert width <= profile.columns
    assert width > profile.columns * 0.6 or line.width == 8


def test_a_name_outside_the_printers_font_is_drawn_on_a_line_of_its_own() -> None:
    named = replace(ticket("zh_Hans", "plain"), service_name="㐂龘业务")
    items = shipped("text", 80).render(named).items
    assert [type(item) for item in items].count(Raster) == 1
    assert not any("㐂" in item.text for item in items if isinstance(item, Text))
    usual = shipped("text", 80).render(ticket("zh_Hans", "plain")).items
    assert {type(item) for item in usual} == {Text, Feed, QrCode, Cut}


def test_markup_in_a_name_is_printed_as_it_stands() -> None:
    """A `<` of a name is no HTML, a `|` or a line break no new mark."""
    plain = ticket("zh_Hans", "plain")
    shown = shipped("raster", 80).render(replace(plain, service_name="<hr>"))
    letters = shipped("raster", 80).render(replace(plain, service_name="&lt;hr&gt;"))
    assert shown != letters
    items = shipped("text", 80).render(replace(plain, service_name="a|b\ncut |\n")).items
    assert [item for item in items if isinstance(item, Text)][1].text == "a|b cut |"
    assert items.count(Cut()) == 1
