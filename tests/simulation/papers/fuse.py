# SPDX-License-Identifier: Apache-2.0
"""kill -9 at a moment that is drawn: wherever something durable or physical could be half done."""

from collections import Counter
from random import Random
from types import TracebackType
from typing import Any, Self

from kiosk.store.abstract import UnitOfWork


class PowerCutError(BaseException):
    """Nothing of the process is left; nobody in it may catch this."""


class Fuse:
    """Lifetime: the day; `light` before what may be cut, `put_out` when it was not."""

    def __init__(self, draw: Random, happened: Counter[str]) -> None:
        self._draw = draw
        self._happened = happened
        self._left: int | None = None

    def light(self, most: int) -> None:
        """It burns down within so many moments."""
        self._left = self._draw.randint(1, most)

    def put_out(self) -> None:
        """The power stays."""
        self._left = None

    def spark(self) -> None:
        """A moment at which the power may fail. Raises PowerCutError."""
        if self._left is None:
            return
        self._left -= 1
        if not self._left:
            self._left = None
            self._happened["power cut"] += 1
            raise PowerCutError

    def where(self, length: int) -> int:
        """How many of so many bytes leave before the moment between them."""
        return length if self._left is None else self._draw.randint(0, length)


class FusedUnit:
    """A unit of work whose commit is lost, or is the last thing that happens."""

    def __init__(self, unit: UnitOfWork, fuse: Fuse) -> None:
        self._unit = unit
        self._fuse = fuse

    def __enter__(self) -> Self:
        self._unit.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._unit.__exit__(kind, error, trace)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._unit, name)

    def commit(self) -> None:
        self._fuse.spark()
        self._unit.commit()
        self._fuse.spark()
