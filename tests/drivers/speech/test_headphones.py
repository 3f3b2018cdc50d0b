# SPDX-License-Identifier: Apache-2.0
"""Headphones: whether they are in, and that what is private is heard there and nowhere else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.speech.clips import ClipSpeech
from drivers.speech.engine import ChildSpeech
from drivers.speech.errors import SpeechReason
from drivers.speech.espeak import EspeakSpeech
from drivers.speech.headphones import Headphones, control_of
from drivers.speech.player import Player
from drivers.speech.pyttsx3_engine import Pyttsx3Speech
from tests.drivers.speech.clips import record_beeps
from tests.drivers.speech.ending import wait_until_finished
from tests.emulators.headphones import Jack
from tests.emulators.loudspeaker import Loudspeaker
from tests.reasons import reason_of

NOBODY = Player(("false",))
VOICES: dict[str, Callable[[Player, Path, Headphones], ChildSpeech]] = {
    "espeak": lambda player, path, headphones: EspeakSpeech(player, headphones=headphones),
    "pyttsx3": lambda player, path, headphones: Pyttsx3Speech(player, headphones=headphones),
    "clips": lambda player, path, headphones: ClipSpeech(
        player, path / "clips", headphones=headphones
    ),
}


@pytest.fixture
def jack(tmp_path: Path) -> Iterator[Jack]:
    with Jack(tmp_path / "jack") as jack:
        yield jack


@pytest.fixture(params=VOICES.values(), ids=VOICES.keys())
def voice(
    request: pytest.FixtureRequest, jack: Jack, loudspeaker: Loudspeaker, tmp_path: Path
) -> Iterator[ChildSpeech]:
    record_beeps(tmp_path / "clips")
    engine: ChildSpeech = request.param(loudspeaker.player, tmp_path, jack.headphones)
    yield engine
    engine.close()


@pytest.fixture
def loudspeaker(tmp_path: Path) -> Iterator[Loudspeaker]:
    (tmp_path / "hall").mkdir()
    with Loudspeaker(tmp_path / "hall") as loudspeaker:
        yield loudspeaker


def test_a_jack_tells_whether_a_headphone_is_in(jack: Jack) -> None:
    assert not jack.headphones.are_in
    jack.plug_in()
    assert jack.headphones.are_in
    jack.pull_out()
    assert not jack.headphones.are_in


def test_where_nobody_can_tell_there_is_no_headphone(
    jack: Jack, monkeypatch: pytest.MonkeyPatch
) -> None:
    jack.lose_card()
    assert not jack.headphones.are_in
    assert not Headphones(NOBODY, ("youhao-no-such-program",)).are_in
    monkeypatch.setattr("drivers.speech.headphones.ASK_SECONDS", 0.05)
    assert not Headphones(NOBODY, ("sleep", "1000")).are_in


def test_the_real_amixer_is_asked_for_the_jack_of_the_headphones_card() -> None:
    headphones = Headphones.of_alsa("plughw:CARD=YouhaoNone,DEV=0", "Headphone Jack")
    assert headphones.command == (
        "amixer",
        *("-D", "hw:YouhaoNone"),
        *("cget", "iface=CARD,name='Headphone Jack'"),
    )
    assert not headphones.are_in


@pytest.mark.parametrize(
    ("device", "control"),
    [
        ("plughw:CARD=Device,DEV=0", "hw:Device"),
        ("plughw:1,0", "hw:1"),
        ("sysdefault:CARD=PCH", "hw:PCH"),
        ("default", "default"),
    ],
)
def test_the_jack_is_on_the_card_of_the_sound(device: str, control: str) -> None:
    assert control_of(device) == control


def test_with_a_headphone_in_the_loudspeaker_is_silent(
    voice: ChildSpeech, jack: Jack, loudspeaker: Loudspeaker
) -> None:
    jack.plug_in()
    assert voice.has_headphones
    voice.say("1", is_private=True)
    wait_until_finished(voice)
    assert jack.ear.heard.samples
    assert not loudspeaker.has_heard


def test_without_one_the_loudspeaker_speaks_and_says_nothing_private(
    voice: ChildSpeech, jack: Jack, loudspeaker: Loudspeaker
) -> None:
    assert not voice.has_headphones
    assert reason_of(lambda: voice.say("1", is_private=True)) is SpeechReason.NO_HEADPHONES
    assert voice.finished
    assert not loudspeaker.has_heard
    voice.say("1")
    wait_until_finished(voice)
    assert loudspeaker.heard.samples
    assert not jack.ear.has_heard


def test_a_headphone_that_is_pulled_is_noticed_by_the_next_text(
    voice: ChildSpeech, jack: Jack
) -> None:
    jack.plug_in()
    voice.say("1", is_private=True)
    jack.pull_out()
    assert reason_of(lambda: voice.say("1", is_private=True)) is SpeechReason.NO_HEADPHONES
