# SPDX-License-Identifier: Apache-2.0
"""What a shipped settings file says above each of its options, in Chinese and in English."""

import re
from collections.abc import Iterator

from common.settings.groups import MANDATORY, ListOf, Option, Table, WordsOf
from common.settings.kinds import Choice, Kind, Line, Number, Whole

CHINESE_SIGNS = frozenset("。，：；、（）")
OF_A_SERVICE = "service"
"""Its options are listed before the first one."""


def options_below(kind: Kind, header: str = "") -> Iterator[tuple[str, Option]]:
    """Every option of a file that is no table, with the table it stands in."""
    match kind:
        case Table(options=options):
            for option in options:
                inner = isinstance(option.kind, Table) or option.name == OF_A_SERVICE
                if not inner:
                    yield header, option
                yield from options_below(option.kind, header or option.name)
        case ListOf(kind=each) if header == OF_A_SERVICE:
            yield from options_below(each, header)
        case _:
            return


class Comments:
    """Of one file."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def chinese(self, header: str, option: Option) -> str:
        return self._said(header, option, is_chinese=True)

    def english(self, header: str, option: Option) -> str:
        return self._said(header, option, is_chinese=False)

    def _said(self, header: str, option: Option, *, is_chinese: bool) -> str:
        lines = self._of_service(option) if header == OF_A_SERVICE else self._above(header, option)
        return "\n".join(
            line for line in lines if bool(CHINESE_SIGNS.intersection(line)) is is_chinese
        )

    def _of_service(self, option: Option) -> Iterator[str]:
        begin = next(
            n for n, line in enumerate(self._lines) if line.startswith("#   " + option.name + " ")
        )
        yield self._lines[begin]
        for line in self._lines[begin + 1 :]:
            if not line.startswith("#    "):
                return
            yield line

    def _above(self, header: str, option: Option) -> list[str]:
        lines = self._lines
        begin = next(n for n, line in enumerate(lines) if line in (f"[{header}]", f"# [{header}]"))
        place = next(
            number
            for number in range(begin, len(lines))
            if re.match(rf"(# )?{option.name} = ", lines[number])
        )
        above = place - 1
        while lines[above].startswith("#") and not re.match(r"# \w+ = ", lines[above]):
            above -= 1
        return lines[above + 1 : place]


def must_tell(option: Option, chinese: str, english: str) -> None:
    """Range and default of the option stand in both."""
    assert chinese, f"nothing in Chinese above {option.name}"
    assert english, f"nothing in English above {option.name}"
    is_mandatory = option.when is not None or option.default is MANDATORY
    assert ("必填" in chinese) == ("required" in english.lower()) == is_mandatory
    for text in _range(option.kind):
        assert text in chinese
        assert text in english
    for length in _length(option.kind):
        assert f"最多 {length} 个汉字" in chinese
        assert f"t most {length} Han characters" in english
    if not is_mandatory:
        _must_tell_default(option, chinese, english.lower())


def _must_tell_default(option: Option, chinese: str, english: str) -> None:
    if option.default is None:
        assert "默认" in chinese or "不写" in chinese
        assert "default" in english
        return
    written = _written(option.default)
    assert f"默认 {written}" in chinese
    assert f"default {written.lower()}" in english


def _range(kind: Kind) -> Iterator[str]:
    match kind:
        case Number(low=low, high=high) | Whole(low=low, high=high):
            yield f"{low:.10g}–{high:.10g}"
        case Choice(values=values, form=""):
            yield from map(str, values)
        case ListOf(most=most, fewest=fewest):
            yield f"{fewest}–{most}" if fewest else f"{most}"
        case _:
            return


def _length(kind: Kind) -> Iterator[int]:
    match kind:
        case Line(longest=longest) | WordsOf(longest=longest) | ListOf(kind=WordsOf(longest)):
            yield longest
        case _:
            return


def _written(default: object) -> str:
    """As it would stand in the file."""
    match default:
        case bool():
            return str(default).lower()
        case str():
            return f'"{default}"'
        case list():
            return "[" + ", ".join(map(_written, default)) + "]"
        case _:
            return f"{default:.10g}" if isinstance(default, float) else str(default)
