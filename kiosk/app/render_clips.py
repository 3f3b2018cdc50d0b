# SPDX-License-Identifier: Apache-2.0
"""`kiosk render-clips`: makes the clips that were never recorded."""

from pathlib import Path
from typing import TextIO

from drivers.speech.abstract import SpokenLanguage
from drivers.speech.clip_folder import ClipFolder
from drivers.speech.errors import SpeechError
from drivers.speech.registry import SynthesizerKind, open_synthesizer
from kiosk.texts import Texts, load_texts


def render_clips(folder: Path, engine: str, language: str, out: TextIO) -> int:
    """Letters, numbers and the lines of phrases.txt, in every spoken language; 1 if one fails.

    Clips that are there stay as they are, and a line that can have none does not stop the others.
    """
    texts = load_texts(language)
    clips, voice = ClipFolder(folder), open_synthesizer(SynthesizerKind(engine))
    is_whole = True
    try:
        for spoken in SpokenLanguage:
            is_whole &= _lines_are_fit(clips, spoken, texts, out)
            missing = clips.missing(spoken)
            for phrase in missing:
                clips.render(phrase, spoken, voice)
            place = folder / spoken
            out.write(texts("command.clips_made", count=len(missing), folder=place) + "\n")
    except SpeechError as error:
        out.write(texts(error.key) + "\n")
        return 1
    except OSError as error:
        out.write(texts("command.clips_not_written", folder=folder, problem=error.strerror) + "\n")
        return 1
    return 0 if is_whole else 1


def _lines_are_fit(clips: ClipFolder, spoken: SpokenLanguage, texts: Texts, out: TextIO) -> bool:
    """Tell each line of phrases.txt that can have no recording."""
    unfit = clips.unfit_lines(spoken)
    out.writelines(
        texts(f"command.clips_{one.problem}", file=one.file, line=one.line) + "\n" for one in unfit
    )
    return not unfit
