# SPDX-License-Identifier: Apache-2.0
"""What a signal light does for its caller; does not know what it calls people for, nor blinks."""

from abc import ABC, abstractmethod
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signal:
    """What is on."""

    is_lamp_on: bool = False
    is_sounder_on: bool = False


QUIET = Signal()


class SignalLight(ABC):
    """A lamp and a sounder.

    Lifetime: closed and unknown when created; quiet when open, and quiet again when closed, unless
    its line is gone: it stays as it was then, until the next `open`. After a SignalLightError close
    it and open it again; the pauses between are the caller's.
    Concurrency: one worker thread owns it and makes all calls.
    Deadlines: `open` 2 s, `show` 1 s, `close` 1 s.
    """

    can_tell_silence: bool
    """Whether it answers; otherwise one without power cannot be told from one that works."""
    proves_lamp: bool
    """Whether it has a lamp that is on, or off, as told when `show` has returned."""

    @abstractmethod
    def open(self) -> None:
        """Take the port and switch all off; nothing happens when it is open already.

        Raises:
            SignalLightError: it is missing or silent; it is closed then.
        """

    @abstractmethod
    def show(self, signal: Signal) -> None:
        """Switch the lamp and the sounder; each is told also when nothing changes for it.

        Saying the same again is harmless, and how a light is noticed that is no longer there.

        Raises:
            SignalLightError: what is on now is unknown.
        """

    @abstractmethod
    def close(self) -> None:
        """Switch all off as far as possible and give the port back; never raises, may come twice."""
