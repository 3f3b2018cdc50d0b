# SPDX-License-Identifier: Apache-2.0
"""The voice of recordings: clips joined in memory and played by one child."""

import time
from pathlib import Path

from typing_extensions import override

from drivers.speech.abstract import Manner, Rate, SpokenLanguage
from drivers.speech.clip_folder import ClipFolder, read_clip
from drivers.speech.engine import ChildSpeech, Utterance
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.headphones import Headphones
from drivers.speech.player import Player
from drivers.transport.deadline import Clock


class ClipSpeech(ChildSpeech):
    """Says only what was recorded; a rate without recordings of its own sounds normal.

    Args:
        player: what makes it audible.
        folder: where a ClipFolder lies.
        clock: by which a stuck sound is told.
        headphones: where it is heard instead while they are in.
    """

    def __init__(
        self,
        player: Player,
        folder: Path,
        clock: Clock = time.monotonic,
        headphones: Headphones | None = None,
    ) -> None:
        super().__init__(player, clock, headphones)
        self._clips = ClipFolder(folder)

    @override
    def probe(self) -> None:
        """Also reads every clip."""
        super().probe()
        files = [
            file
            for language in SpokenLanguage
            for file in self._clips.clips(language, Rate.NORMAL).values()
        ]
        if not files:
            raise SpeechError(SpeechReason.NO_CLIPS, folder=self._clips.path)
        for file in files:
            read_clip(file)

    @override
    def _start(self, utterance: Utterance, text: str, manner: Manner) -> None:
        sound = self._clips.sound_of(text, manner.language, manner.rate)
        utterance.children.append(
            utterance.player.play(sound.changed_by(manner.loudness.gain_db), utterance.complaints)
        )
