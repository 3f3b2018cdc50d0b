# SPDX-License-Identifier: Apache-2.0
"""Recordings for tests: a beep of its own length for each word."""

import struct
from collections.abc import Iterable
from pathlib import Path

from drivers.speech.abstract import SpokenLanguage
from drivers.speech.spelling import alphabet
from drivers.speech.wave_file import Sound, SoundFormat

LOUD = 9000
PLAIN = SoundFormat()


def beep(samples: int, sound_format: SoundFormat = PLAIN) -> Sound:
    """A square of so many samples."""
    wave = [LOUD if place % 40 < 20 else -LOUD for place in range(samples * sound_format.channels)]
    return Sound(sound_format, struct.pack(f"<{len(wave)}h", *wave))


def record_beeps(folder: Path, extra: Iterable[str] = ()) -> None:
    """All numbers, letters and these words, in all languages."""
    for language in SpokenLanguage:
        (folder / language).mkdir(parents=True)
        for number, phrase in enumerate([*alphabet(language), *extra]):
            wav = beep(100 + number).as_wav()
            (folder / language / f"{phrase}.wav").write_bytes(wav)
