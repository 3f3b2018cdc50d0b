# SPDX-License-Identifier: Apache-2.0
"""What becomes of a settings file in somebody's hands: lines lost, doubled, garbled; other encodings."""

import re
from collections.abc import Sequence

from hypothesis import strategies as st

from common.settings.problems import Problem, render
from common.texts import Texts

VALUES = st.sampled_from(
    [
        "true", "0", "-1", "7.5", "1e999", "nan", "9" * 5000, "999999999999999999999999", "0x7fffffff", '""', '"x"',
        "'''\n'''", "[]", "[[]]", "[[[]]]", "{}", "{ a = 1 }", '["a", "a"]', "2026-02-29", "2028-02-29", "10:00:00",
        "2026-03-02T10:00:00Z", '"24:00"', '"/dev/null"', '"\\u0000"', '"\\ud800"', "“”", "[" * 300,
        '[["00:00", "23:59"]]', '[["22:00", "02:00"]]', '["zh_Hans"]', '"Asia"', '"../../x"', '"' + "长" * 3000 + '"',
    ]
)  # fmt: skip
KEYS = st.sampled_from(
    ["monday", "letter", "name", "hours", "centre", "port", "a.b", '"quoted key"', "''", "site.x", "号"]
)  # fmt: skip
LINES = st.one_of(
    st.sampled_from(
        ["[site]", "[[site]]", "[listen]", "[service]", "[[service]]", "[hours.x]", "[", "]", "]]"]
    ),
    st.builds("{} = {}".format, KEYS, VALUES),
    st.text(max_size=30),
)
ENCODINGS = st.sampled_from(
    ["utf-8"] * 12 + ["utf-8-sig", "gb18030", "utf-16", "utf-32", "latin-1"]
)
LINE_ENDS = st.sampled_from([b"\n", b"\n", b"\r\n", b"\r"])
STRAY = st.sampled_from([b""] * 6 + [b"\x00", b"\x1a", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80"])


@st.composite
def _replaced_value(draw: st.DrawFn, text: str) -> str:
    spots = [found.span() for found in re.finditer(r"(?<== ).*", text)] or [(0, 0)]
    start, end = spots[draw(st.integers(0, len(spots) - 1))]
    return text[:start] + draw(VALUES) + text[end:]


@st.composite
def _changed_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    place = draw(st.integers(0, len(lines) - 1))
    match draw(st.sampled_from(["drop", "twice", "insert", "swap", "uncomment", "cut"])):
        case "drop":
            del lines[place]
        case "twice":
            lines.insert(place, lines[place])
        case "insert":
            lines.insert(place, draw(LINES))
        case "swap":
            lines[place - 1], lines[place] = lines[place], lines[place - 1]
        case "uncomment":
            lines[place] = lines[place].removeprefix("# ")
        case _:
            lines = lines[:place]
    return "\n".join(lines)


@st.composite
def _changed_characters(draw: st.DrawFn, text: str) -> str:
    start = draw(st.integers(0, len(text)))
    end = start + draw(st.integers(0, 12))
    return text[:start] + draw(st.text(max_size=4)) + text[end:]


@st.composite
def mutated(draw: st.DrawFn, originals: Sequence[str]) -> bytes:
    """One of these files after one to four changes, as some editor saves it."""
    text = draw(st.sampled_from(originals))
    for _ in range(draw(st.integers(1, 4))):
        change = draw(st.sampled_from([_replaced_value, _changed_lines, _changed_characters]))
        text = draw(change(text))
    data = text.encode(draw(ENCODINGS), errors="replace").replace(b"\n", draw(LINE_ENDS))
    stray, at = draw(STRAY), draw(st.integers(0, len(data)))
    return data[:at] + stray + data[at:]


def must_have_places_and_words(
    content: bytes, problems: Sequence[Problem], texts: Sequence[Texts]
) -> None:
    """Each stands in the file, in its order, and is said on one line in every language."""
    lines = _lines(content)
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        for each in texts:
            said = render(problem, each)
            assert said.startswith(f"{problem.file}:{problem.line}:{problem.column}: ")
            assert "\n" not in said
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").split("\n")
