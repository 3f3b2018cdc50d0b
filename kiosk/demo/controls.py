# SPDX-License-Identifier: Apache-2.0
"""What the demo can do to its simulated devices and its clock; the composition root hands them in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from PySide6.QtGui import QImage


class Plug(Protocol):
    """A device with a cable."""

    def unplug(self) -> None:
        """Pull the cable."""

    def plug_in(self) -> None:
        """Put the cable back."""


class ReaderControls(Plug, Protocol):
    """A card reader on which cards are laid by program."""

    def take_away(self) -> None:
        """Lift the card; nothing happens when none lies there."""


class PrinterControls(Plug, Protocol):
    """A printer with paper and a cover."""

    def take_paper_out(self) -> None:
        """Leave it without paper."""

    def put_paper_in(self) -> None:
        """Put a new roll in."""

    def open_cover(self) -> None:
        """Open the cover."""

    def close_cover(self) -> None:
        """Close the cover."""


class ScannerControls(Protocol):
    """A code scanner in front of which codes are held by program."""

    def show(self, code: str) -> None:
        """Hold a code there."""


class ClockControls(Protocol):
    """A clock that can be set, so that the hall can be seen at any hour."""

    def now(self) -> datetime:
        """The demo's instant, in UTC."""

    def monotonic(self) -> float:
        """Seconds since some start, for measuring."""

    def jump_to(self, local: time) -> None:
        """Set the time of the demo's working day; it runs on from there."""

    def skip(self, time_span: timedelta) -> None:
        """Let so much time pass at once."""


@dataclass(frozen=True)
class OnlineBooking:
    """What somebody who booked online was shown: the number, and the code that scanners read."""

    number: str
    code: str


class CentreControls(Protocol):
    """The demo's centre, the cable to it, and who else asks it something."""

    def cut(self) -> None:
        """Pull the cable between kiosk and centre."""

    def heal(self) -> None:
        """Put it back."""

    def book(self, card: str) -> OnlineBooking:
        """Book online for the owner of that card, and wait until the kiosk has heard.

        Raises:
            KioskError: why not.
        """

    def call_next(self) -> str | None:
        """The next number is called to counter 1; None when nobody waits.

        Raises:
            KioskError: why not.
        """

    def see_help(self, seconds: float = 0.0) -> bool:
        """The staff look for so long whether anybody wants help to whom nobody comes yet.

        Raises:
            KioskError: why nobody could look.
        """

    def answer_help(self) -> str | None:
        """The staff come to who wants help, or are done with him: the act; None when nobody does.

        Raises:
            KioskError: why not.
        """


@dataclass(frozen=True)
class DemoCard:
    """One of the sample cards; `name` is the end of its text keys `demo.card.<name>.…`."""

    name: str
    lay: Callable[[], None]


@dataclass(frozen=True)
class PaperTicket:
    """A ticket that came out: the printer's bytes, and the paper drawn from them."""

    data: bytes
    picture: QImage


@dataclass(frozen=True)
class DemoDevices:
    """All that the tray and the player can touch."""

    cards: tuple[DemoCard, ...]
    reader: ReaderControls
    printer: PrinterControls
    scanner: ScannerControls
    clock: ClockControls
    centre: CentreControls
    is_lamp_on: Callable[[], bool]
    printed: Callable[[], tuple[PaperTicket, ...]]
