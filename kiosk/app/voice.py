# SPDX-License-Identifier: Apache-2.0
"""Which voice kiosk.toml asks for."""

from pathlib import Path

from drivers.speech.abstract import SpeechEngine
from drivers.speech.registry import SpeechConfig, SpeechKind, open_speech
from kiosk.settings.model import Settings


def open_voice(settings: Settings) -> SpeechEngine | None:
    """The voice of kiosk.toml, if any; nothing is started before its first call."""
    speech = settings.speech
    clips = speech.clips_dir or Path()
    return open_speech(SpeechConfig(SpeechKind(speech.kind), clips, speech.sound_card or ""))
