# SPDX-License-Identifier: Apache-2.0
"""Says what it is told, finds out whether the machine can be heard, and recovers by itself."""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from typing_extensions import override

from drivers.speech.abstract import Loudness, Rate, SpeechEngine, SpokenLanguage
from drivers.speech.errors import SpeechError, SpeechReason
from kiosk.flow.events import Event, HeadphonesChanged, SpeechEnded, VoiceChanged
from kiosk.runner.device_worker import DeviceWorker

logger = logging.getLogger(__name__)

SPEAKING_SECONDS = 0.2
"""Between two looks at what is being said."""
QUIET_SECONDS = 0.5
"""Between two looks at the sound cards while nothing is said."""
QUIET_LOOKS = 120
"""A voice that nobody used for a minute is probed: nobody would hear that it cannot be heard."""


@dataclass(frozen=True)
class Utterance:
    """A text and how it is said; what names a visitor is private, and said in headphones only."""

    text: str = field(repr=False)
    language: SpokenLanguage = SpokenLanguage.MANDARIN
    rate: Rate = Rate.NORMAL
    loudness: Loudness = Loudness.LOUD
    is_private: bool = False


@dataclass(frozen=True)
class Passage:
    """Texts that are said one after another, and the number its end is told with."""

    speech_no: int
    utterances: tuple[Utterance, ...]


class SpeechWorker(DeviceWorker):
    """Owns the voice on its own thread, which outlives all that is said.

    The newest order counts; what is ordered while nothing can be heard is forgotten. A text that
    cannot be said is left out of its passage. Whatever became of a passage, its end is told unless
    another order replaced it.
    Concurrency: `say` and `hush` come from any thread, and `post` may be called from any.
    """

    name = "voice"
    longest_step_seconds = 12.0
    """An engine may take ten seconds for its first words."""

    def __init__(self, engine: SpeechEngine, post: Callable[[Event], None]) -> None:
        super().__init__()
        self._engine = engine
        self._post = post
        self._orders = deque[Passage | None](maxlen=1)  # None: silence
        self._passage: Passage | None = None  # what is being said
        self._rest = deque[Utterance]()  # of it
        self._quiet_looks = 0
        self._has_headphones = False

    def say(self, passage: Passage) -> None:
        """Say this now, cutting off what is being said."""
        self._orders.append(passage)
        self.wake()

    def hush(self) -> None:
        """Be silent now."""
        self._orders.append(None)
        self.wake()

    @override
    def open(self) -> None:
        self._forget()  # first: what is ordered while it is probed is heard
        self._engine.probe()
        self._quiet_looks = 0

    @override
    def look(self) -> float:
        self._look_at_jack()
        try:
            self._speak()
        except SpeechError as error:
            if not error.is_text_fault:
                raise
            logger.warning("not said key=%s", error.key)
            self._engine.stop()  # which forgets the fault: it is told once
            if error.reason is SpeechReason.NO_VOICE:
                self._rest.clear()  # it has none for the rest either
            if self._passage is not None:
                return 0.0
        if not self._engine.finished:
            self._quiet_looks = 0
            return SPEAKING_SECONDS
        self._quiet_looks += 1
        return QUIET_SECONDS

    @override
    def changed(self, problem: str | None) -> None:
        self._post(VoiceChanged(problem))

    @override
    def close(self) -> None:
        """Be silent and end all helpers."""
        self._engine.close()

    def _look_at_jack(self) -> None:
        """Silence when a headphone comes or goes: what is said next is heard elsewhere."""
        has_headphones = self._engine.has_headphones
        if has_headphones == self._has_headphones:
            return
        self._has_headphones = has_headphones
        self._engine.stop()
        self._rest.clear()
        self._end()
        self._post(HeadphonesChanged(are_in=has_headphones))

    def _forget(self) -> None:
        """What was said when the sound was lost, and what was ordered since, is over."""
        if self._orders:
            self._passage = self._orders.popleft()
        self._rest.clear()
        self._end()

    def _end(self) -> None:
        if self._passage is not None:
            ended, self._passage = self._passage, None
            self._post(SpeechEnded(ended.speech_no))

    def _speak(self) -> None:
        if self._orders:
            self._obey(self._orders.popleft())
        elif self._passage is not None:
            self._go_on()
        elif self._quiet_looks >= QUIET_LOOKS or (self._quiet_looks and self._engine.is_doubtful):
            self._engine.probe()
            self._quiet_looks = 0
        reason = self._engine.fault
        if reason is not None:
            raise SpeechError(reason)

    def _obey(self, order: Passage | None) -> None:
        self._engine.stop()
        self._passage = order
        self._rest = deque(order.utterances if order else ())
        if order is not None:
            self._go_on()

    def _go_on(self) -> None:
        """The next text once the one before was heard."""
        if not self._engine.finished or self._engine.fault is not None:
            return
        if not self._rest:
            self._end()
            return
        said = self._rest.popleft()
        self._engine.say(
            said.text, said.language, said.rate, said.loudness, is_private=said.is_private
        )
