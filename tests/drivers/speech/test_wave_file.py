# SPDX-License-Identifier: Apache-2.0
"""WAV files, also those of strangers."""

import io
import wave

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.speech.wave_file import NoSoundError, Sound, SoundFormat, joined, read_wav, silence
from tests.drivers.speech.clips import beep

PLAIN = SoundFormat()
STEREO = SoundFormat(48_000, 2)
WAV = beep(50).as_wav()


def test_a_sound_is_read_back_as_it_was_written() -> None:
    for sound in (beep(1000), beep(33, STEREO), silence(PLAIN, 0.1)):
        assert read_wav(sound.as_wav()) == sound


def test_pythons_own_reader_reads_the_same() -> None:
    with wave.open(io.BytesIO(beep(33, STEREO).as_wav())) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 2, 2)
        assert file.readframes(99) == beep(33, STEREO).samples


def test_a_header_that_does_not_know_the_length_is_read_to_the_end() -> None:
    """As espeak-ng writes it into a pipe."""
    endless = WAV[:4] + b"\x24\xf0\xff\x7f" + WAV[8:40] + b"\x00\xf0\xff\x7f" + WAV[44:]

    assert read_wav(endless) == beep(50)


def test_other_chunks_are_passed_over() -> None:
    with_title = WAV[:12] + b"LIST\x03\x00\x00\x00abc\x00" + WAV[12:]

    assert read_wav(with_title) == beep(50)


def test_half_a_frame_at_the_end_is_left_out() -> None:
    assert read_wav(WAV + b"\x01").samples == beep(50).samples


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF",
        b"ID3\x04 an mp3 file by another name",
        WAV[:36],
        WAV[:34] + b"\x08\x00" + WAV[36:],
        WAV[:20] + b"\x55\x00" + WAV[22:],
        WAV[:22] + b"\x00\x00" + WAV[24:],
    ],
    ids=["empty", "short", "mp3", "no samples", "8 bits", "compressed", "no channel"],
)
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(NoSoundError):
        read_wav(data)


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: WAV[:36] + tail))
def test_any_bytes_are_a_sound_or_refused(data: bytes) -> None:
    try:
        sound = read_wav(data)
    except NoSoundError:
        return
    assert len(sound.samples) <= len(data)
    assert len(sound.samples) % sound.format.frame_bytes == 0


def test_trimming_takes_the_silence_and_leaves_the_sound() -> None:
    quiet = silence(PLAIN, 1)
    trimmed = joined([quiet, beep(1000), quiet], PLAIN).trimmed()

    assert beep(1000).samples in trimmed.samples
    assert trimmed.seconds < beep(1000).seconds + 0.05
    assert quiet.trimmed().samples == b""


def test_trimming_stereo_keeps_both_channels_together() -> None:
    one_sided = Sound(STEREO, b"\x00\x00\x00\x30" * 10)

    assert one_sided.trimmed() == one_sided
