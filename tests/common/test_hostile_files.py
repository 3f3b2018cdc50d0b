# SPDX-License-Identifier: Apache-2.0
"""A site's text that was made to keep the centre busy is told to be wrong in a time that grows with its length.

The text is counted each time the parser goes through it; what else grows with the square of the length takes
minutes, and is ended long before.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from common.settings.site_file import MOST_SITE_BYTES, load_site, read_site
from common.settings.toml_file import MOST_FAULTS, MOST_REPEATS

YEAR = 2026
ROOT = Path(__file__).parents[2]
MOST_PASSES = MOST_REPEATS + 5


def filled(unit: str) -> str:
    return unit * (MOST_SITE_BYTES // len(unit))


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


TEXTS = {
    "a key of dots": filled("a.") + "a = 1",
    "a key of quoted dots": filled('"\\"".') + "a = 1",
    "a header of dots": "[" + filled("a.") + "a]",
    "dots without end": filled("a."),
    "keys of dots": filled("a." * 300 + "a = 1\n"),
    "an unfinished key": filled("a "),
    "a long word": filled("a"),
    "spaces": "[a" + filled(" ") + ",",
    "an unfinished header": filled("["),
    "tables that are no tables": filled("[[service]]\nx\n"),
    "tables that come twice": filled("[a]\n"),
    "one fault behind many tables": filled("[[service]]\n") + "x",
    "unknown names": "".join(f"holiday{number} = 1\n" for number in range(5000)),
    "unknown tables": "".join(f"[services{number}]\n" for number in range(5000)),
    "languages nobody knows": "[site]\nname = {"
    + ", ".join(f'zz{number} = "x"' for number in range(5000))
    + "}",
    "a row of values": "x = [" + filled("1,") + "]",
    "a row of values that is not ASCII": '"号" = [' + filled("1,") + "]",
    "brackets": f"x = {nested(40_000)}",
    "many brackets": filled(f"x = {nested(200)}\n"),
    "a number": "x = " + filled("1"),
    "quotes": 'x = """' + filled('""x'),
    "a text without end": 'x = "' + filled("x"),
}


@pytest.mark.timeout(40)  # a second is enough
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_keeps_the_parser_busy_is_read_a_few_times_at_most(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[int]()
    loads: Callable[[str], dict[str, object]] = tomllib.loads

    def counted(text: str) -> dict[str, object]:
        read.append(len(text))
        return loads(text)

    monkeypatch.setattr(tomllib, "loads", counted)
    text = TEXTS[name][: MOST_SITE_BYTES - 2]
    found = read_site(text.encode()[:MOST_SITE_BYTES], YEAR)
    assert isinstance(found, tuple)
    assert found
    assert sum(read) <= MOST_PASSES * len(text)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n" + "a." * 16 + "a = 1",
        "x = 1\n[" + "'a' ." * 16 + "a]",
        'x = 1\n"\\".".' + "b." * 16,
    ],
)
def test_a_name_of_many_dots_is_told_before_the_parser_sees_it(text: str) -> None:
    found = read_site(text.encode(), YEAR)
    assert isinstance(found, tuple)
    assert ("syntax.dots", 2) in [(problem.key, problem.line) for problem in found]


def test_dots_in_a_text_are_none_of_a_name() -> None:
    sample = (ROOT / "site.toml").read_text(encoding="utf-8")
    text = "# 1.2.3.4.5.6.7.8 ................\n" + sample.replace("示例区", "......、a.b.c.d", 1)
    assert not isinstance(read_site(text.encode(), YEAR), tuple)


def test_so_many_faults_are_told_and_no_more() -> None:
    found = read_site(filled("[[service]]\nx\n").encode(), YEAR)
    assert isinstance(found, tuple)
    lines = [problem.line for problem in found if problem.key.startswith("syntax.")]
    assert lines == list(range(2, 2 * MOST_FAULTS + 1, 2))


def test_a_site_is_so_long_at_most(tmp_path: Path) -> None:
    sample = (ROOT / "site.toml").read_bytes()
    longest = sample + b"#" * (MOST_SITE_BYTES - len(sample))
    path = tmp_path / "site.toml"
    for data, is_good in ((longest, True), (longest + b"#", False)):
        path.write_bytes(data)
        for found in (read_site(data, YEAR), load_site(path, YEAR)):
            assert isinstance(found, tuple) is not is_good
            if isinstance(found, tuple):
                assert [problem.key for problem in found] == ["site_too_large"]
