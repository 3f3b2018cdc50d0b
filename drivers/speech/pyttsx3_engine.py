# SPDX-License-Identifier: Apache-2.0
"""The voices that pyttsx3 finds, each text made in a process of its own that can be killed."""

import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from typing_extensions import override

from drivers.speech.abstract import Manner, SpokenLanguage
from drivers.speech.child import KILLED_SECONDS, Child, Command
from drivers.speech.descriptors import closing, nowhere
from drivers.speech.engine import ChildSpeech, Utterance
from drivers.speech.errors import SpeechError
from drivers.speech.headphones import Headphones
from drivers.speech.player import Player
from drivers.speech.synthesizer import WORDS_PER_MINUTE, Synthesizer, amplitude
from drivers.transport.deadline import Clock

WORKER: Command = (sys.executable, "-P", str(Path(__file__).with_name("pyttsx3_worker.py")))

VOICES = {
    SpokenLanguage.MANDARIN: ("cmn-latn-pinyin", "cmn", "zh"),
    SpokenLanguage.CANTONESE: ("sit/yue", "yue", "zh-yue"),
    SpokenLanguage.ENGLISH: ("gmw/en", "en-gb", "english"),
}
"""How the names of good voices end, the best first; why not cmn before all: see espeak.py."""


class Worker:
    """A process that has imported pyttsx3 and waits for its one text.

    Lifetime: ends with its text, with `end`, or with this process.
    """

    def __init__(self, gives: int, command: Command = WORKER) -> None:
        """Start it writing into this descriptor, which stays the caller's."""
        takes, self._ask = os.pipe()
        with closing(takes), nowhere() as unheard:
            try:
                self.child = Child(command, takes=takes, gives=gives, complains=unheard)
            except Exception:
                os.close(self._ask)
                raise

    def ask(self, text: str, manner: Manner) -> None:
        """Say what it shall make; once only. A worker that has died notices nothing."""
        request = {
            "text": text,
            "voices": VOICES[manner.language],
            "words_per_minute": WORDS_PER_MINUTE[manner.rate],
            "volume": amplitude(manner.loudness.gain_db) / 100,
        }
        with closing(self._ask), suppress(BrokenPipeError):
            # far below what a pipe holds, so this never waits
            os.write(self._ask, json.dumps(request).encode() + b"\n")

    def end(self) -> None:
        """Instead of `ask`."""
        os.close(self._ask)
        self.child.kill()
        self.child.wait(KILLED_SECONDS)


class Pyttsx3(Synthesizer):
    """Starts slowly: importing takes it a fifth of a second."""

    def __init__(self, command: Command = WORKER) -> None:
        self._command = command

    @override
    def start(self, text: str, manner: Manner, *, gives: int) -> Child:
        worker = Worker(gives, self._command)
        worker.ask(text, manner)
        return worker.child


class Pyttsx3Speech(ChildSpeech):
    """A worker and a player for each text; the next worker is started ahead, for a quick sound.

    Lifetime: from the first `probe` or `say` to `close` one idle process of some 30 MB waits.

    Args:
        player: what makes it audible.
        command: another worker.
        clock: by which a stuck sound is told.
        headphones: where it is heard instead while they are in.
    """

    def __init__(
        self,
        player: Player,
        command: Command = WORKER,
        clock: Clock = time.monotonic,
        headphones: Headphones | None = None,
    ) -> None:
        super().__init__(player, clock, headphones)
        self._command = command
        self._spare: tuple[Worker, int] | None = None
        self._is_in_use = False

    @override
    def probe(self) -> None:
        super().probe()
        Pyttsx3(self._command).probe()
        self._is_in_use = True
        self._prepare()

    @override
    def close(self) -> None:
        super().close()
        self._is_in_use = False
        self._end_spare()

    @override
    def _start(self, utterance: Utterance, text: str, manner: Manner) -> None:
        if self._spare and self._spare[0].child.wait(0):
            self._end_spare()  # somebody killed it
        worker, source = self._spare or self._worker()
        self._spare = None
        with closing(source):
            utterance.children.append(worker.child)
            worker.ask(text, manner)
            utterance.children.append(utterance.player.play_from(source, utterance.complaints))
        self._is_in_use = True

    @override
    def _prepare(self) -> None:
        # not while the sound of another text is made: importing takes a processor for a while
        if self._is_in_use and not self._spare:
            with suppress(SpeechError):  # it is told to who says the next text
                self._spare = self._worker()

    def _end_spare(self) -> None:
        if self._spare:
            worker, source = self._spare
            self._spare = None
            worker.end()
            os.close(source)

    def _worker(self) -> tuple[Worker, int]:
        """A waiting worker, and the descriptor its sound will come out of."""
        source, sink = os.pipe()
        with closing(sink):
            try:
                return Worker(sink, self._command), source
            except Exception:
                os.close(source)
                raise
