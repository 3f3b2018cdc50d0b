# SPDX-License-Identifier: Apache-2.0
"""docs/staff.md: every task has its picture in both languages, and every link leads somewhere."""

import re

import pytest

from bench.staff_guide import LANGUAGES, STRIPS
from tests.gui.samples import samples
from tests.tooling.bare_system import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "staff.md").read_text(encoding="utf-8")
FOLDER = REPOSITORY / "docs" / "pictures" / "staff"
ENGLISH = "# For hall staff"
MOST_BYTES = 60_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_task_has_a_small_picture_and_there_is_no_other(language: str) -> None:
    chinese, english = GUIDE.split(f"\n{ENGLISH}\n")
    part = english if language == "en" else chinese
    wanted = {f"{name}{LANGUAGES[language]}.png" for name in STRIPS}
    assert set(re.findall(r"\(pictures/staff/([^)]+)\)", part)) == wanted
    for name in wanted:
        assert (FOLDER / name).stat().st_size < MOST_BYTES


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
