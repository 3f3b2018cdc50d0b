# SPDX-License-Identifier: Apache-2.0
"""Whatever becomes of kiosk.toml: settings that work, or problems with a place; never a crash."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.settings.problems import Problem, render
from kiosk.settings.load import check_config, load_settings
from kiosk.settings.model import Settings
from kiosk.texts import languages, load_texts
from tests.kiosk.settings.samples import SHIPPED, SMALL, write

ORIGINALS = (SHIPPED.read_text(encoding="utf-8"), SMALL)
A_DAY = date(2026, 3, 2)

VALUES = st.sampled_from(
    [
        "true", "0", "-1", "7.5", "1e999", "nan", "9" * 5000, '""', '"x"', "'''\n'''", "[]", "[[]]",
        "[[[]]]", "{}", "{ a = 1 }", '["a", "a"]', "2026-02-29", "2028-02-29", "10:00:00",
        "2026-03-02T10:00:00Z", '"24:00"', '"/dev/null"', '"\\u0000"', '"\\ud800"', "“”", "[" * 300,
        '[["00:00", "23:59"]]', '[["22:00", "02:00"]]', '["zh_Hans"]', '"Asia"', '"../../x"',
    ]
)  # fmt: skip
KEYS = st.sampled_from(
    ["monday", "letter", "name", "hours", "centre", "a.b", '"quoted key"', "''", "site.x", "号"]
)
LINES = st.one_of(
    st.sampled_from(
        ["[site]", "[[site]]", "[service]", "[[service]]", "[hours.x]", "[", "]", "]]"]
    ),
    st.builds("{} = {}".format, KEYS, VALUES),
    st.text(max_size=30),
)


@st.composite
def _replaced_value(draw: st.DrawFn, text: str) -> str:
    spots = [found.span() for found in re.finditer(r"(?<== ).*", text)] or [(0, 0)]
    start, end = spots[draw(st.integers(0, len(spots) - 1))]
    return text[:start] + draw(VALUES) + text[end:]


@st.composite
def _changed_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    place = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["drop", "twice", "insert", "swap", "cut"])):
        case "drop":
            del lines[place]
        case "twice":
            lines.insert(place, lines[place])
        case "insert":
            lines.insert(place, draw(LINES))
        case "swap":
            lines[place - 1], lines[place] = lines[place], lines[place - 1]
        case _:
            lines = lines[:place]
    return "\n".join(lines)


@st.composite
def _changed_characters(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = start + draw(st.integers(0, 12))
    return text[:start] + draw(st.text(max_size=4)) + text[end:]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    text = draw(st.sampled_from(ORIGINALS))
    for _ in range(draw(st.integers(1, 4))):
        change = draw(st.sampled_from([_replaced_value, _changed_lines, _changed_characters]))
        text = draw(change(text))
    data = text.encode(draw(st.sampled_from(["utf-8"] * 12 + ["utf-8-sig", "gb18030", "utf-16"])))
    return data.replace(b"\n", b"\r\n") if draw(st.booleans()) else data


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("beside")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=mutated())
def test_a_mutated_file_gives_settings_or_problems_with_a_place(
    content: bytes, folder: Path
) -> None:
    path = write(folder, content)
    problems = check_config(path)
    if not problems:
        assert_usable(load_settings(path))
    lines = _lines(content)
    for problem in problems:
        assert_stands_in(lines, problem)
        assert_said_in_every_language(problem)
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_give_a_problem_with_a_place(content: bytes, folder: Path) -> None:
    problems = check_config(write(folder, content))
    assert problems
    for problem in problems:
        assert_stands_in(_lines(content), problem)


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").split("\n")


def assert_usable(loaded: Settings) -> None:
    site = loaded.site
    assert site
    assert site.catalogue.services
    for service in site.catalogue.services:
        assert service.calendar(site.calendar).plan(A_DAY)


def assert_stands_in(lines: list[str], problem: Problem) -> None:
    assert 1 <= problem.line <= len(lines)
    assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def assert_said_in_every_language(problem: Problem) -> None:
    for language in languages():
        said = render(problem, load_texts(language))
        assert said.startswith(f"{problem.file}:{problem.line}:{problem.column}: ")
        assert "\n" not in said
