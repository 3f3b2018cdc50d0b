# SPDX-License-Identifier: Apache-2.0
"""What the complaints of aplay mean, and that the real one's are understood."""

from pathlib import Path

import pytest

from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.player import Player, reason_of


@pytest.mark.parametrize(
    ("complaint", "reason"),
    [
        (
            "aplay: main:831: audio open error: No such file or directory",
            SpeechReason.NO_SOUND_CARD,
        ),
        ("aplay: main:831: audio open error: No such device", SpeechReason.NO_SOUND_CARD),
        ("aplay: pcm_write:2127: write error: No such device", SpeechReason.NO_SOUND_CARD),
        ("audio open error: Device or resource busy", SpeechReason.SOUND_BUSY),
        ("audio open error: Permission denied", SpeechReason.SOUND_REFUSED),
        ("audio open error: Connection refused", SpeechReason.NO_SOUND_CARD),
        ("pcm_write:2127: write error: Input/output error", SpeechReason.PLAYER_FAILED),
        ("", SpeechReason.PLAYER_FAILED),
    ],
)
def test_complaints_of_aplay(complaint: str, reason: SpeechReason) -> None:
    assert reason_of(complaint.encode()) is reason


def test_the_real_aplay_says_that_there_is_no_such_card() -> None:
    with pytest.raises(SpeechError) as caught:
        Player.aplay("youhao_no_such_card").probe()

    assert caught.value.reason is SpeechReason.NO_SOUND_CARD


def test_a_card_is_named_as_aplay_names_it() -> None:
    assert Player.aplay().command == ("aplay", "-q", "-")
    assert Player.aplay("plughw:1,0").command == ("aplay", "-q", "-D", "plughw:1,0", "-")


def test_the_probe_plays_a_sound_that_nobody_hears(tmp_path: Path) -> None:
    Player(("dd", f"of={tmp_path / 'sound'}", "status=none")).probe()

    samples = (tmp_path / "sound").read_bytes()[44:]
    assert samples
    assert not any(samples)


def test_a_player_that_hangs_is_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.speech.player.PROBE_SECONDS", 0.05)
    with pytest.raises(SpeechError) as caught:
        Player(("sleep", "1000")).probe()

    assert caught.value.reason is SpeechReason.STUCK
