# SPDX-License-Identifier: Apache-2.0
"""The voice, through the tests' stand-in for aplay; how soon it sounds and stops is in `bench.speech`."""

import time
from dataclasses import replace
from pathlib import Path

from bench.outages.stage import (
    BACK_AGAIN,
    Found,
    Hand,
    Outage,
    Post,
    at_work,
    go_through,
    keep_calls,
    timed,
)
from drivers.speech.abstract import SpeechEngine
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.registry import SpeechConfig, SpeechKind, open_speech_on
from kiosk.flow.events import Event, VoiceChanged
from kiosk.runner.speech_worker import (
    QUIET_SECONDS,
    SPEAKING_SECONDS,
    Passage,
    SpeechWorker,
    Utterance,
)
from tests.emulators.loudspeaker import Loudspeaker

DEVICE = "speech"
CALLS = {"probe": 10.0, "say": 0.2, "stop": 0.1, "close": 2.0}
"""Seconds that the driver promises."""
TEXT = Passage(1, (Utterance("请A023号"),))
LOST = "sound card unplugged"
LOST_IN_SPEECH = "sound card unplugged while something is said"


def espeak(folder: Path, count: int) -> Found:
    """A sound card that was never there, and one that is lost."""
    found = Found(DEVICE)
    with Loudspeaker(folder) as loudspeaker:
        config = SpeechConfig(SpeechKind.ESPEAK)
        engine = open_speech_on(loudspeaker.player, config)
        assert engine
        driver, calls = timed(engine)
        for _ in range(count):
            found.times["no sound card"].append(_milliseconds_from_start(driver, loudspeaker))
        _lose_card(driver, loudspeaker, found, count)
        keep_calls(found, config.kind, calls, CALLS)
    return found


def _milliseconds_from_start(driver: SpeechEngine, loudspeaker: Loudspeaker) -> float:
    loudspeaker.lose_card()
    began = time.perf_counter()
    with at_work(lambda post: SpeechWorker(driver, post)) as ear:
        told_at = ear.heard_at(_is_lost, began, f"{DEVICE}: no sound card")
    loudspeaker.work()
    return (told_at - began) * 1000


def _lose_card(driver: SpeechEngine, loudspeaker: Loudspeaker, found: Found, count: int) -> None:
    workers: list[SpeechWorker] = []

    def lose_card_in_speech() -> None:
        loudspeaker.lose_card()
        workers[0].say(TEXT)

    def worker_of(post: Post) -> SpeechWorker:
        workers.append(SpeechWorker(driver, post))
        return workers[0]

    with at_work(worker_of) as ear:
        lost = _outage(LOST, loudspeaker.lose_card, loudspeaker.work, QUIET_SECONDS)
        in_speech = _outage(LOST_IN_SPEECH, lose_card_in_speech, loudspeaker.work, SPEAKING_SECONDS)
        gone = replace(lost, fault=BACK_AGAIN, is_long=True)
        go_through((lost, in_speech, gone), ear, found, count)


def _outage(fault: str, begins: Hand, ends: Hand, interval: float) -> Outage:
    return Outage(fault, begins, ends, _is_lost, _is_well, interval)


def _is_lost(event: Event) -> bool:
    return event == VoiceChanged(SpeechError.key_of(SpeechReason.NO_SOUND_CARD))


def _is_well(event: Event) -> bool:
    return event == VoiceChanged(None)
