# SPDX-License-Identifier: Apache-2.0
"""What all checks do alike: open the device, look, let it go, and say what was found."""

from abc import ABC, abstractmethod
from typing import ClassVar

from typing_extensions import override

from drivers.errors import DeviceError
from kiosk.health.finding import Finding, Said, Where
from kiosk.health.suggestions import ROOT, better_name, suggestion_for

FOUND = "health.found."


class Check(ABC):
    """Looks at one device.

    Lifetime: `look` as often as wanted: a fault is still there if the next look finds it too, and
    is forgotten if not. Nothing is open between two looks.
    Concurrency: the thread that calls; no other may use the device meanwhile.
    """

    error: ClassVar[type[DeviceError]]

    def __init__(self, where: Where) -> None:
        self.where = where

    def look(self) -> Finding:
        """Open the device, look at it and close it; takes as long as its deadlines at most."""
        try:
            return self.examine()
        except DeviceError as error:
            return self.trouble(error)
        finally:
            self.close()

    @abstractmethod
    def examine(self) -> Finding:
        """What is there; raises its family's DeviceError if it is not in order."""

    @abstractmethod
    def close(self) -> None:
        """Let the device go."""

    def good(self, *more: Said, suggestion: Said | None = None) -> Finding:
        """The device is in order."""
        found = (Said(f"{FOUND}good"), *more)
        to_do = suggestion or better_name(self.where)
        return Finding(self.error.family, self.where, is_good=True, found=found, suggestion=to_do)

    def trouble(self, error: DeviceError) -> Finding:
        """The device is not in order."""
        found = [Said(error.key)]
        if there := error.fields.get("there"):
            found.append(Said(f"{FOUND}slots", {"names": there}))
        to_do = suggestion_for(self.error, error.reason, self.where)
        return Finding(
            self.error.family, self.where, is_good=False, found=tuple(found), suggestion=to_do
        )

    def to_do(self, key: str) -> Said:
        """A sentence about this device."""
        return Said(f"{ROOT}{key}", {"place": self.where.place, "table": self.where.table})


class NothingToCheck(Check):
    """A device that is not there to be asked: none at all, a simulated one, a keyboard.

    Args:
        found: what is said of it, below `health.found`.
        suggestion: likewise below `health.suggestion`; empty for none.
    """

    def __init__(
        self, error: type[DeviceError], where: Where, found: str, suggestion: str = ""
    ) -> None:
        super().__init__(where)
        self._family = error.family
        self._found = found
        self._suggestion = suggestion

    @override
    def examine(self) -> Finding:
        to_do = self.to_do(self._suggestion) if self._suggestion else None
        found = (Said(f"{FOUND}{self._found}"),)
        return Finding(self._family, self.where, is_good=True, found=found, suggestion=to_do)

    @override
    def close(self) -> None:
        """Nothing was opened."""
