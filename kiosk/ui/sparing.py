# SPDX-License-Identifier: Apache-2.0
"""What is left of blocks when those that are spare give their room to the letters."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.ui.blocks import (
    Apart,
    AsHighAs,
    Aside,
    Beside,
    Boxed,
    Column,
    Grid,
    Grow,
    Row,
    Spare,
    WithControls,
)
from kiosk.ui.leaves import Block, Button


def sparing(column: Column, rank: int) -> Column:
    """The same column, and all in it, without spare blocks of this rank or a higher one."""
    kept = tuple(_without(block, rank) for block in column.blocks)
    if _are_same(kept, column.blocks):
        return column
    return replace(column, blocks=tuple(block for block in kept if block is not None))


def _without(block: Block, rank: int) -> Block | None:
    """The block without its spare parts of this rank or a higher one; None when it is one."""
    match block:
        case Spare(inner, its_rank):
            return _without(inner, rank) if its_rank < rank else None
        case Column() | AsHighAs():
            return (
                sparing(block, rank) if isinstance(block, Column) else _as_high_without(block, rank)
            )
        case Boxed() | Grow() | Beside() | Aside() | Apart() | WithControls():
            inside = _without(block.block, rank)
            return inside and (block if inside is block.block else replace(block, block=inside))
        case Button():
            content = _without(block.content, rank) or block.content
            return block if content is block.content else replace(block, content=content)
        case Grid() | Row():
            cells = tuple(_without(one, rank) or one for one in block.blocks)
            return block if _are_same(cells, block.blocks) else replace(block, blocks=cells)
        case _:
            return block


def _as_high_without(block: AsHighAs, rank: int) -> AsHighAs:
    """All without their spare parts, so that none keeps its place high."""
    before = (block.block, *block.others)
    kept = tuple(_without(one, rank) or one for one in before)
    return block if _are_same(kept, before) else AsHighAs(kept[0], kept[1:])


def _are_same(some: Sequence[Block | None], others: Sequence[Block]) -> bool:
    """Whether they are the very same ones, so that what was measured of them still holds."""
    return all(one is other for one, other in zip(some, others, strict=True))


def ranks(block: Block) -> frozenset[int]:
    """Those of its spare parts."""
    match block:
        case Spare(inner, rank):
            return ranks(inner) | {rank}
        case Boxed() | Grow() | Beside() | Aside() | Apart() | WithControls():
            return ranks(block.block)
        case Button():
            return ranks(block.content)
        case AsHighAs():
            return frozenset().union(*map(ranks, (block.block, *block.others)))
        case Column() | Grid() | Row():
            return frozenset().union(*map(ranks, block.blocks))
        case _:
            return frozenset()
