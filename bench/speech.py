# SPDX-License-Identifier: Apache-2.0
"""From `say` to the first sound at the player, how long `stop` takes, and what 500 texts leave behind.

The player is the tests' stand-in for aplay, a Python program that starts more slowly than aplay
does. The first sound of a real card comes later by the card's own buffer.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure, percentiles
from bench.outages.stage import Post, at_work
from bench.plan import Plan
from drivers.speech.abstract import SpeechEngine, SpokenLanguage
from drivers.speech.clip_folder import ClipFolder
from drivers.speech.registry import (
    SpeechConfig,
    SpeechKind,
    SynthesizerKind,
    open_speech_on,
    open_synthesizer,
)
from kiosk.runner.speech_worker import Passage, SpeechWorker, Utterance
from tests.drivers.speech.processes import children
from tests.emulators.loudspeaker import Loudspeaker, is_running

TEXT = "请A023号，到3号窗口"
PHRASES = ("请", "号", "号窗口")
FIRST_SOUND: dict[int, float | None] = {50: None, 99: 150}
STOP: dict[int, float | None] = {50: None, 99: 50}
KINDS = (SpeechKind.CLIPS, SpeechKind.ESPEAK, SpeechKind.PYTTSX3)
LOOK_SECONDS = 0.0005
"""Between two looks at what tells nobody, as the end of a process; a longer rest would be measured too."""
THINKING_SECONDS = 0.4
"""Between two texts, as between two screens; the next worker of pyttsx3 gets ready meanwhile."""


def measure(plan: Plan) -> Iterator[Figure]:
    """Each voice that plays."""
    room = plan.room("speech")
    _record(room / "recordings")
    for kind in KINDS:
        folder = room / kind
        folder.mkdir()
        with Loudspeaker(folder) as loudspeaker:
            config = SpeechConfig(kind, room / "recordings")
            engine = open_speech_on(loudspeaker.player, config)
            assert engine
            engine.probe()
            yield from _times(kind, engine, loudspeaker, plan.count(25, 200))
            yield _left_behind(kind, engine, loudspeaker, plan.count(60, 500))
        folder = room / f"{kind}-worker"
        folder.mkdir()
        with Loudspeaker(folder) as loudspeaker:
            engine = open_speech_on(loudspeaker.player, config)
            assert engine
            yield from _times_of_worker(kind, engine, loudspeaker, plan.count(25, 200))


def _record(folder: Path) -> None:
    """The clips that the text needs, and those of all numbers."""
    clips, voice = ClipFolder(folder), open_synthesizer(SynthesizerKind.ESPEAK)
    language = SpokenLanguage.MANDARIN
    for phrase in (*clips.missing(language), *PHRASES):
        clips.render(phrase, language, voice)


def _times(
    kind: SpeechKind, engine: SpeechEngine, loudspeaker: Loudspeaker, count: int
) -> Iterator[Figure]:
    """Milliseconds to the first sound and to silence, the player gone."""
    loudspeaker.hold()
    firsts, stops = [], []
    for _ in range(count):
        time.sleep(THINKING_SECONDS)
        began = time.monotonic()
        engine.say(TEXT)
        sound = loudspeaker.wait_for_sound()
        firsts.append((sound.at - began) * 1000)
        began = time.monotonic()
        engine.stop()
        while is_running(sound.pid):
            time.sleep(LOOK_SECONDS)
        stops.append((time.monotonic() - began) * 1000)
    yield from percentiles(f"speech, {kind}: first sound", firsts, "ms", FIRST_SOUND)
    yield from percentiles(f"speech, {kind}: stop", stops, "ms", STOP)


def _times_of_worker(
    kind: SpeechKind, engine: SpeechEngine, loudspeaker: Loudspeaker, count: int
) -> Iterator[Figure]:
    """The same as the kiosk does it: another thread asks the one that owns the voice."""
    firsts, stops = [], []
    workers: list[SpeechWorker] = []

    def worker_of(post: Post) -> SpeechWorker:
        workers.append(SpeechWorker(engine, post))
        return workers[0]

    with at_work(worker_of):
        while not workers[0]._is_open:  # it probes, which a held player would not end
            time.sleep(LOOK_SECONDS)
        loudspeaker.hold()
        for _ in range(count):
            time.sleep(THINKING_SECONDS)
            began = time.monotonic()
            workers[0].say(Passage(1, (Utterance(TEXT),)))
            while (sound := loudspeaker.wait_for_sound()).at < began:
                pass  # of the probe
            firsts.append((sound.at - began) * 1000)
            began = time.monotonic()
            workers[0].hush()
            while is_running(sound.pid):
                time.sleep(LOOK_SECONDS)
            stops.append((time.monotonic() - began) * 1000)
    yield from percentiles(
        f"speech, {kind}, from the kiosk: first sound", firsts, "ms", FIRST_SOUND
    )
    yield from percentiles(f"speech, {kind}, from the kiosk: stop", stops, "ms", STOP)


def _left_behind(
    kind: SpeechKind, engine: SpeechEngine, loudspeaker: Loudspeaker, count: int
) -> Figure:
    """Processes that are still there after many texts, half of them heard to their end."""
    engine.close()
    loudspeaker.let_end()
    before = children()
    for number in range(count):
        engine.say(f"A{number % 1000:03}")
        while number % 2 and not engine.finished:
            time.sleep(LOOK_SECONDS)
    engine.close()
    left = len(children() - before)
    return Figure(f"speech, {kind}: processes left by {count} texts", left, "processes", 0)
