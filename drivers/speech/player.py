# SPDX-License-Identifier: Apache-2.0
"""The program that turns a WAV stream into sound, and what its complaints mean."""

from dataclasses import dataclass
from pathlib import Path

from drivers.speech.child import KILLED_SECONDS, Child, Command
from drivers.speech.descriptors import LARGEST_COMPLAINT, closing, content, in_memory, nowhere
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.wave_file import Sound, SoundFormat, silence

PROBE_SECONDS = 2.0
PROBE_SOUND = silence(SoundFormat(), 0.05)

COMPLAINTS = (
    (b"busy", SpeechReason.SOUND_BUSY),
    (b"permission denied", SpeechReason.SOUND_REFUSED),
    (b"no such", SpeechReason.NO_SOUND_CARD),
    (b"unknown pcm", SpeechReason.NO_SOUND_CARD),
    (b"connection refused", SpeechReason.NO_SOUND_CARD),
)
"""What ALSA writes before `aplay` gives up, the more telling first."""


@dataclass(frozen=True)
class Player:
    """Reads a WAV stream from its standard input and ends when it was heard."""

    command: Command
    cards: Path = Path("/proc/asound/cards")
    """Which sound cards there are, in the kernel's words."""

    @classmethod
    def aplay(cls, device: str = "") -> "Player":
        """ALSA's own player, on the default sound card or on one named as `aplay -L` names it."""
        return cls(("aplay", "-q", *(("-D", device) if device else ()), "-"))

    def probe(self) -> None:
        """Play 50 ms of silence.

        Raises:
            SpeechError: nothing can be heard on this machine.
        """
        complaints = in_memory()
        with closing(complaints):
            child = self.play(PROBE_SOUND, complaints)
            is_through = child.wait(PROBE_SECONDS)
            child.kill()
            child.wait(KILLED_SECONDS)
            if not is_through:
                raise SpeechError(SpeechReason.STUCK, program=self.command[0])
            if child.status:
                raise SpeechError(reason_of(content(complaints, LARGEST_COMPLAINT)))

    def listed_cards(self) -> bytes:
        """What the kernel says of the sound cards; empty where it knows of no sound at all."""
        try:
            return self.cards.read_bytes()
        except OSError:
            return b""

    def play(self, sound: Sound, complaints: int) -> Child:
        """Begin to play a whole sound.

        Raises:
            SpeechError: NO_PROGRAM.
        """
        source = in_memory(sound.as_wav())
        with closing(source):
            return self.play_from(source, complaints)

    def play_from(self, source: int, complaints: int) -> Child:
        """Begin to play what comes out of this descriptor.

        Raises:
            SpeechError: NO_PROGRAM.
        """
        with nowhere() as unheard:
            return Child(self.command, takes=source, gives=unheard, complains=complaints)


def reason_of(complaint: bytes) -> SpeechReason:
    """Why a player gave up."""
    said = complaint.lower()
    found = (reason for words, reason in COMPLAINTS if words in said)
    return next(found, SpeechReason.PLAYER_FAILED)
