# SPDX-License-Identifier: Apache-2.0
"""The voice, through the tests' stand-in for aplay; how soon it sounds and stops is in `bench.speech`."""

import time
from pathlib import Path

from bench.outages.stage import (
    BACK_AGAIN,
    Found,
    Hand,
    Outage,
    Post,
    Timed,
    at_work,
    go_through,
    keep_calls,
)
from drivers.speech.errors import SpeechError, SpeechReason
from drivers.speech.registry import SpeechConfig, SpeechKind, open_speech_on
from kiosk.flow.events import Event, VoiceChanged
from kiosk.runner.speech_worker import SPEAKING_SECONDS, SpeechWorker, Utterance
from tests.emulators.loudspeaker import Loudspeaker

DEVICE = "speech"
CALLS = {"probe": 10.0, "say": 0.2, "stop": 0.1, "close": 2.0}
"""Seconds that the driver promises."""
TEXT = Utterance("请A023号")
LOST = "sound card unplugged (while nothing is said: noticed within a minute)"
NO_CARD = "aplay: main:831: audio open error: No such file or directory\n"


def espeak(folder: Path, count: int) -> Found:
    """A sound card that was never there, and one that is lost."""
    found = Found(DEVICE)
    with Loudspeaker(folder) as loudspeaker:
        config = SpeechConfig(SpeechKind.ESPEAK)
        driver = Timed(open_speech_on(loudspeaker.player, config))
        for _ in range(count):
            found.times["no sound card"].append(_milliseconds_from_start(driver, loudspeaker))
        _lose_card(driver, loudspeaker, found, count)
        keep_calls(found, config.kind, driver, CALLS)
    return found


def _milliseconds_from_start(driver: Timed, loudspeaker: Loudspeaker) -> float:
    loudspeaker.refuse(NO_CARD)
    began = time.perf_counter()
    with at_work(lambda post: SpeechWorker(driver, post)) as ear:
        told_at = ear.heard_at(_is_lost, began, f"{DEVICE}: no sound card")
    loudspeaker.work()
    return (told_at - began) * 1000


def _lose_card(driver: Timed, loudspeaker: Loudspeaker, found: Found, count: int) -> None:
    workers: list[SpeechWorker] = []

    def lose_card() -> None:
        loudspeaker.refuse(NO_CARD)
        workers[0].say(TEXT)

    def worker_of(post: Post) -> SpeechWorker:
        workers.append(SpeechWorker(driver, post))
        return workers[0]

    with at_work(worker_of) as ear:
        lost = _outage(LOST, lose_card, loudspeaker.work)
        gone = _outage(BACK_AGAIN, lose_card, loudspeaker.work, is_long=True)
        go_through((lost, gone), ear, found, count)


def _outage(fault: str, begins: Hand, ends: Hand, *, is_long: bool = False) -> Outage:
    return Outage(fault, begins, ends, _is_lost, _is_well, SPEAKING_SECONDS, is_long=is_long)


def _is_lost(event: Event) -> bool:
    return event == VoiceChanged(SpeechError.key_of(SpeechReason.NO_SOUND_CARD))


def _is_well(event: Event) -> bool:
    return event == VoiceChanged(None)
