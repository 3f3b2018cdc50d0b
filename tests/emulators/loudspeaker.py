# SPDX-License-Identifier: Apache-2.0
"""A loudspeaker for tests: a stand-in for `aplay` that tells what it heard and ends when it is told to.

with Loudspeaker(tmp_path) as loudspeaker:
    engine = EspeakSpeech(loudspeaker.player)
    engine.say("...")
    loudspeaker.wait_for_sound()
    loudspeaker.let_end()
"""

import os
import select
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from drivers.speech.player import Player
from drivers.speech.wave_file import Sound, read_wav
from tests.emulators import aplay

PATIENCE_SECONDS = 10.0
ONE_CARD = """ 0 [Device         ]: USB-Audio - USB Audio Device
                      C-Media Electronics Inc. USB Audio Device at usb-0000:00:14.0-2, full speed
"""
"""As the kernel lists it."""
NO_CARD = (
    "ALSA lib confmisc.c:855:(parse_card) cannot find card '0'\n"
    "aplay: main:831: audio open error: No such file or directory\n"
)
"""As aplay complains."""


@dataclass(frozen=True)
class Event:
    """Something a player told.

    Attributes:
        what: "began" with the first byte of sound, or "ended".
        pid: of the player.
        at: seconds of time.monotonic, the same clock in all processes.
    """

    what: str
    pid: int
    at: float


class Loudspeaker:
    """A folder in which players find how they shall behave.

    Lifetime: of its `with`. Players that wait when it ends are let go.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cards = folder / "cards"
        self._cards.write_text(ONE_CARD, encoding="utf-8")
        self.player = Player((sys.executable, "-IS", aplay.__file__, str(folder)), self._cards)
        """For the engine under test."""
        os.mkfifo(folder / aplay.NEWS)
        os.mkfifo(folder / aplay.GATE)
        # both ways open, so that neither side ever waits for the other
        self._news = os.open(folder / aplay.NEWS, os.O_RDWR | os.O_CLOEXEC)
        self._gate = os.open(folder / aplay.GATE, os.O_RDWR | os.O_CLOEXEC)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.let_end()
        os.close(self._news)
        os.close(self._gate)

    def hold(self) -> None:
        """Players from now on last until `let_end`."""
        (self._folder / aplay.IS_HELD).touch()

    def let_end(self) -> None:
        """The sound that is held, and all after it, are heard to their end."""
        (self._folder / aplay.IS_HELD).unlink(missing_ok=True)
        os.write(self._gate, b"." * 16)

    def refuse(self, complaint: str) -> None:
        """Players from now on write this and give up, as aplay does without a sound card."""
        (self._folder / aplay.REFUSAL).write_text(complaint, encoding="utf-8")

    def lose_card(self) -> None:
        """The sound card is pulled out."""
        self.refuse(NO_CARD)
        self._cards.write_text("--- no soundcards ---\n", encoding="utf-8")

    def work(self) -> None:
        """Players from now on play again, on a card that is there."""
        self._cards.write_text(ONE_CARD, encoding="utf-8")
        (self._folder / aplay.REFUSAL).unlink(missing_ok=True)

    def stop_reading(self) -> None:
        """Players from now on take nothing and never end."""
        (self._folder / aplay.IS_DEAF).touch()

    def wait_for(self, what: str) -> Event:
        """The next such event, others before it are forgotten."""
        while True:
            readable, _, _ = select.select([self._news], [], [], PATIENCE_SECONDS)
            assert readable, f"no player {what}"
            code, pid, at = struct.unpack(aplay.EVENT, os.read(self._news, aplay.EVENT_BYTES))
            event = Event(aplay.WHAT[code], pid, at)
            if event.what == what:
                return event

    def wait_for_sound(self) -> Event:
        """The first byte of sound has come to a player."""
        return self.wait_for("began")

    @property
    def has_heard(self) -> bool:
        """Whether any sound came whole."""
        return (self._folder / aplay.HEARD).exists()

    @property
    def heard(self) -> Sound:
        """The last sound that came whole."""
        return read_wav((self._folder / aplay.HEARD).read_bytes())


def is_running(pid: int) -> bool:
    """Whether there is such a process, also as a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def kill(pid: int) -> None:
    """As somebody at a terminal would."""
    os.kill(pid, signal.SIGKILL)
