# SPDX-License-Identifier: Apache-2.0
"""What every voice can do for its caller; knows no screen, no visitor and no order of messages."""

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import NamedTuple

from drivers.speech.errors import SpeechReason

LONGEST_TEXT = 1000
"""Characters of one utterance; some three minutes."""


class SpokenLanguage(StrEnum):
    """What a text is read in; the values are the codes of ISO 639-3, and the folders of clips."""

    MANDARIN = "cmn"
    CANTONESE = "yue"
    ENGLISH = "eng"


class Rate(StrEnum):
    """How fast; SLOW is for older visitors."""

    SLOW = "slow"
    NORMAL = "normal"
    FAST = "fast"


class Loudness(StrEnum):
    """How loud; the amplifier is set so that LOUD fills the hall, and nothing is louder."""

    SOFT = "soft"
    MEDIUM = "medium"
    LOUD = "loud"

    @property
    def gain_db(self) -> float:
        """By how much the sound is changed, in dB: 18 dB from end to end, a step of 12 in it."""
        return GAINS_DB[self]


GAINS_DB = {Loudness.SOFT: -18.0, Loudness.MEDIUM: -6.0, Loudness.LOUD: 0.0}
"""The range and the step are those of EN 301 549, 8.2.1; none above 0, which could clip."""


class Manner(NamedTuple):
    """How a text is said."""

    language: SpokenLanguage
    rate: Rate = Rate.NORMAL
    loudness: Loudness = Loudness.LOUD


class SpeechEngine(ABC):
    """One voice that says one text at a time.

    Numbers, times and letters are spelled for the ear: `A023` is heard as "A 零 二 三".

    Lifetime: silent when created; `close` ends all of its child processes, and `say` after it
    begins anew. A sound card that comes back is used by the next `say`.
    Concurrency: one thread owns it and makes all calls; it must outlive what is being said.
    Deadlines: `probe` 10 s, `say` 0.2 s, `stop` 0.1 s, `has_headphones` and `say` with headphones 0.4 s, `close` 2 s, the rest at once. No thread is
    started and nothing is waited for: ask `finished` a few times a second while it speaks, for
    that is also when a stuck sound is ended.
    """

    @abstractmethod
    def probe(self) -> None:
        """Find out whether this machine can be heard; at start, and when somebody asks.

        What is being said is cut off.

        Raises:
            SpeechError: it cannot, with the reason and what it is about.
        """

    @property
    @abstractmethod
    def is_doubtful(self) -> bool:
        """True when a sound card has come or gone since the last probe; asking costs next to nothing.

        Only a probe tells whether this machine can still be heard.
        """

    @property
    @abstractmethod
    def has_headphones(self) -> bool:
        """Whether a headphone is in, which the next text is heard in; False when nobody can tell."""

    @abstractmethod
    def say(
        self,
        text: str,
        language: SpokenLanguage = SpokenLanguage.MANDARIN,
        rate: Rate = Rate.NORMAL,
        loudness: Loudness = Loudness.LOUD,
        *,
        is_private: bool = False,
    ) -> None:
        """Begin to say a text of at most LONGEST_TEXT characters, cutting off what is being said.

        In the headphone where there is one, and then nowhere else. What is private is only for a
        headphone: NO_HEADPHONES where there is none.

        Raises:
            SpeechError: nothing is said; what fails only later is told by `fault`.
        """

    @abstractmethod
    def stop(self) -> None:
        """Be silent within 50 ms; never raises, nothing happens when it is silent already."""

    @property
    @abstractmethod
    def finished(self) -> bool:
        """True when nothing is being said: never begun, ended, stopped or failed."""

    @property
    @abstractmethod
    def fault(self) -> SpeechReason | None:
        """Why the last text was not heard to its end; None while it is heard and when stopped."""

    @abstractmethod
    def close(self) -> None:
        """Be silent and end all helpers; never raises, may be called twice."""
