# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from drivers.speech.errors import SpeechError, SpeechReason
from kiosk.app.voice import open_voice
from kiosk.settings.load import load_settings
from tests.drivers.speech.clips import record_beeps
from tests.kiosk.settings.samples import SMALL, write


def test_without_a_section_there_is_no_voice(tmp_path: Path) -> None:
    assert open_voice(load_settings(write(tmp_path, SMALL))) is None


@pytest.mark.parametrize("kind", ["espeak", "pyttsx3", "clips"])
def test_a_voice_uses_the_sound_card_and_the_clips_of_the_file(tmp_path: Path, kind: str) -> None:
    record_beeps(tmp_path / "clips", extra=("请",))
    section = f'[speech]\nkind = "{kind}"\nclips_dir = "clips"\nsound_card = "youhao_no_card"\n'
    voice = open_voice(load_settings(write(tmp_path, f"{SMALL}\n{section}")))
    assert voice is not None

    with pytest.raises(SpeechError) as caught:
        voice.probe()
    voice.say("请 3")
    voice.close()

    assert caught.value.reason is SpeechReason.NO_SOUND_CARD
