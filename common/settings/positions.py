# SPDX-License-Identifier: Apache-2.0
"""Line and column of every key and value of a TOML text, by its way down from the top."""

import tomllib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, Self

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from common.settings.spot import Side, Step, Steps

_TOML = Language(tree_sitter_toml.language())
_KEYS = {"bare_key", "quoted_key"}
_NOT_FIRST = 0b1100_0000, 0b1000_0000
"""Which bits of a byte are looked at, and how they are in all bytes of a character but the first (UTF-8)."""
_DEEPEST = 16
"""No option lies deeper; what does is told by what holds it."""


class Place(NamedTuple):
    """Counted from 1; the column in characters."""

    line: int
    column: int


TOP = Place(1, 1)


@dataclass(frozen=True)
class Positions:
    """The places of one text. A table's key is the name in its header, its value the bracket."""

    places: dict[tuple[Steps, Side], Place]

    @classmethod
    def of(cls, text: str) -> Self:
        """The places in a text that tomllib has accepted."""
        source = text.encode()
        places: dict[tuple[Steps, Side], Place] = {((), Side.END): _end(text)}
        for entry, place in _Reader(source.split(b"\n")).walk(
            Parser(_TOML).parse(source).root_node
        ):
            places.setdefault(entry, place)
        return cls(places)

    def place(self, steps: Steps, side: Side) -> Place:
        """The place of a key or value; of what holds it when it is not in the text."""
        while steps and (steps, side) not in self.places:
            steps, side = steps[:-1], Side.VALUE
        return self.places.get((steps, side), TOP)


Entry = tuple[tuple[Steps, Side], Place]


class _Reader:
    """One walk through the tree of one text."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines
        self._columns: dict[int, Sequence[int]] = {}
        self._lengths: dict[Steps, int] = {}  # how often an array of tables was begun

    def walk(self, document: Node) -> Iterator[Entry]:
        for node in document.named_children:
            match node.type:
                case "pair":
                    yield from self._pair((), node)
                case "table" | "table_array_element":
                    yield from self._table(node)
                case _:
                    continue

    def _table(self, node: Node) -> Iterator[Entry]:
        name = node.named_children[0]
        steps = self._resolved(_steps(name))
        if node.type == "table_array_element":
            yield (steps, Side.KEY), self._place(name)
            count = self._lengths.get(steps, 0)
            self._lengths[steps] = count + 1
            steps = (*steps, count)
        yield (steps, Side.KEY), self._place(name)
        yield (steps, Side.VALUE), self._place(node)
        for child in node.named_children[1:]:
            if child.type == "pair":
                yield from self._pair(steps, child)

    def _resolved(self, names: Steps) -> Steps:
        """`[service.hours]` belongs to the last `[[service]]` before it."""
        steps: Steps = ()
        for name in names[:-1]:
            steps = (*steps, name)
            if steps in self._lengths:
                steps = (*steps, self._lengths[steps] - 1)
        return (*steps, *names[-1:])

    def _pair(self, table: Steps, node: Node) -> Iterator[Entry]:
        waiting = [(table, node)]
        while waiting:
            steps, node = waiting.pop()
            if len(steps) > _DEEPEST:
                continue
            if node.type != "pair":
                yield (steps, Side.VALUE), self._place(node)
                waiting.extend(_below(steps, node))
                continue
            name, value = node.named_children[0], node.named_children[-1]
            way = _steps(name)
            for end in range(1, len(way) + 1):
                yield (steps + way[:end], Side.KEY), self._place(name)
                yield (steps + way[:end], Side.VALUE), self._place(value)
            waiting.append((steps + way, value))

    def _place(self, node: Node) -> Place:
        row, column = node.start_point
        return Place(row + 1, self._column(row, column))

    def _column(self, row: int, column: int) -> int:
        """In characters; a long row is gone through once, however many values it has."""
        if row not in self._columns:
            self._columns[row] = _columns(self._lines[row])
        columns = self._columns[row]
        return columns[column] if columns else column + 1


def _columns(line: bytes) -> Sequence[int]:
    """The column of each byte of a line; empty where each is a character."""
    if line.isascii():
        return ()
    begins = ((byte & _NOT_FIRST[0]) != _NOT_FIRST[1] for byte in line)
    return array("L", accumulate(begins, initial=1))


def _end(text: str) -> Place:
    lines = text.rstrip(" \t\r\n").split("\n")
    return Place(len(lines), len(lines[-1]) + 1)


def _below(steps: Steps, node: Node) -> Iterator[tuple[Steps, Node]]:
    values = [child for child in node.named_children if child.type != "comment"]
    match node.type:
        case "inline_table":
            yield from ((steps, child) for child in values if child.type == "pair")
        case "array":
            yield from (((*steps, place), child) for place, child in enumerate(values))
        case _:
            return


def _steps(name: Node) -> Steps:
    found: list[Step] = []
    waiting = [name]
    while waiting:
        node = waiting.pop()
        if node.type in _KEYS:
            found.append(_unquoted((node.text or b"").decode()))
        else:
            waiting.extend(reversed(node.named_children))
    return tuple(found)


def _unquoted(key: str) -> str:
    return next(iter(tomllib.loads(f"{key} = 0"))) if key[:1] in {'"', "'"} else key
