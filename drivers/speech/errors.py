# SPDX-License-Identifier: Apache-2.0
"""Why nothing can be heard; the words are in the language files."""

from enum import StrEnum
from typing import ClassVar

from drivers.errors import DeviceError


class SpeechReason(StrEnum):
    """Reason why a text was not, or not wholly, heard; text key `error.speech.<value>`."""

    NO_PROGRAM = "no_program"
    """The program that speaks or the one that plays is not installed."""

    NO_SOUND_CARD = "no_sound_card"
    """The machine has no sound card, or not the one that is configured."""

    SOUND_BUSY = "sound_busy"
    """Another program holds the sound card."""

    SOUND_REFUSED = "sound_refused"
    """This user may not use the sound card."""

    PLAYER_FAILED = "player_failed"
    """The player ended for a reason that it did not make clear."""

    NO_VOICE = "no_voice"
    """The engine has no voice of this language, or it ended on an error."""

    NO_CLIPS = "no_clips"
    """The folder of clips is not there, or there is nothing in it for this language."""

    CLIP_MISSING = "clip_missing"
    """Part of the text was never recorded; nothing of it is said."""

    CLIP_UNFIT = "clip_unfit"
    """A clip is no WAV file of 16 bits, or it is unlike the others in speed or channels."""

    STUCK = "stuck"
    """The sound took far longer than the text can take."""

    UNFIT = "unfit"
    """The text is empty or too long."""

    NO_HEADPHONES = "no_headphones"
    """The text is private, and no headphone is in."""

    NO_JACK = "no_jack"
    """The card does not tell of a jack of this name."""


TEXT_FAULTS = frozenset(
    {
        SpeechReason.NO_VOICE,
        SpeechReason.CLIP_MISSING,
        SpeechReason.CLIP_UNFIT,
        SpeechReason.UNFIT,
        SpeechReason.NO_HEADPHONES,
    }
)


class SpeechError(DeviceError):
    """Nothing is said; the fields hold nothing of the text."""

    family: ClassVar[str] = "speech"
    reasons: ClassVar[type[StrEnum]] = SpeechReason
    reason: SpeechReason

    def __init__(self, reason: SpeechReason, **fields: object) -> None:
        super().__init__(reason, **fields)

    @property
    def is_text_fault(self) -> bool:
        """True: the voice works, another text may be heard. False: close it and probe it again."""
        return self.reason in TEXT_FAULTS
