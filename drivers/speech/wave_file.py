# SPDX-License-Identifier: Apache-2.0
"""Sound as 16-bit samples, read from WAV files, joined and written as one."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

SAMPLE_BYTES = 2
QUIET = 300
"""Samples up to this are silence, of 32,767: some -40 dB."""
KEPT_SECONDS = 0.02
"""Silence left before and after what is heard, so that no consonant is cut."""
CHUNK_HEAD = struct.Struct("<4sI")
FORMAT = struct.Struct("<HHIIHH")
PLAIN_CODE = 1
PLAIN_CODES = {PLAIN_CODE, 0xFFFE}
"""Of uncompressed samples: the old one, and the one after which more is said."""


class NoSoundError(ValueError):
    """These bytes are no WAV file of 16-bit samples."""


@dataclass(frozen=True)
class SoundFormat:
    """How samples are to be played; the default is what espeak-ng makes."""

    hertz: int = 22_050
    channels: int = 1

    @property
    def frame_bytes(self) -> int:
        """Bytes of one moment."""
        return SAMPLE_BYTES * self.channels


@dataclass(frozen=True)
class Sound:
    """Samples in little-endian order, whole frames only."""

    format: SoundFormat
    samples: bytes = field(repr=False)

    @property
    def seconds(self) -> float:
        """How long it is heard."""
        return len(self.samples) / (self.format.hertz * self.format.frame_bytes)

    def as_wav(self) -> bytes:
        """A whole WAV file."""
        coding = FORMAT.pack(
            PLAIN_CODE,
            self.format.channels,
            self.format.hertz,
            self.format.hertz * self.format.frame_bytes,
            self.format.frame_bytes,
            SAMPLE_BYTES * 8,
        )
        chunks = ((b"fmt ", coding), (b"data", self.samples))
        body = b"".join(CHUNK_HEAD.pack(name, len(data)) + data for name, data in chunks)
        return CHUNK_HEAD.pack(b"RIFF", len(b"WAVE" + body)) + b"WAVE" + body

    def changed_by(self, gain_db: float) -> "Sound":
        """Softer by so many dB, given as a negative number; none is louder, so that none clips.

        Raises:
            ValueError: it would be louder.
        """
        if gain_db > 0:
            raise ValueError(gain_db)
        if not gain_db:
            return self
        factor = 10 ** (gain_db / 20)
        form = f"<{len(self.samples) // SAMPLE_BYTES}h"
        changed = [int(one * factor) for one in struct.unpack(form, self.samples)]
        return Sound(self.format, struct.pack(form, *changed))

    def trimmed(self) -> "Sound":
        """Without the silence around it; silence through and through becomes nothing."""
        samples = struct.unpack(f"<{len(self.samples) // SAMPLE_BYTES}h", self.samples)
        heard = [place for place, one in enumerate(samples) if abs(one) > QUIET]
        if not heard:
            return Sound(self.format, b"")
        kept = int(KEPT_SECONDS * self.format.hertz) * self.format.frame_bytes
        begin = heard[0] * SAMPLE_BYTES // self.format.frame_bytes * self.format.frame_bytes
        end = (heard[-1] * SAMPLE_BYTES // self.format.frame_bytes + 1) * self.format.frame_bytes
        return Sound(self.format, self.samples[max(0, begin - kept) : end + kept])


def read_wav(data: bytes) -> Sound:
    """The sound of a WAV file, also of one whose header does not know how long it is.

    Raises:
        NoSoundError: it is none, or of another kind than 16-bit samples.
    """
    sound_format = None
    for name, body in _chunks(data):
        if name == b"fmt ":
            sound_format = _format(body)
        elif name == b"data" and sound_format:
            whole = len(body) // sound_format.frame_bytes * sound_format.frame_bytes
            return Sound(sound_format, body[:whole])
    raise NoSoundError


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The named parts of a RIFF file; the last one ends with the file, whatever it says."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise NoSoundError
    place = 12
    while place + CHUNK_HEAD.size <= len(data):
        name, size = CHUNK_HEAD.unpack_from(data, place)
        place += CHUNK_HEAD.size
        yield name, data[place : place + size]
        place += size + size % 2


def _format(body: bytes) -> SoundFormat:
    if len(body) < FORMAT.size:
        raise NoSoundError
    coding, channels, hertz, _, _, bits = FORMAT.unpack_from(body)
    if coding not in PLAIN_CODES or bits != SAMPLE_BYTES * 8 or not channels or not hertz:
        raise NoSoundError
    return SoundFormat(hertz, channels)


def silence(sound_format: SoundFormat, seconds: float) -> Sound:
    """Nothing to hear."""
    return Sound(sound_format, bytes(int(seconds * sound_format.hertz) * sound_format.frame_bytes))


def joined(sounds: Iterable[Sound], sound_format: SoundFormat) -> Sound:
    """One after the other, without a gap."""
    return Sound(sound_format, b"".join(sound.samples for sound in sounds))
