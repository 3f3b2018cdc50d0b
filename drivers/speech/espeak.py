# SPDX-License-Identifier: Apache-2.0
"""The voice of espeak-ng: one child makes the sound while the other plays it."""

import os
import time

from typing_extensions import override

from drivers.speech.abstract import Manner, SpokenLanguage
from drivers.speech.child import Child
from drivers.speech.descriptors import closing, in_memory, nowhere
from drivers.speech.engine import ChildSpeech, Utterance
from drivers.speech.headphones import Headphones
from drivers.speech.player import Player
from drivers.speech.synthesizer import WORDS_PER_MINUTE, Synthesizer, amplitude
from drivers.transport.deadline import Clock

VOICES = {
    # "cmn" of espeak-ng 1.51 (Debian 12, Ubuntu 24.04) says the tones as English numbers, "ling two";
    # this voice is right there and in 1.52 (espeak-ng issues 1028 and 1370)
    SpokenLanguage.MANDARIN: "cmn-latn-pinyin",
    SpokenLanguage.CANTONESE: "yue",
    SpokenLanguage.ENGLISH: "en-gb",
}


class Espeak(Synthesizer):
    """Makes the first sound within 30 ms, and speaks many times faster than it is heard."""

    def __init__(self, program: str = "espeak-ng") -> None:
        self._program = program

    @override
    def start(self, text: str, manner: Manner, *, gives: int) -> Child:
        command = (
            self._program,
            *("-b", "1"),  # UTF-8
            *("-v", VOICES[manner.language]),
            *("-s", str(WORDS_PER_MINUTE[manner.rate])),
            *("-a", str(amplitude(manner.loudness.gain_db))),
            "-z",  # no silence at the end
            "--stdin",
            "--stdout",
        )
        takes = in_memory(text.encode())
        with nowhere() as unheard, closing(takes):
            return Child(command, takes=takes, gives=gives, complains=unheard)


class EspeakSpeech(ChildSpeech):
    """espeak-ng into a player.

    Args:
        player: what makes it audible.
        program: another espeak-ng than the one in PATH.
        clock: by which a stuck sound is told.
        headphones: where it is heard instead while they are in.
    """

    def __init__(
        self,
        player: Player,
        program: str = "espeak-ng",
        clock: Clock = time.monotonic,
        headphones: Headphones | None = None,
    ) -> None:
        super().__init__(player, clock, headphones)
        self._voice = Espeak(program)

    @override
    def probe(self) -> None:
        super().probe()
        self._voice.probe()

    @override
    def _start(self, utterance: Utterance, text: str, manner: Manner) -> None:
        source, sink = os.pipe()
        with closing(source, sink):
            utterance.children.append(self._voice.start(text, manner, gives=sink))
            utterance.children.append(utterance.player.play_from(source, utterance.complaints))
