# SPDX-License-Identifier: Apache-2.0
"""Every kind that kiosk.toml can name makes a voice, and starts nothing."""

from pathlib import Path

import pytest

from drivers.speech.clips import ClipSpeech
from drivers.speech.espeak import Espeak, EspeakSpeech
from drivers.speech.pyttsx3_engine import Pyttsx3, Pyttsx3Speech
from drivers.speech.registry import (
    SpeechConfig,
    SpeechKind,
    SynthesizerKind,
    open_speech,
    open_synthesizer,
)
from drivers.speech.simulator import SimulatedSpeech
from tests.drivers.speech.processes import children

VOICES = {
    SpeechKind.CLIPS: ClipSpeech,
    SpeechKind.ESPEAK: EspeakSpeech,
    SpeechKind.PYTTSX3: Pyttsx3Speech,
    SpeechKind.SIMULATOR: SimulatedSpeech,
}
SYNTHESIZERS = {SynthesizerKind.ESPEAK: Espeak, SynthesizerKind.PYTTSX3: Pyttsx3}


def test_none_is_no_voice() -> None:
    assert open_speech(SpeechConfig(SpeechKind.NONE)) is None


@pytest.mark.parametrize("kind", VOICES)
def test_each_kind_makes_its_voice_and_starts_nothing(kind: SpeechKind) -> None:
    before = children()
    engine = open_speech(SpeechConfig(kind, Path("clips"), "plughw:1,0"))

    assert engine is not None
    assert type(engine) is VOICES[kind]
    assert engine.finished
    assert children() == before


@pytest.mark.parametrize("kind", SynthesizerKind)
def test_each_kind_makes_its_synthesizer(kind: SynthesizerKind) -> None:
    assert type(open_synthesizer(kind)) is SYNTHESIZERS[kind]
