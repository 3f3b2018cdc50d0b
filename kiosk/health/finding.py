# SPDX-License-Identifier: Apache-2.0
"""What a check found; the words are in the text files, below `health`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kiosk.texts import Texts


class Line(StrEnum):
    """How a device is connected; what to do about a lost one depends on it."""

    SERIAL = "serial"
    USB = "usb"
    FILE = "file"
    NETWORK = "network"
    SERVICE = "service"
    """Behind pcscd."""


@dataclass(frozen=True)
class Where:
    """Which device a check looks at.

    Attributes:
        table: of kiosk.toml that configures it.
        kind: as kiosk.toml names it.
        line: None when nothing is connected: no such device, a simulated one, a program.
        place: path, address, numbers or name of it; may be empty.
    """

    table: str
    kind: str
    line: Line | None = None
    place: str = ""

    @property
    def shown(self) -> str:
        """For people: its kind and its place, as far as it has them."""
        return " ".join(filter(None, (self.kind, self.place)))


@dataclass(frozen=True)
class Said:
    """A sentence: its text key and the fields it may use."""

    key: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def words(self, texts: Texts) -> str:
        """In that language."""
        return texts(self.key, **self.fields)


class Sayable(Protocol):
    """What has words in every language: a sentence, or a mistake that knows its own."""

    @property
    def key(self) -> str:
        """Tells it from other sentences, in whatever language."""

    @property
    def fields(self) -> Mapping[str, object]:
        """What stands in it."""

    def words(self, texts: Texts) -> str:
        """In that language."""


@dataclass(frozen=True)
class Finding:
    """One look at one device.

    Attributes:
        found: what it is like, the main thing first.
        suggestion: what a technician can do; None when there is nothing to do.
    """

    family: str
    where: Where
    is_good: bool
    found: tuple[Sayable, ...]
    suggestion: Said | None = None
