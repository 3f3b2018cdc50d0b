# SPDX-License-Identifier: Apache-2.0
"""Recordings in a folder: one WAV file a phrase, named as the phrase, a folder for each language."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from drivers.speech.abstract import Rate, SpokenLanguage
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.phrases import Words, covered, parts_of, words_of, written
from drivers.speech.spelling import alphabet, for_ear
from drivers.speech.synthesizer import Synthesizer
from drivers.speech.wave_file import NoSoundError, Sound, joined, read_wav, silence

PAUSE_SECONDS = 0.25
GAP_SECONDS = 0.03
PHRASES = "phrases.txt"
"""In the folder of a language: what the hall wants recorded besides numbers and letters, a line each."""
LARGEST_CLIP = 8 * 1024 * 1024
LONGEST_NAME = 255 - len(".part")
"""Bytes of a phrase that can be the name of a file."""


class PhraseProblem(StrEnum):
    """Why phrases of a hall's own can have no recording."""

    NOT_UTF_8 = "not_utf_8"
    """So the whole file cannot be read; often it was saved as GBK."""
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class UnfitLine:
    """A line of phrases.txt, from 1, that can have no recording."""

    problem: PhraseProblem
    file: Path
    line: int


@dataclass(frozen=True)
class ClipFolder:
    """`cmn/请.wav`, `cmn/零.wav` and so on; slower ones, where there are any, in `cmn/slow/`.

    Concurrency: reads the disk on each call, so that new recordings are heard at once.
    """

    path: Path

    def sound_of(self, text: str, language: SpokenLanguage, rate: Rate) -> Sound:
        """A text that is spelled for the ear.

        Raises:
            SpeechError: NO_CLIPS, CLIP_MISSING or CLIP_UNFIT.
        """
        clips = self.clips(language, rate)
        if not clips:
            raise SpeechError(SpeechReason.NO_CLIPS, folder=self.path / language)
        parts = [covered(words, clips) for words in parts_of(text)]
        if None in parts:
            raise SpeechError(SpeechReason.CLIP_MISSING, folder=self.path / language)
        return _join([[read_clip(file) for file in part] for part in parts if part])

    def clips(self, language: SpokenLanguage, rate: Rate) -> dict[Words, Path]:
        """The files by what they say; those of the rate before those without."""
        folder = self.path / language
        files = [*_wav_files(folder), *_wav_files(folder / rate)]
        return {words: file for file in files if (words := words_of(file.stem))}

    def missing(self, language: SpokenLanguage) -> list[str]:
        """Letters, numbers and phrases of phrases.txt that were never recorded, in their order.

        Those that can have no recording are left out; see `unfit_lines`.
        """
        own = (phrase for _, phrase in self._phrases(language) if _has_room(phrase))
        wanted = [*alphabet(language), *own]
        known = set(self.clips(language, Rate.NORMAL))
        lacking: dict[Words, str] = {}
        for phrase in wanted:
            words = words_of(phrase)
            if words and words not in known:
                lacking.setdefault(words, phrase)
        return list(lacking.values())

    def unfit_lines(self, language: SpokenLanguage) -> list[UnfitLine]:
        """What is wrong with phrases.txt; each line once."""
        file = self.path / language / PHRASES
        try:
            long = [line for line, phrase in self._own(language) if not _has_room(phrase)]
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            return [UnfitLine(PhraseProblem.NOT_UTF_8, file, line)]
        return [UnfitLine(PhraseProblem.TOO_LONG, file, line) for line in dict.fromkeys(long)]

    def render(self, phrase: str, language: SpokenLanguage, voice: Synthesizer) -> Path:
        """Make the file of one phrase.

        Raises:
            SpeechError: the engine could not.
            OSError: the folder cannot be written.
        """
        sound = voice.sound_of(phrase, language).trimmed()
        folder = self.path / language
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{written(words_of(phrase))}.wav"
        unfinished = file.with_suffix(".part")
        unfinished.write_bytes(sound.as_wav())
        unfinished.replace(file)
        return file

    def _phrases(self, language: SpokenLanguage) -> list[tuple[int, str]]:
        """As `_own`; none of a file that cannot be read."""
        try:
            return list(self._own(language))
        except UnicodeDecodeError:
            return []

    def _own(self, language: SpokenLanguage) -> Iterator[tuple[int, str]]:
        """The hall's own by line, cut where a pause is, without numbers that would never come again."""
        file = self.path / language / PHRASES
        text = file.read_bytes().decode("utf-8-sig") if file.is_file() else ""
        for line, phrases in enumerate(text.splitlines(), start=1):
            for words in parts_of(for_ear(phrases, language)):
                yield line, written(words)


def read_clip(file: Path) -> Sound:
    """One recording.

    Raises:
        SpeechError: CLIP_UNFIT.
    """
    try:
        with file.open("rb") as opened:
            return read_wav(opened.read(LARGEST_CLIP))
    except (OSError, NoSoundError) as error:
        raise SpeechError(SpeechReason.CLIP_UNFIT, file=file) from error


def _has_room(phrase: str) -> bool:
    return len(phrase.encode()) <= LONGEST_NAME


def _wav_files(folder: Path) -> list[Path]:
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return []
    return [file for file in files if file.suffix.lower() == ".wav"]


def _join(parts: list[list[Sound]]) -> Sound:
    """All in one, with a short silence after each clip and a longer one after each part."""
    sound_format = parts[0][0].format
    row: list[Sound] = []
    for part in parts:
        for sound in part:
            if sound.format != sound_format:
                raise SpeechError(SpeechReason.CLIP_UNFIT)
            row += [sound, silence(sound_format, GAP_SECONDS)]
        row.append(silence(sound_format, PAUSE_SECONDS))
    return joined(row, sound_format)
