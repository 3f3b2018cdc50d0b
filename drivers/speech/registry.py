# SPDX-License-Identifier: Apache-2.0
"""Which voices there are; the only module that names them. The demo takes its simulated one from here too."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from drivers.speech.abstract import SpeechEngine
from drivers.speech.headphones import Headphones
from drivers.speech.player import Player
from drivers.speech.simulator import SimulatedSpeech
from drivers.speech.synthesizer import Synthesizer

__all__ = [
    "SimulatedSpeech",
    "SpeechConfig",
    "SpeechKind",
    "SynthesizerKind",
    "open_speech",
    "open_speech_on",
    "open_synthesizer",
]


class SpeechKind(StrEnum):
    """The voices that kiosk.toml can name."""

    NONE = "none"
    CLIPS = "clips"
    ESPEAK = "espeak"
    PYTTSX3 = "pyttsx3"
    SIMULATOR = "simulator"


class SynthesizerKind(StrEnum):
    """The programs that can render clips."""

    ESPEAK = "espeak"
    PYTTSX3 = "pyttsx3"


@dataclass(frozen=True)
class SpeechConfig:
    """Which voice, and where it is heard.

    Attributes:
        kind: which backend.
        clips: a ClipFolder; only CLIPS needs it.
        device: the sound card as `aplay -L` names it; empty for the default one.
        headphones: another one, that is heard in a headphone alone; empty for none.
        jack: of its card, as `amixer controls` names it.
    """

    kind: SpeechKind
    clips: Path = Path("clips")
    device: str = ""
    headphones: str = ""
    jack: str = "Headphone Jack"

    @property
    def headphones_there(self) -> Headphones | None:
        """The jack for headphones, where there is one."""
        return Headphones.of_alsa(self.headphones, self.jack) if self.headphones else None


def open_speech(config: SpeechConfig) -> SpeechEngine | None:
    """The voice of this configuration, if any; nothing is started before its first call."""
    return open_speech_on(Player.aplay(config.device), config)


def open_speech_on(player: Player, config: SpeechConfig) -> SpeechEngine | None:
    """The same voice through another player, whatever device is configured."""
    headphones = config.headphones_there
    match config.kind:
        case SpeechKind.NONE:
            return None
        case SpeechKind.CLIPS:
            from drivers.speech.clips import ClipSpeech

            return ClipSpeech(player, config.clips, headphones=headphones)
        case SpeechKind.ESPEAK:
            from drivers.speech.espeak import EspeakSpeech

            return EspeakSpeech(player, headphones=headphones)
        case SpeechKind.PYTTSX3:
            from drivers.speech.pyttsx3_engine import Pyttsx3Speech

            return Pyttsx3Speech(player, headphones=headphones)
        case SpeechKind.SIMULATOR:
            return SimulatedSpeech()
        case _:
            assert_never(config.kind)


def open_synthesizer(kind: SynthesizerKind) -> Synthesizer:
    """The program that makes clips."""
    match kind:
        case SynthesizerKind.ESPEAK:
            from drivers.speech.espeak import Espeak

            return Espeak()
        case SynthesizerKind.PYTTSX3:
            from drivers.speech.pyttsx3_engine import Pyttsx3

            return Pyttsx3()
        case _:
            assert_never(kind)
