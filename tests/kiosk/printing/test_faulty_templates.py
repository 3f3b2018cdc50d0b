# SPDX-License-Identifier: Apache-2.0
"""Whatever a technician does to a template, the visitor gets a ticket."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import PaperProfile, PrintItem, PrintJob, QrCode, Text
from kiosk.printing.document import TicketDocument
from kiosk.printing.emergency import emergency_pictures, emergency_text
from kiosk.printing.fonts import family_of
from kiosk.printing.renderer import PaperRenderer
from tests.kiosk.printing.tickets import (
    CODE,
    FONTS,
    KINDS,
    LANGUAGES,
    MODES,
    PROFILES,
    TEMPLATES,
    Mode,
    codes_on,
    paper_of,
    shipped,
    ticket,
)

MakeItems = Callable[[TicketDocument, str, PaperProfile], tuple[PrintItem, ...]]

FILE = {"raster": "ticket.html.j2", "text": "ticket.txt.j2"}
GOOD = {"raster": "<p>{{ ticket.number }}</p>", "text": "left | {{ ticket.number }}"}
PLAIN = ticket("zh_Hans", "plain")


class Desk:
    """A technician who saves templates; each save is a second later than the one before."""

    def __init__(self, folder: Path, mode: Mode, paper_mm: int = 80) -> None:
        self.file = folder / FILE[mode]
        self.renderer = PaperRenderer(folder, FONTS, PROFILES[paper_mm], mode)
        self._saved_at = 1_000_000_000

    def save(self, template: str | bytes) -> None:
        data = template.encode() if isinstance(template, str) else template
        self.file.write_bytes(data)
        self._saved_at += 1
        os.utime(self.file, (self._saved_at, self._saved_at))

    def render(self) -> PrintJob:
        return self.renderer.render(PLAIN)


def emergency(mode: Mode) -> PrintJob:
    """The ticket that needs no template."""
    make = emergency_pictures if mode == "raster" else emergency_text
    return PrintJob(make(PLAIN, family_of(FONTS), PROFILES[80]))


BOTH = {
    "an unknown name": ("\n{{ tickets.number }}", 2, "there is no tickets; the nearest is ticket"),
    "an unknown field": ("\n\n{{ ticket.numbr }}", 3, "there is no .numbr; the nearest is number"),
    "an unknown field for a macro": (
        "{% macro m(a) %}\n{{ a }}{% endmacro %}\n{{ m(ticket.wher) }}",
        3,
        "the nearest is where",
    ),
    "an unknown word": (
        '{{ words("wher") }}',
        1,
        "there is no wher in [ticket] of the language files; the nearest is where",
    ),
    "an unknown filter": (
        "{{ ticket.number | uper }}",
        1,
        "there is no filter uper; the nearest is upper",
    ),
    "no value": ("\n{{ ticket.slot_start }}", 2, "empty"),
    "an unclosed block": ("{% if ticket.copy %}\n", 1, "a {% endif %} is still missing"),
    "nonsense": ("\n{{ ticket..number }}", 2, "expected"),
    "a missing include": ('\n{% include "more.j2" %}', 2, "more.j2"),
    "itself": ("{% include ticket_file %}", 1, ""),
    "a wrong type": ("\n{{ ticket.number + 1 }}", 2, ""),
    "a division by zero": ("{{ 1 / 0 }}", 1, "zero"),
    "no number": ("{{ ticket.issued_at.replace(month=13) }}", 1, "month"),
    "a long loop": ("{% for a in range(10000) %}{% endfor %}", 1, "steps"),
    "a loop without calls": (
        "{% for a in 'x'.ljust(99) %}{% for b in 'x'.ljust(99) %}{% endfor %}{% endfor %}",
        1,
        "steps",
    ),
    "a huge range": ("{{ range(10**12) }}", 1, "powers"),
    "a macro that calls itself": ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, ""),
    "a macro that calls itself twice": (
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(99) }}",
        1,
        "steps",
    ),
    "a text without end": ("{{ 'x' * 1000000000 }}", 1, "for numbers"),
    "a padded text": ("{{ 'x'.ljust(1000000000) }}", 1, "larger"),
    "a power": ("{{ 10 ** 100000000 }}", 1, "powers"),
    "much output": ("{% for a in range(4000) %}{{ ticket.code }}{% endfor %}", 0, "20000"),
    "nothing": ("", 0, "number"),
    "half a file": ("{% set a = 1 %}", 0, "number"),
    "the insides of Python": ("\n{{ ticket.__class__.__mro__ }}", 2, "unsafe"),
}
ONLY = {
    "raster": {
        "an unknown picture": ('<p>\n<img src="logo.png">', 2, "logo.png"),
        "a file": ('<img src="file:///etc/passwd">', 1, "passwd"),
        "too wide": ("{{ letters('WWWW', 900, 900) }}", 0, "dots wide"),
        "a code too dense": ("{{ code(ticket.code, 16) }}", 1, "dots wide"),
        "a code with too much in it": (
            "{{ code('x' ~ ticket.code ~ ticket.code ~ ticket.code, 1) }}",
            1,
            "bytes",
        ),
        "no such dots": ("\n{{ code(ticket.code, 0) }}", 2, "dots"),
        "too many dots": ("\n{{ letters('A', 3000, 3000) }}", 2, "3000"),
        "no dots": ("\n{{ letters('A', 9, -9) }}", 2, "dots"),
        "no font": ("\n{{ evenly('A', 0) }}", 2, "letters of 0"),
        "tables without end": ("{% for a in range(9) %}<table><tr><td>{% endfor %}", 0, "</table>"),
        "too long": ("{% for a in range(200) %}<p>{{ a }}</p>{% endfor %}", 0, "dots long"),
    },
    "text": {
        "an unknown mark": (
            "left | a\ncentred | b",
            2,
            "no such mark as “centred”; the nearest is centre",
        ),
        "no mark": ("A023", 1, "A023"),
        "too large": ("left 9x9 | a", 1, "left 9x9"),
        "a code too dense": ("\ncode 16 | {{ ticket.code }}", 2, "dots wide"),
        "a code with too much in it": (
            "code 1 | {{ ticket.code ~ ticket.code ~ ticket.code }}",
            1,
            "bytes",
        ),
        "no such dots": ("code 17 | a", 1, "dots"),
        "too long": ("{% for a in range(200) %}\nleft | a\n{% endfor %}", 0, "dots long"),
        "a long way": ("feed 9999", 0, "dots long"),
        "a number without end": ("feed " + "9" * 9999, 1, "no such mark"),
    },
}
FAULTS = [
    pytest.param(mode, fault, id=f"{mode}: {name}")
    for mode in MODES
    for name, fault in (*BOTH.items(), *ONLY[mode].items())
]


@pytest.mark.parametrize(("mode", "fault"), FAULTS)
def test_a_fault_gives_the_emergency_ticket_and_one_warning_with_its_place(
    mode: Mode, fault: tuple[str, int, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    template, line, problem = fault
    desk = Desk(tmp_path, mode)
    desk.save(template.replace("ticket_file", repr(FILE[mode])))
    assert desk.render() == desk.render() == emergency(mode)
    (record,) = caplog.records
    assert f"file={FILE[mode]} line={line} problem=" in record.getMessage()
    assert problem in record.getMessage()
    assert CODE not in record.getMessage()


@pytest.mark.parametrize("mode", MODES)
def test_a_missing_file_and_one_in_another_encoding_are_faults_too(
    mode: Mode, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(tmp_path, mode)
    assert desk.render() == emergency(mode)
    desk.save("号票".encode("gbk"))
    assert desk.render() == emergency(mode)
    desk.file.unlink()
    desk.file.mkdir()
    assert desk.render() == emergency(mode)
    assert "there is no file" in caplog.text
    assert "not UTF-8" in caplog.text


@pytest.mark.parametrize("mode", MODES)
def test_a_fault_is_logged_once_and_again_after_the_next_save(
    mode: Mode, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(tmp_path, mode)
    desk.save("{{ nothing }}")
    for _ in range(3):
        desk.render()
    assert len(caplog.records) == 1
    desk.save("{{ nothing_either }}")
    desk.render()
    assert len(caplog.records) == 2
    assert {record.levelno for record in caplog.records} == {logging.WARNING}


@pytest.mark.parametrize("mode", MODES)
def test_a_mended_template_is_used_from_the_next_ticket_on(
    mode: Mode, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(tmp_path, mode)
    desk.save("{{ nothing }}")
    desk.render()
    desk.save(GOOD[mode])
    good = desk.render()
    assert good != emergency(mode)
    desk.save("{{ nothing }}")
    assert desk.render() == emergency(mode)
    desk.save(GOOD[mode])
    assert desk.render() == good


def test_a_fault_in_an_included_file_names_that_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(tmp_path, "text")
    desk.save('left | a\n{% include "foot.j2" %}')
    foot = "{% set size = 1 %}\n\n{{ siz }}"
    (tmp_path / "foot.j2").write_text(foot, encoding="utf-8")
    desk.render()
    assert "file=foot.j2 line=3 problem=there is no siz; the nearest is size" in caplog.text


def test_the_kiosk_warms_up_with_what_is_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shipped("raster", 80).warm(LANGUAGES)
    assert caplog.text == ""
    Desk(tmp_path, "raster").renderer.warm(LANGUAGES)
    missing = ("file=ticket.html.j2", "file=direction.html.j2")
    assert len(caplog.records) == len(missing)
    assert all(file in caplog.text for file in missing)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper_mm", PROFILES)
@pytest.mark.parametrize("make", [emergency_pictures, emergency_text])
def test_the_code_of_the_emergency_ticket_is_read_by_an_independent_decoder(
    make: MakeItems, paper_mm: int, language: str, tmp_path: Path
) -> None:
    items = make(ticket(language, "plain"), family_of(FONTS), PROFILES[paper_mm])
    assert codes_on(paper_of(PrintJob(items), paper_mm), tmp_path) == [CODE]


@pytest.mark.parametrize("kind", KINDS)
def test_the_emergency_ticket_says_what_the_usual_one_says(
    kind: str,
) -> None:
    document = ticket("zh_Hans", kind)
    items = emergency_text(document, family_of(FONTS), PROFILES[80])
    said = [item.text for item in items if isinstance(item, Text)]
    usual = {
        "plain": [],
        "green": ["已优先安排"],
        "standby": ["候补：没人等候时叫号"],
        "slot": ["14:00–14:30 办理"],
        "reprint": ["补打 第 2 次"],
        "proxy": ["代办：替家人取号"],
        "in_person": ["请当面招呼"],
        "items": ["办理 3 件"],
    }
    for text in (
        document.number,
        document.service_name,
        document.site_name,
        document.where,
        "2026-11-22 10:12",
        *usual[kind],
    ):
        assert text in said
    assert [item.data for item in items if isinstance(item, QrCode)] == [CODE]


def test_the_shipped_templates_are_where_the_tests_look() -> None:
    assert {file.name for file in TEMPLATES.glob("ticket.*")} == set(FILE.values())
