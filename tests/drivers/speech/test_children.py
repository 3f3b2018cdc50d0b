# SPDX-License-Identifier: Apache-2.0
"""No process is left behind, whatever happens to those that speak."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.speech.abstract import SpeechEngine
from drivers.speech.child import Child
from drivers.speech.clips import ClipSpeech
from drivers.speech.descriptors import nowhere
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.espeak import EspeakSpeech
from drivers.speech.player import Player
from drivers.speech.pyttsx3_engine import Pyttsx3Speech
from tests.drivers.speech.clips import record_beeps
from tests.drivers.speech.ending import wait_until_finished
from tests.drivers.speech.processes import children, children_of, state_of
from tests.emulators.loudspeaker import Loudspeaker, is_running, kill
from tests.open_files import count_open_files

ROOT = Path(__file__).parents[3]
ORDER = "请A023号"
SHORT = 40
"""Utterances; `./dev bench --long` says 500."""


SPEAKER = """
import sys
from drivers.speech.{module} import {engine}
from drivers.speech.player import Player
engine = {engine}(Player(tuple(sys.argv[1:])))
engine.say("请 A023")
sys.stdin.read()
"""


def wait_until_gone(pid: int) -> None:
    """Dead, whether or not somebody has buried it; how quickly is measured by `./dev bench`."""
    patience_ends = time.monotonic() + 10
    while is_running(pid) and state_of(pid) not in "ZX":
        assert time.monotonic() < patience_ends, "it goes on"


@pytest.fixture
def loudspeaker(tmp_path: Path) -> Iterator[Loudspeaker]:
    with Loudspeaker(tmp_path) as loudspeaker:
        yield loudspeaker


@pytest.fixture(params=["espeak", "pyttsx3", "clips"])
def engine(
    request: pytest.FixtureRequest, loudspeaker: Loudspeaker, tmp_path: Path
) -> Iterator[SpeechEngine]:
    match request.param:
        case "espeak":
            engine: SpeechEngine = EspeakSpeech(loudspeaker.player)
        case "pyttsx3":
            engine = Pyttsx3Speech(loudspeaker.player)
        case _:
            record_beeps(tmp_path / "clips", extra=("请", "号"))
            engine = ClipSpeech(loudspeaker.player, tmp_path / "clips")
    yield engine
    engine.close()


def test_a_stopped_player_is_killed(engine: SpeechEngine, loudspeaker: Loudspeaker) -> None:
    loudspeaker.hold()
    engine.say(ORDER)
    player = loudspeaker.wait_for_sound()
    assert is_running(player.pid)

    engine.stop()

    wait_until_gone(player.pid)


def test_many_texts_said_and_cut_off_leave_no_process_and_no_descriptor(
    engine: SpeechEngine, loudspeaker: Loudspeaker
) -> None:
    before, open_before = children(), count_open_files()
    for number in range(SHORT):
        engine.say(f"A{number:03}")
        if number % 4 == 0:
            wait_until_finished(engine)
            assert engine.fault is None
        elif number % 4 == 1:
            loudspeaker.wait_for_sound()
            engine.stop()
    engine.close()

    assert children() <= before
    assert count_open_files() <= open_before


def test_a_player_that_somebody_kills_is_a_fault_and_the_next_text_is_heard(
    engine: SpeechEngine, loudspeaker: Loudspeaker
) -> None:
    loudspeaker.hold()
    engine.say(ORDER)
    kill(loudspeaker.wait_for_sound().pid)
    wait_until_finished(engine)
    assert engine.fault is SpeechReason.PLAYER_FAILED

    loudspeaker.let_end()
    engine.say(ORDER)
    wait_until_finished(engine)

    assert engine.fault is None


@pytest.mark.parametrize("engine", ["espeak", "pyttsx3"], indirect=True)
def test_a_player_that_takes_nothing_is_ended_by_stop(
    engine: SpeechEngine, loudspeaker: Loudspeaker
) -> None:
    loudspeaker.stop_reading()
    engine.say("请" * 900)
    player = loudspeaker.wait_for("is deaf")
    assert not engine.finished

    engine.stop()

    assert engine.finished
    wait_until_gone(player.pid)


def test_a_sound_that_never_ends_is_stuck_and_ended(
    loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    now = [0.0]
    engine = EspeakSpeech(loudspeaker.player, clock=lambda: now[0])
    loudspeaker.hold()
    engine.say(ORDER)
    player = loudspeaker.wait_for_sound()
    now[0] = 9.9
    assert not engine.finished

    now[0] = 60.0

    assert engine.finished
    assert engine.fault is SpeechReason.STUCK
    wait_until_gone(player.pid)
    engine.close()


def test_what_a_player_has_started_ends_with_it(tmp_path: Path) -> None:
    """As a player that is a script does."""
    pid_file = tmp_path / "pid"
    os.mkfifo(pid_file)
    engine = EspeakSpeech(
        Player(("sh", "-c", f"sleep 1000 & echo $! >{pid_file}; cat >/dev/null; wait"))
    )
    engine.say(ORDER)
    grandchild = int(pid_file.read_text())

    engine.stop()

    wait_until_gone(grandchild)
    engine.close()


def test_what_a_player_leaves_running_ends_with_it(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    os.mkfifo(pid_file)
    engine = EspeakSpeech(Player(("sh", "-c", f"sleep 1000 & echo $! >{pid_file}; cat >/dev/null")))
    engine.say(ORDER)
    grandchild = int(pid_file.read_text())
    wait_until_finished(engine)

    assert engine.fault is None
    wait_until_gone(grandchild)
    engine.close()


def test_an_idle_worker_of_pyttsx3_that_dies_is_replaced(loudspeaker: Loudspeaker) -> None:
    engine = Pyttsx3Speech(loudspeaker.player)
    before = children()
    engine.say(ORDER)
    wait_until_finished(engine)
    (spare,) = children() - before
    loudspeaker.wait_for_sound()
    kill(spare)
    wait_until_gone(spare)

    engine.say(ORDER)
    loudspeaker.wait_for_sound()
    wait_until_finished(engine)

    assert engine.fault is None
    engine.close()
    assert children() <= before


def test_a_program_that_is_not_there_is_named_and_leaves_nothing(
    loudspeaker: Loudspeaker,
) -> None:
    before, open_before = children(), count_open_files()
    no_espeak = EspeakSpeech(loudspeaker.player, program="no-such-espeak")
    no_aplay = EspeakSpeech(Player(("no-such-aplay",)))
    for engine in (no_espeak, no_aplay):
        with pytest.raises(SpeechError) as caught:
            engine.say(ORDER)
        assert caught.value.reason is SpeechReason.NO_PROGRAM
        assert engine.finished
        engine.close()
    assert str(caught.value) == "error.speech.no_program program=no-such-aplay"

    assert children() <= before
    assert count_open_files() <= open_before


def test_an_engine_that_fails_has_no_voice(loudspeaker: Loudspeaker) -> None:
    engine = EspeakSpeech(loudspeaker.player, program="false")
    engine.say(ORDER)
    wait_until_finished(engine)

    assert engine.fault is SpeechReason.NO_VOICE
    with pytest.raises(SpeechError) as caught:
        engine.probe()
    assert caught.value.reason is SpeechReason.NO_VOICE
    engine.close()


def test_an_engine_that_is_killed_while_it_speaks_is_a_fault(
    loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    """And not taken for a short text."""
    engine = EspeakSpeech(loudspeaker.player, program=script(tmp_path, "kill -9 $$"))
    engine.say(ORDER)
    wait_until_finished(engine)

    assert engine.fault is SpeechReason.NO_VOICE
    engine.close()


def test_an_engine_that_makes_nothing_ends_with_the_player_that_gave_up(
    loudspeaker: Loudspeaker, tmp_path: Path
) -> None:
    loudspeaker.refuse("audio open error: Device or resource busy")
    engine = EspeakSpeech(loudspeaker.player, program=script(tmp_path, "exec sleep 1000"))
    engine.say(ORDER)
    wait_until_finished(engine)

    assert engine.fault is SpeechReason.SOUND_BUSY
    engine.close()


def script(folder: Path, commands: str) -> str:
    """The path of a program that does this, whatever its arguments are."""
    path = folder / "engine"
    path.write_text(f"#!/bin/sh\n{commands}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_pyttsx3_that_cannot_be_imported_has_no_voice(loudspeaker: Loudspeaker) -> None:
    engine = Pyttsx3Speech(loudspeaker.player, command=("sh", "-c", "exit 1"))
    engine.say(ORDER)
    wait_until_finished(engine)

    assert engine.fault is SpeechReason.NO_VOICE
    engine.close()


def test_no_text_stands_among_the_arguments_of_a_process(
    engine: SpeechEngine, loudspeaker: Loudspeaker
) -> None:
    """Other users can read those."""
    loudspeaker.hold()
    before = children()
    engine.say("A023 张三" if not isinstance(engine, ClipSpeech) else ORDER)
    loudspeaker.wait_for_sound()

    lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children() - before]

    assert lines
    assert not [line for line in lines if "零".encode() in line or "三".encode() in line]


def test_a_child_says_how_it_ended_only_after_its_end() -> None:
    with nowhere() as unheard:
        child = Child(("sh", "-c", "exit 7"), takes=unheard, gives=unheard, complains=unheard)
    assert child.wait(10)
    assert child.status == 7
    assert child.wait(0)
    child.kill()


@pytest.mark.parametrize(
    ("module", "name"), [("espeak", "EspeakSpeech"), ("pyttsx3_engine", "Pyttsx3Speech")]
)
def test_a_voice_is_silent_when_the_program_that_speaks_is_killed(
    loudspeaker: Loudspeaker, module: str, name: str
) -> None:
    loudspeaker.hold()
    speaker = subprocess.Popen(
        [
            sys.executable,
            "-c",
            SPEAKER.format(module=module, engine=name),
            *loudspeaker.player.command,
        ],
        stdin=subprocess.PIPE,
        cwd=ROOT,
    )
    player = loudspeaker.wait_for_sound()
    grandchildren = children_of(speaker.pid)
    assert player.pid in grandchildren

    speaker.kill()
    speaker.communicate()

    for pid in grandchildren:
        wait_until_gone(pid)
