# SPDX-License-Identifier: Apache-2.0
"""A program that makes sound of a text, without playing it."""

from abc import ABC, abstractmethod
from math import ceil

from drivers.speech.abstract import Manner, Rate, SpokenLanguage
from drivers.speech.child import KILLED_SECONDS, Child
from drivers.speech.descriptors import closing, content, in_memory
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.wave_file import NoSoundError, Sound, read_wav

SYNTHESIS_SECONDS = 10.0
PROBE_SECONDS = 2.0
"""For one digit in one language, imports and all."""

LARGEST_SOUND = 32 * 1024 * 1024
"""Twelve minutes of espeak-ng."""

WORDS_PER_MINUTE = {Rate.SLOW: 120, Rate.NORMAL: 160, Rate.FAST: 200}
"""As both programs count."""


FINEST_STEPS = 55
"""That both programs tell between silence and an amplitude of 100."""


def amplitude(gain_db: float) -> int:
    """What both programs are asked for to change their usual sound, of amplitude 100, by so much."""
    steps = round(FINEST_STEPS * 10 ** (gain_db / 20))
    return ceil(steps * 100 / FINEST_STEPS)


class Synthesizer(ABC):
    """Starts a process that writes the sound of one text as a WAV stream."""

    @abstractmethod
    def start(self, text: str, manner: Manner, *, gives: int) -> Child:
        """Begin to write into this descriptor, which stays the caller's.

        Raises:
            SpeechError: NO_PROGRAM, or NO_VOICE.
        """

    def probe(self) -> None:
        """Make a digit in every language, in at most 6 seconds.

        Raises:
            SpeechError: NO_PROGRAM, NO_VOICE or STUCK.
        """
        for language in SpokenLanguage:
            self.sound_of("1", language, seconds=PROBE_SECONDS)

    def sound_of(
        self,
        text: str,
        language: SpokenLanguage,
        rate: Rate = Rate.NORMAL,
        seconds: float = SYNTHESIS_SECONDS,
    ) -> Sound:
        """The whole sound of a text that is spelled for the ear, in at most so many seconds.

        Raises:
            SpeechError: NO_PROGRAM, NO_VOICE or STUCK.
        """
        gives = in_memory()
        with closing(gives):
            child = self.start(text, Manner(language, rate), gives=gives)
            is_through = child.wait(seconds)
            child.kill()
            child.wait(KILLED_SECONDS)
            if not is_through:
                raise SpeechError(SpeechReason.STUCK, language=language)
            if child.status:
                raise SpeechError(SpeechReason.NO_VOICE, language=language)
            try:
                return read_wav(content(gives, LARGEST_SOUND))
            except NoSoundError as error:
                raise SpeechError(SpeechReason.NO_VOICE, language=language) from error
