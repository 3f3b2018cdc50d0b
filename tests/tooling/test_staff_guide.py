# SPDX-License-Identifier: Apache-2.0
"""docs/staff.md: every act of staff is told with its picture in both languages; links lead somewhere."""

import re

import pytest

from bench.staff_guide import LANGUAGES, STRIPS
from kiosk.texts import load_texts
from kiosk.ui.lines import plain
from kiosk.ui.screens.staff import _LOOKS
from tests.gui.samples import samples
from tests.tooling.bare_system import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "staff.md").read_text(encoding="utf-8")
FOLDER = REPOSITORY / "docs" / "pictures" / "staff"
ENGLISH = "# For hall staff"
MOST_BYTES = 60_000


def part(language: str) -> str:
    """The guide in that language."""
    chinese, english = GUIDE.split(f"\n{ENGLISH}\n")
    return english if language == "en" else chinese


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_task_has_a_small_picture_and_there_is_no_other(language: str) -> None:
    wanted = {f"{name}{LANGUAGES[language]}.png" for name in STRIPS}
    assert set(re.findall(r"\(pictures/staff/([^)]+)\)", part(language))) == wanted
    for name in wanted:
        assert (FOLDER / name).stat().st_size < MOST_BYTES


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_act_of_the_menu_is_told_by_the_word_that_staff_touch(language: str) -> None:
    texts = load_texts(language)
    words = [plain(texts(f"screen.staff.{name}")) for name, _ in _LOOKS.values()]
    assert [word for word in words if word not in part(language)] == []


def test_no_picture_is_left_over() -> None:
    drawn = {f"{name}{ending}.png" for name in STRIPS for ending in LANGUAGES.values()}
    assert {path.name for path in FOLDER.iterdir()} == drawn


def test_the_pictures_show_screens_that_there_are() -> None:
    known = samples()
    assert not [screen for screens in STRIPS.values() for screen in screens if screen not in known]


def test_every_link_within_the_guide_leads_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= anchors
