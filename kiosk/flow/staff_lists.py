# SPDX-License-Identifier: Apache-2.0
"""Lists of staff mode that may be longer than a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kiosk.flow.states import Kiosk
from kiosk.flow.values import Shape, Size

Item = TypeVar("Item")


@dataclass(frozen=True)
class Rows:
    """How many a page holds; `short` where there is less height."""

    tall: Mapping[Size, int]
    short: Mapping[Size, int]

    def pages_of(self, kiosk: Kiosk, items: Sequence[Item]) -> int:
        """At least one."""
        return max(1, -(-len(items) // self._per_page(kiosk)))

    def on_page(self, kiosk: Kiosk, items: Sequence[Item], page: int) -> Sequence[Item]:
        """Those of a page; one that is no more, because letters are smaller, wraps around."""
        first = page % self.pages_of(kiosk, items) * self._per_page(kiosk)
        return items[first : first + self._per_page(kiosk)]

    def after(self, kiosk: Kiosk, items: Sequence[Item], page: int) -> int:
        """更多: the next page, after the last one the first."""
        return (page + 1) % self.pages_of(kiosk, items)

    def _per_page(self, kiosk: Kiosk) -> int:
        is_short = kiosk.is_low or kiosk.settings.shape is Shape.LANDSCAPE
        return (self.short if is_short else self.tall)[kiosk.size]
