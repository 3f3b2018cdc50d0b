# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.settings.problems import render
from common.settings.site_file import SiteFile, load_site, parse_site
from common.texts import SHARED_WORDS, languages_in, load
from hall.quota import LaneRatio

SHIPPED = Path(__file__).parents[2] / "site.toml"
YEAR = 2026
TEXT = SHIPPED.read_text(encoding="utf-8")


def told(text: str, language: str = "en") -> list[str]:
    """What is said of a text, the first line of each mistake."""
    found = parse_site(text, YEAR)
    if isinstance(found, SiteFile):
        return []
    # Words that name the program are the program's own; here any will do.
    texts = load(language, SHARED_WORDS)
    known = texts.keys()
    return [
        render(problem, texts)
        if f"error.settings.{problem.key}" in known
        else f"{problem.line}: {problem.key}"
        for problem in found
    ]


def test_the_shipped_site_is_right_and_says_what_it_says() -> None:
    site = load_site(SHIPPED, YEAR)
    assert isinstance(site, SiteFile)
    assert site.site.site_id == "shili_hall"
    assert site.languages == ("zh_Hans", "zh_Hant", "en")
    assert site.ratio == LaneRatio.percent(50, 40, 10)
    assert len(site.catalogue.services) == 8
    assert site.calendar.slot_minutes == site.hours.slot_minutes == 30
    assert site.text == TEXT
    assert parse_site(site.text, YEAR) == site


def test_what_the_file_says_of_defaults_is_so() -> None:
    """Options that are taken out have the value that the shipped file writes."""
    site = load_site(SHIPPED, YEAR)
    assert isinstance(site, SiteFile)
    short = TEXT
    for line in ("booked_percent = 50", "walk_in_percent = 40", "green_percent = 10"):
        assert f"\n{line}\n" in short
        short = short.replace(f"\n{line}\n", "\n")
    for line in ("slots_ahead = 4", "age_years = 70", 'hotline = "12345"', "slot_minutes = 30"):
        assert f"\n{line}\n" in short
        short = short.replace(f"\n{line}\n", "\n")
    found = parse_site(short, YEAR)
    assert isinstance(found, SiteFile)
    assert (found.ratio, found.slots_ahead, found.green.age_years) == (
        site.ratio,
        site.slots_ahead,
        site.green.age_years,
    )
    assert (found.site, found.hours) == (site.site, site.hours)


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        (
            "booked_percent = 50",
            "booked_percent = 60",
            "walk_in_percent = 40",
        ),
        ("booked_percent = 50", "booked_percent = 101", "booked_percent = 50"),
        ('icon = "house"', 'icon = "../house"', 'icon = "house"'),
        ('letter = "C"', 'letter = "A"', 'letter = "C"'),
        ("counters = 8", "counters = 8\nwidth_mm = 3", "mean_minutes = 18"),
        (
            'languages = ["zh_Hans", "zh_Hant", "en"]',
            'languages = ["zh_Hans", "tlh"]',
            "languages = [",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(right: str, wrong: str, expected: str) -> None:
    assert TEXT.count(right) >= 1
    text = TEXT.replace(right, wrong, 1)
    assert len(told(text)) == 1
    line = int(told(text)[0].split(":")[1 if "site.toml" in told(text)[0] else 0])
    lines = text.split("\n")
    assert wrong.rsplit("\n", maxsplit=1)[-1] in lines[line - 1] or expected in lines[line - 1]


def test_a_slot_too_small_for_walk_ins_beside_bookings_names_what_would_do() -> None:
    text = TEXT.replace("mean_minutes = 18", "mean_minutes = 120", 1)
    (line,) = told(text)
    assert "holds only 1 numbers, which bookings and the green lane take" in line
    most = line.partition("mean_minutes of at most ")[2].partition(",")[0]
    assert told(TEXT.replace("mean_minutes = 18", f"mean_minutes = {most}", 1)) == []
    fewest = line.partition("counters of at least ")[2].partition(",")[0]
    assert told(text.replace("counters = 8", f"counters = {fewest}", 1)) == []
    assert told(text.replace("counters = 8", f"counters = {int(fewest) - 1}", 1)) != []


@given(start=st.integers(0, len(TEXT)), length=st.integers(0, 40), put=st.text(max_size=5))
def test_a_spoilt_file_gives_a_site_or_mistakes_with_words_in_every_language(
    start: int, length: int, put: str
) -> None:
    text = TEXT[:start] + put + TEXT[start + length :]
    for language in languages_in(SHARED_WORDS):
        for line in told(text, language):
            assert "\n" not in line
