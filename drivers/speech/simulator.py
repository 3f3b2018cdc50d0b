# SPDX-License-Identifier: Apache-2.0
"""A voice without sound that tells what it said: for the demo and for tests."""

from dataclasses import dataclass, field

from typing_extensions import override

from drivers.speech.abstract import Loudness, Rate, SpeechEngine, SpokenLanguage
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.spelling import spell


@dataclass(frozen=True)
class Said:
    """One text as the ear would have heard it."""

    text: str = field(repr=False)
    language: SpokenLanguage
    rate: Rate
    loudness: Loudness = Loudness.LOUD
    is_in_headphones: bool = False


class SimulatedSpeech(SpeechEngine):
    """Says everything until somebody calls `end`, or in no time at all.

    Lifetime: audible when created.
    Concurrency: one thread, also for `end`, `go_silent` and `sound_again`.

    Args:
        is_hasty: each text has ended as soon as it was said.
    """

    def __init__(self, *, is_hasty: bool = False) -> None:
        self._is_hasty = is_hasty
        self.said: list[Said] = []
        """All texts since its creation."""
        self._has_headphones = False
        self._is_speaking = False
        self._fault: SpeechReason | None = None
        self._problem: SpeechReason | None = None
        self._had_card = True

    def end(self) -> None:
        """The text was heard to its end."""
        self._is_speaking = False

    def go_silent(self, problem: SpeechReason = SpeechReason.NO_SOUND_CARD) -> None:
        """Pull the loudspeaker."""
        self._problem = problem
        self._break()

    def sound_again(self) -> None:
        """Put it back; the next text is heard."""
        self._problem = None

    def plug_in(self) -> None:
        """Put a headphone in."""
        self._has_headphones = True

    def pull_out(self) -> None:
        """Take it out."""
        self._has_headphones = False

    @property
    @override
    def has_headphones(self) -> bool:
        return self._has_headphones

    @override
    def probe(self) -> None:
        self.stop()
        self._had_card = self._has_card
        if self._problem:
            raise SpeechError(self._problem)

    @property
    @override
    def is_doubtful(self) -> bool:
        return self._has_card != self._had_card

    @override
    def say(
        self,
        text: str,
        language: SpokenLanguage = SpokenLanguage.MANDARIN,
        rate: Rate = Rate.NORMAL,
        loudness: Loudness = Loudness.LOUD,
        *,
        is_private: bool = False,
    ) -> None:
        self.stop()
        spelled = spell(text, language)
        if is_private and not self._has_headphones:
            raise SpeechError(SpeechReason.NO_HEADPHONES)
        self.said.append(Said(spelled, language, rate, loudness, self._has_headphones))
        self._is_speaking = not self._is_hasty
        self._break()

    @override
    def stop(self) -> None:
        self._is_speaking = False
        self._fault = None

    @property
    @override
    def finished(self) -> bool:
        return not self._is_speaking

    @property
    @override
    def fault(self) -> SpeechReason | None:
        return self._fault

    @override
    def close(self) -> None:
        self.stop()

    @property
    def _has_card(self) -> bool:
        return self._problem is not SpeechReason.NO_SOUND_CARD

    def _break(self) -> None:
        if self._is_speaking and self._problem:
            self._is_speaking = False
            self._fault = self._problem
