# SPDX-License-Identifier: Apache-2.0
"""Pictures that were drawn, kept as long as there is room for them."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from PySide6.QtGui import QImage

_Key = TypeVar("_Key", bound=Hashable)
_Drawn = TypeVar("_Drawn")


class Kept(Generic[_Key, _Drawn]):
    """What is not there is drawn; what was not wanted for longest goes when there is no room.

    Attributes:
        bytes: of all pictures that are kept.
    """

    def __init__(
        self,
        most_bytes: int,
        draw: Callable[[_Key], _Drawn],
        image: Callable[[_Drawn], QImage],
    ) -> None:
        self._most = most_bytes
        self._draw = draw
        self._image = image
        self._drawn: OrderedDict[_Key, _Drawn] = OrderedDict()
        self.bytes = 0

    def of(self, key: _Key) -> _Drawn:
        """What that key stands for."""
        known = self._drawn.get(key)
        if known is not None:
            self._drawn.move_to_end(key)
            return known
        drawn = self._drawn[key] = self._draw(key)
        self.bytes += self._image(drawn).sizeInBytes()
        while self.bytes > self._most:
            _, gone = self._drawn.popitem(last=False)
            self.bytes -= self._image(gone).sizeInBytes()
        return drawn
