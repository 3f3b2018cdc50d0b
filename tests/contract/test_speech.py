# SPDX-License-Identifier: Apache-2.0
"""What every voice does: the simulator, and the production voices with a stand-in for aplay."""

import math
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from drivers.speech.abstract import LONGEST_TEXT, Loudness, Rate, SpeechEngine, SpokenLanguage
from drivers.speech.clips import ClipSpeech
from drivers.speech.errors import SpeechReason
from drivers.speech.espeak import EspeakSpeech
from drivers.speech.pyttsx3_engine import Pyttsx3Speech
from drivers.speech.simulator import SimulatedSpeech
from drivers.speech.wave_file import SAMPLE_BYTES
from tests.drivers.speech.clips import record_beeps
from tests.drivers.speech.ending import wait_until_finished
from tests.emulators.loudspeaker import Loudspeaker
from tests.reasons import reason_of

LOUDEST = 0x7FFF
BUSY = "aplay: main:831: audio open error: Device or resource busy\n"
ORDER = "请A023号到3号窗口"
LANGUAGES = {
    SpokenLanguage.MANDARIN: ORDER,
    SpokenLanguage.CANTONESE: ORDER,
    SpokenLanguage.ENGLISH: "A023 to 3",
}


class Sound(Protocol):
    """What happens between the voice and the ear."""

    def hold(self) -> None: ...
    def let_end(self) -> None: ...
    def lose_card(self) -> None: ...
    def card_back(self) -> None: ...
    def level_db(self) -> float: ...


class Bench:
    def __init__(self, engine: SpeechEngine, sound: Sound) -> None:
        self.engine = engine
        self.sound = sound


class SimulatedSound:
    def __init__(self, engine: SimulatedSpeech) -> None:
        self._engine = engine

    def hold(self) -> None:
        """It always lasts."""

    def let_end(self) -> None:
        self._engine.end()

    def lose_card(self) -> None:
        self._engine.go_silent()

    def card_back(self) -> None:
        self._engine.sound_again()

    def level_db(self) -> float:
        return self._engine.said[-1].loudness.gain_db


class PlayedSound:
    def __init__(self, loudspeaker: Loudspeaker) -> None:
        self._loudspeaker = loudspeaker

    def hold(self) -> None:
        self._loudspeaker.hold()

    def let_end(self) -> None:
        self._loudspeaker.let_end()

    def lose_card(self) -> None:
        self._loudspeaker.lose_card()

    def card_back(self) -> None:
        self._loudspeaker.work()

    def level_db(self) -> float:
        """The root of the mean square of what was heard last, which never clips."""
        sound = self._loudspeaker.heard
        samples = struct.unpack(f"<{len(sound.samples) // SAMPLE_BYTES}h", sound.samples)
        assert max(map(abs, samples)) < LOUDEST
        return 10 * math.log10(sum(one * one for one in samples) / len(samples))


def simulated(path: Path) -> Iterator[Bench]:
    engine = SimulatedSpeech()
    yield Bench(engine, SimulatedSound(engine))


def played(make: Callable[[Loudspeaker, Path], SpeechEngine]) -> Callable[[Path], Iterator[Bench]]:
    def bench(path: Path) -> Iterator[Bench]:
        with Loudspeaker(path) as loudspeaker:
            engine = make(loudspeaker, path)
            yield Bench(engine, PlayedSound(loudspeaker))
            engine.close()

    return bench


def clips(loudspeaker: Loudspeaker, path: Path) -> SpeechEngine:
    record_beeps(path / "clips", extra=("请", "号", "窗口", "to"))
    return ClipSpeech(loudspeaker.player, path / "clips")


BENCHES = {
    "simulator": simulated,
    "espeak": played(lambda loudspeaker, path: EspeakSpeech(loudspeaker.player)),
    "pyttsx3": played(lambda loudspeaker, path: Pyttsx3Speech(loudspeaker.player)),
    "clips": played(clips),
}


@pytest.fixture(params=BENCHES.values(), ids=BENCHES.keys())
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    for bench in request.param(tmp_path):
        yield bench
        bench.engine.close()


def test_a_voice_that_was_never_asked_is_silent(bench: Bench) -> None:
    assert bench.engine.finished
    assert bench.engine.fault is None
    bench.engine.stop()
    assert bench.engine.finished


def test_a_machine_with_sound_passes_the_probe(bench: Bench) -> None:
    bench.engine.probe()

    assert bench.engine.finished


def test_a_machine_without_sound_is_found_out_by_the_probe_and_again_when_it_has_some(
    bench: Bench,
) -> None:
    bench.sound.lose_card()
    assert reason_of(bench.engine.probe) is SpeechReason.NO_SOUND_CARD

    bench.sound.card_back()
    bench.engine.probe()


def test_a_sound_card_that_comes_or_goes_raises_doubt_until_the_next_probe(bench: Bench) -> None:
    bench.engine.probe()
    assert not bench.engine.is_doubtful

    bench.sound.lose_card()
    assert bench.engine.is_doubtful
    assert reason_of(bench.engine.probe) is SpeechReason.NO_SOUND_CARD
    assert not bench.engine.is_doubtful

    bench.sound.card_back()
    assert bench.engine.is_doubtful
    bench.engine.probe()
    assert not bench.engine.is_doubtful


@pytest.mark.parametrize("language", SpokenLanguage)
@pytest.mark.parametrize("rate", Rate)
def test_a_text_is_said_and_heard_to_its_end(
    bench: Bench, language: SpokenLanguage, rate: Rate
) -> None:
    bench.sound.hold()
    bench.engine.say(LANGUAGES[language], language, rate)
    assert not bench.engine.finished

    bench.sound.let_end()
    wait_until_finished(bench.engine)

    assert bench.engine.fault is None


@pytest.mark.parametrize("loudness", Loudness)
def test_a_text_is_said_as_loud_as_asked_and_nothing_clips(
    bench: Bench, loudness: Loudness
) -> None:
    usual = level_db(bench, Loudness.LOUD)

    assert level_db(bench, loudness) - usual == pytest.approx(loudness.gain_db, abs=1.0)


def level_db(bench: Bench, loudness: Loudness) -> float:
    """How loud an order is that is said like this."""
    bench.engine.say(ORDER, SpokenLanguage.MANDARIN, Rate.NORMAL, loudness)
    bench.sound.let_end()
    wait_until_finished(bench.engine)
    return bench.sound.level_db()


def test_there_is_a_range_of_18_db_with_a_step_of_12_in_it() -> None:
    soft, medium, loud = (loudness.gain_db for loudness in Loudness)

    assert loud - soft >= 18
    assert medium - soft >= 12
    assert loud <= 0


def test_a_text_that_is_stopped_is_finished_at_once_and_without_a_fault(bench: Bench) -> None:
    bench.sound.hold()
    bench.engine.say(ORDER)

    bench.engine.stop()

    assert bench.engine.finished
    assert bench.engine.fault is None


def test_a_new_text_cuts_the_old_one_off(bench: Bench) -> None:
    bench.sound.hold()
    bench.engine.say(ORDER)
    bench.engine.say("请")
    assert not bench.engine.finished

    bench.sound.let_end()
    wait_until_finished(bench.engine)

    assert bench.engine.fault is None


def test_a_sound_card_that_is_lost_is_told_as_the_fault_and_used_when_it_is_back(
    bench: Bench,
) -> None:
    bench.sound.lose_card()
    bench.engine.say(ORDER)
    wait_until_finished(bench.engine)
    assert bench.engine.fault is SpeechReason.NO_SOUND_CARD

    bench.sound.card_back()
    bench.sound.hold()
    bench.engine.say(ORDER)
    assert bench.engine.fault is None
    bench.sound.let_end()
    wait_until_finished(bench.engine)

    assert bench.engine.fault is None


def test_stopping_forgets_the_fault(bench: Bench) -> None:
    bench.sound.lose_card()
    bench.engine.say(ORDER)
    wait_until_finished(bench.engine)

    bench.engine.stop()

    assert bench.engine.fault is None


@pytest.mark.parametrize("text", ["", "  \n", "，。……", "[[]]", "零" * (LONGEST_TEXT + 1)])
def test_nothing_and_too_much_are_refused_and_leave_silence(bench: Bench, text: str) -> None:
    bench.sound.hold()
    bench.engine.say(ORDER)

    assert reason_of(lambda: bench.engine.say(text)) is SpeechReason.UNFIT

    assert bench.engine.finished


def test_without_headphones_nothing_private_is_said(bench: Bench) -> None:
    assert not bench.engine.has_headphones

    private = reason_of(lambda: bench.engine.say(ORDER, is_private=True))

    assert private is SpeechReason.NO_HEADPHONES
    assert bench.engine.finished


def test_a_closed_voice_is_silent_and_speaks_again_when_asked(bench: Bench) -> None:
    bench.sound.hold()
    bench.engine.say(ORDER)
    bench.engine.close()
    bench.engine.close()
    assert bench.engine.finished

    bench.engine.say(ORDER)

    assert not bench.engine.finished
    bench.engine.close()
    assert bench.engine.finished
