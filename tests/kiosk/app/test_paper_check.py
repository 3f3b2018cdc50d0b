# SPDX-License-Identifier: Apache-2.0
"""What the doctor says of templates, and of characters that nobody could read."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hall.news import CatalogueTold
from kiosk.app.doctor import lines_of
from kiosk.app.paper_check import paper_check
from kiosk.app.records import Records
from kiosk.health.checks import characters
from kiosk.health.checks.characters import level_3
from kiosk.settings.folders import RARE_FONT_FILES, font_files
from kiosk.settings.load import load_settings
from kiosk.store.database import Database
from kiosk.texts import load_texts
from tests.central.small_site import SMALL_SITE
from tests.fakes.clock import FakeClock
from tests.kiosk.settings.samples import SMALL, write

ROOT = Path(__file__).parents[3]
FAMILIES = ("templates", "characters", "characters")


@pytest.fixture(autouse=True)
def application(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """And few of the 87,887 characters: looking each up takes its time."""
    few = ((0x4E00, 0x4E0F), (0x2A6D0, 0x2A6D6))
    monkeypatch.setattr(characters, "LEVEL_3", few)


def hall(folder: Path, text: str = SMALL) -> Path:
    """A file whose fonts are the program's, and its templates a copy."""
    dirs = f'fonts_dir = "{ROOT}/fonts"\ntemplates_dir = "{folder}/mine"\nstate_dir'
    shutil.copytree(ROOT / "printer_templates", folder / "mine", dirs_exist_ok=True)
    text = text.replace("state_dir", dirs).replace('mode = "raster"', 'mode = "text"')
    return write(folder, text)


def told(config: Path, language: str = "en") -> list[str]:
    texts = load_texts(language)
    return [line for one in paper_check(load_settings(config)) for line in lines_of(one, texts)]


def test_what_came_with_the_program_is_in_order_but_for_the_rarest_names(tmp_path: Path) -> None:
    config = hall(tmp_path)
    findings = tuple(paper_check(load_settings(config)))
    assert [finding.family for finding in findings] == list(FAMILIES)
    assert all(finding.is_good for finding in findings)
    said = told(config)
    assert said[0] == f"Templates (text 576 {tmp_path}/mine): in order"
    assert "of the 35 Han characters" in said[2]
    assert "fonts-hanazono" in said[3]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "ticket",
            "\nleft | {{ ticket.numbr }}",
            "line 2: there is no .numbr; the nearest is number",
        ),
        ("direction", '{% include "foot.j2" %}', "line 1: there is no file foot.j2"),
        ("day_report", "{% for a in range(9999) %}{% endfor %}", "line 1: more than 5000 steps"),
        (
            "day_report",
            "{% for a in range(4000) %}123456{% endfor %}",
            "more than 20000 characters",
        ),
        (
            "test_page",
            "code 16 | {{ test_page.code }}",
            "line 1: the code is too dense or too large",
        ),
        ("direction", None, "there is no file direction.txt.j2"),
    ],
)
def test_a_faulty_template_is_named_with_its_file_and_line(
    file: str, text: str | None, said: str, tmp_path: Path
) -> None:
    config = hall(tmp_path)
    template = tmp_path / "mine" / f"{file}.txt.j2"
    if text is None:
        template.unlink()
    else:
        template.write_text(text, encoding="utf-8")
    finding, *_ = paper_check(load_settings(config))
    line, to_do = lines_of(finding, load_texts("en"))
    assert not finding.is_good
    assert f"{file}.txt.j2" in line
    assert said in line
    assert f"kiosk preview {file}.txt.j2" in to_do


def test_each_fault_is_told_once_though_every_language_has_it(tmp_path: Path) -> None:
    config = hall(tmp_path)
    for file in ("ticket", "direction"):
        (tmp_path / "mine" / f"{file}.txt.j2").write_text("{{ nothing }}", encoding="utf-8")
    line = told(config, "zh_Hans")[0]
    assert line.count("没有 nothing 这个名称") == 2


def test_a_character_of_the_site_that_no_font_has_is_named_with_its_text(tmp_path: Path) -> None:
    text = SMALL.replace("测试大厅", "测试\U0002a6a5大厅")
    finding = tuple(paper_check(load_settings(hall(tmp_path, text))))[1]
    assert not finding.is_good
    line, to_do = lines_of(finding, load_texts("en"))
    assert "“\U0002a6a5” (U+2A6A5) in “测试\U0002a6a5大厅”" in line
    assert "HanaMinB.ttf" in to_do


def test_a_character_of_the_site_as_the_centre_told_of_it_is_named_too(tmp_path: Path) -> None:
    settings = replace(load_settings(hall(tmp_path)), site=None)
    records = Records(settings, FakeClock())
    assert records.site() is None
    settings.machine.state_dir.mkdir(parents=True, exist_ok=True)
    database = Database.open(records.path)
    with database.unit_of_work() as unit:
        unit.centre.put_document(CatalogueTold.kind, SMALL_SITE.replace("二楼", "二𪚥楼"))
        unit.commit()
    database.close()
    finding = tuple(paper_check(settings, records.site()))[1]
    assert not finding.is_good
    assert "“𪚥” (U+2A6A5) in “二𪚥楼”" in next(lines_of(finding, load_texts("en")))


def test_the_level_of_public_services_has_87887_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    every = list(level_3())
    assert len(every) == len(set(every)) == 87_887


def test_the_font_of_rare_names_is_used_where_it_lies(tmp_path: Path) -> None:
    assert [file.name for file in font_files(tmp_path)][4:] == []
    for name in RARE_FONT_FILES:
        (tmp_path / name).touch()
    assert [file.name for file in font_files(tmp_path)][4:] == list(RARE_FONT_FILES)
