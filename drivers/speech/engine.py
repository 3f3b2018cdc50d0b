# SPDX-License-Identifier: Apache-2.0
"""What all voices share that play through a child process: one utterance at a time, and its end."""

import os
import time
from abc import abstractmethod
from dataclasses import dataclass, field

from typing_extensions import override

from drivers.speech.abstract import Loudness, Manner, Rate, SpeechEngine, SpokenLanguage
from drivers.speech.child import KILLED_SECONDS, Child
from drivers.speech.descriptors import LARGEST_COMPLAINT, content, in_memory
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.headphones import Headphones
from drivers.speech.player import Player, reason_of
from drivers.speech.spelling import spell
from drivers.transport.deadline import Clock, Deadline

SILENT_SECONDS = 0.05
"""How long `stop` waits for the player; all others are waited for later."""


SLOWEST_CHARACTER_SECONDS = 0.8
SLOWEST_START_SECONDS = 10.0


@dataclass
class Utterance:
    """The processes of one text, in the order of the sound; the last one plays it.

    Attributes:
        player: what it is heard from.
        complaints: what the player writes, a descriptor of its own.
        children: filled while they are started.
    """

    player: Player
    complaints: int = field(default_factory=in_memory)
    children: list[Child] = field(default_factory=list)

    def kill(self) -> None:
        """Silence first, then the rest."""
        for child in reversed(self.children):
            child.kill()

    def wait(self, seconds: float) -> bool:
        """Whether all have ended within so many seconds."""
        deadline = Deadline(seconds)
        ended = [child.wait(deadline.remaining_seconds) for child in self.children]
        return all(ended)

    def wait_for_silence(self, seconds: float) -> None:
        """Until the last one has ended, at most so many seconds."""
        for player in self.children[-1:]:
            player.wait(seconds)

    def close(self) -> None:
        """Forget the complaints; the children must have ended."""
        os.close(self.complaints)

    @property
    def is_made(self) -> bool:
        """True when the whole sound waits for the player, or nothing more will come."""
        return all(maker.wait(0) for maker in self.children[:-1])

    @property
    def is_unheard(self) -> bool:
        """True when the player has ended and said that it could not play."""
        return bool(self.children[-1].status)

    @property
    def problem(self) -> SpeechReason | None:
        """Why it was not heard; asked when all children have ended."""
        *makers, player = self.children
        # when the player gives up, the pipe kills who makes the sound: then only its own word counts
        if any((maker.status or 0) > 0 if player.status else maker.status for maker in makers):
            return SpeechReason.NO_VOICE
        return reason_of(content(self.complaints, LARGEST_COMPLAINT)) if player.status else None


class ChildSpeech(SpeechEngine):
    """A voice whose sound comes out of a Player.

    A backend says in `_start` which processes make the sound of a text, and may have more to
    probe and to close.
    """

    def __init__(
        self,
        player: Player,
        clock: Clock = time.monotonic,
        headphones: Headphones | None = None,
    ) -> None:
        self._player = player
        self._headphones = headphones
        self._clock = clock
        self._utterance: Utterance | None = None
        self._ends_by = Deadline(0, clock)
        self._dying: list[Utterance] = []
        self._fault: SpeechReason | None = None
        self._probed_cards = b""

    @abstractmethod
    def _start(self, utterance: Utterance, text: str, manner: Manner) -> None:
        """Start the processes for a text that is spelled for the ear, the player last.

        Raises:
            SpeechError: what has been started is ended by the caller.
        """

    def _prepare(self) -> None:
        """Get ready for the next text; called whenever the making of one has come to its end."""

    @override
    def probe(self) -> None:
        self._silence()
        self._probed_cards = (
            self._player.listed_cards()
        )  # first: one that goes meanwhile is noticed
        self._player.probe()

    @property
    @override
    def is_doubtful(self) -> bool:
        return self._player.listed_cards() != self._probed_cards

    @property
    @override
    def has_headphones(self) -> bool:
        return self._headphones is not None and self._headphones.are_in

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
        self._silence()
        spelled = spell(text, language)
        utterance = Utterance(self._heard_from(is_private=is_private))
        try:
            self._start(utterance, spelled, Manner(language, rate, loudness))
        except SpeechError:
            self._end(utterance)
            raise
        self._utterance = utterance
        seconds = SLOWEST_START_SECONDS + SLOWEST_CHARACTER_SECONDS * len(spelled)
        self._ends_by = Deadline(seconds, self._clock)

    @override
    def stop(self) -> None:
        self._silence()
        self._prepare()

    @property
    @override
    def finished(self) -> bool:
        self._look()
        return self._utterance is None

    @property
    @override
    def fault(self) -> SpeechReason | None:
        self._look()
        return self._fault

    @override
    def close(self) -> None:
        self._silence()
        deadline = Deadline(KILLED_SECONDS)
        for utterance in self._dying:
            utterance.wait(deadline.remaining_seconds)
        self._bury()

    def _heard_from(self, *, is_private: bool) -> Player:
        """Asked anew for each text: a headphone may have gone since the one before."""
        if self._headphones is not None and self._headphones.are_in:
            return self._headphones.player
        if is_private:
            raise SpeechError(SpeechReason.NO_HEADPHONES)
        return self._player

    def _silence(self) -> None:
        self._fault = None
        if self._utterance:
            self._end(self._utterance)
        self._bury()

    def _look(self) -> None:
        """See whether what is being said has ended, and how."""
        self._bury()
        utterance = self._utterance
        if utterance is None:
            return
        if utterance.wait(0):
            self._fault = utterance.problem
            utterance.close()
            self._utterance = None
        elif self._ends_by.is_over:
            self._end(utterance)
            self._fault = SpeechReason.STUCK
        elif utterance.is_unheard:
            utterance.kill()  # a maker that has nothing to say yet would not notice
        if utterance.is_made:
            self._prepare()

    def _end(self, utterance: Utterance) -> None:
        """Kill, and wait a little for the player."""
        self._utterance = None
        utterance.kill()
        self._dying.append(utterance)
        utterance.wait_for_silence(SILENT_SECONDS)
        self._bury()

    def _bury(self) -> None:
        """Forget the utterances whose children have all ended."""
        ended = [one for one in self._dying if one.wait(0)]
        for utterance in ended:
            self._dying.remove(utterance)
            utterance.close()
