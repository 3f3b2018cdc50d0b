# SPDX-License-Identifier: Apache-2.0
"""Waiting for what a voice says."""

import select
import time

from drivers.speech.abstract import SpeechEngine

PATIENCE_SECONDS = 10.0
LOOK_SECONDS = 0.005


def wait_until_finished(engine: SpeechEngine) -> None:
    """As its owner does: look again and again."""
    patience_ends = time.monotonic() + PATIENCE_SECONDS
    while not engine.finished:
        assert time.monotonic() < patience_ends, "it speaks for ever"
        select.select([], [], [], LOOK_SECONDS)
