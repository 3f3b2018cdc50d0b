# SPDX-License-Identifier: Apache-2.0
"""A TOML file as values; every table that is not TOML is reported and left out."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from common.settings.positions import TOP, Place
from common.settings.toml_faults import HEADER, Fault, attempt

MOST_BYTES = 1_000_000

MOST_FAULTS = 100
"""Tables that are looked at after they could not be read; who has mended those looks again."""
MOST_REPEATS = 10
"""Tables that only repeat what stands before them: each takes another look at the whole text."""

_BEFORE_HEADER = re.compile(rf"^(?={HEADER}$)", re.MULTILINE)


@dataclass(frozen=True)
class TomlFile:
    """What could be read. `text` has blank lines where `faults` are, so that lines still count."""

    text: str
    values: dict[str, object]
    faults: tuple[Fault, ...]


def read_text(path: Path) -> str | Fault:
    """The text of a file with plain line ends and no byte order mark."""
    try:
        if path.is_dir():
            return Fault(TOP, "is_folder")
        if path.exists() and not path.is_file():
            return Fault(TOP, "no_plain_file")  # reading a device or pipe might never end
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Fault(TOP, "no_file")
    except OSError as error:
        return Fault(TOP, "unreadable", error.strerror or "")
    return Fault(TOP, "too_large") if len(data) > MOST_BYTES else decoded(data)


def decoded(data: bytes) -> str | Fault:
    """The same of what such a file holds."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        line = before.rpartition("\n")[2]
        return Fault(Place(before.count("\n") + 1, len(line) + 1), "no_utf8")
    return text if text.strip() else Fault(TOP, "empty")


def parse(text: str) -> TomlFile:
    """The values of a text and where it is not TOML."""
    whole = attempt(text)
    return _Recovery(text).file() if isinstance(whole, Fault) else TomlFile(text, whole, ())


class _Recovery:
    """What can be read of a text that is not TOML, table by table, in a time that grows with its length."""

    def __init__(self, text: str) -> None:
        self._blocks = _BEFORE_HEADER.split(text)
        counts = (block.count("\n") for block in self._blocks)
        self._lines = list(accumulate(counts, initial=0))  # before each
        self._faults: dict[int, Fault] = {}

    def file(self) -> TomlFile:
        """All of it, as `TomlFile` says."""
        self._look_at_each()
        values = self._joined()
        faults = tuple(fault for _, fault in sorted(self._faults.items()))
        return TomlFile("".join(self._blocks), values, faults)

    def _look_at_each(self) -> None:
        """A table alone shows its own fault."""
        for number, block in enumerate(self._blocks):
            alone = attempt(block)
            if isinstance(alone, Fault):
                self._faults[number] = alone.moved(self._lines[number])
                self._blocks[number] = _header_alone(block)
                if len(self._faults) == MOST_FAULTS:
                    del self._blocks[number + 1 :]
                    break

    def _joined(self) -> dict[str, object]:
        """The values of all; behind the others, a table shows what it repeats of them."""
        for _ in range(MOST_REPEATS):
            values = attempt("".join(self._blocks))
            if not isinstance(values, Fault):
                return values
            self._empty(values)
        return {}

    def _empty(self, fault: Fault) -> None:
        """The table it is in; one of which the header alone was left loses that too."""
        after = bisect_right(self._lines, fault.place.line - 1)
        number = min(after, len(self._blocks)) - 1
        block = self._blocks[number]
        is_known = number in self._faults
        self._faults.setdefault(number, fault)
        self._blocks[number] = "\n" * block.count("\n") if is_known else _header_alone(block)


def _header_alone(block: str) -> str:
    """The header of a table, when at least that is TOML, and as many lines."""
    header, _, rest = block.partition("\n")
    below = "\n" * block.count("\n")
    is_header = bool(re.fullmatch(HEADER, header)) and bool(rest)
    return header + below if is_header and not isinstance(attempt(header), Fault) else below
