# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.settings.groups import Option
from common.settings.problems import render
from common.settings.site_file import FILE, SiteFile, load_site, parse_site
from common.settings.site_options import WEEK
from common.texts import SHARED_WORDS, languages_in, load
from hall.quota import LaneRatio
from tests.option_comments import Comments, must_tell, options_below

SHIPPED = Path(__file__).parents[2] / "site.toml"
YEAR = 2026
TEXT = SHIPPED.read_text(encoding="utf-8")
COMMENTS = Comments(TEXT)


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
    ("header", "option"),
    [(header, option) for header, option in options_below(FILE) if option not in WEEK],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_option_stands_in_the_file_with_its_range_and_default_in_both_languages(
    header: str, option: Option
) -> None:
    must_tell(option, COMMENTS.chinese(header, option), COMMENTS.english(header, option))


def test_what_is_unwise_is_told_with_its_place_and_the_site_is_taken() -> None:
    assert warned(TEXT) == []
    text = TEXT.replace("booked_percent = 50", "booked_percent = 10")
    text = text.replace("green_percent = 10", "green_percent = 50").replace("counters = 8", "")
    text = text.replace("mean_minutes = 18", "counters = 40\nmean_minutes = 45", 1)
    lines = text.split("\n")
    green, mean = lines.index("green_percent = 50") + 1, lines.index("mean_minutes = 45") + 1
    assert warned(text) == [(green, 17, "unwise.much_green"), (mean, 16, "unwise.long_visits")]


def warned(text: str) -> list[tuple[int, int, str]]:
    found = parse_site(text, YEAR)
    assert isinstance(found, SiteFile)
    return [(warning.line, warning.column, warning.key) for warning in found.warnings]


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
