# SPDX-License-Identifier: Apache-2.0
"""The fault table of docs/devices.md: what it promises, and the cells that tell what was measured."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.plan import ROOT

GUIDE = ROOT / "docs" / "devices.md"
HEADER = "| 设备 device |"
DEVICE, FAULT, BOUND, MEASURED = 0, 1, 3, 4
ENGLISH = re.compile(r"[^\u3001-\u9fff\uff00-\uffef]*$")
"""What follows the last Chinese character or mark."""


@dataclass(frozen=True)
class Row:
    """One fault of one device, both in the table's English.

    Attributes:
        bound: milliseconds until the program knows; None where it never shall, or nobody says when.
        line: where it stands in the guide, from 0.
        cells: as written.
    """

    device: str
    fault: str
    bound: int | None
    line: int
    cells: tuple[str, ...]


def rows(text: str) -> Iterator[Row]:
    """The table's rows; an empty cell of the device means the one above."""
    device, is_inside = "", False
    for number, line in enumerate(text.splitlines()):
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if not line.startswith("|") or cells[DEVICE].startswith("---"):
            is_inside = is_inside and line.startswith("|")
        elif line.startswith(HEADER):
            is_inside = True
        elif is_inside:
            device = _english(cells[DEVICE]) or device
            bound = int(cells[BOUND]) if cells[BOUND] else None
            yield Row(device, _english(cells[FAULT]), bound, number, cells)


def bounds() -> Mapping[tuple[str, str], int | None]:
    """What the guide promises, by device and fault."""
    return {(row.device, row.fault): row.bound for row in rows(GUIDE.read_text(encoding="utf-8"))}


def filled(text: str, figures: Mapping[str, float | None]) -> str:
    """The guide with the measured cells of those rows that were measured."""
    lines = text.splitlines(keepends=True)
    for row in rows(text):
        found = [figures.get(f"{row.device}: {row.fault}, {what}") for what in ("median", "max")]
        if None in found:
            continue
        cells = list(row.cells)
        cells[MEASURED] = " / ".join(f"{value:.0f}" for value in found)
        lines[row.line] = f"| {' | '.join(cells)} |\n".replace("|  |", "| |")
    return "".join(lines)


def _english(cell: str) -> str:
    found = ENGLISH.search(cell)
    return found[0].strip() if found else ""
