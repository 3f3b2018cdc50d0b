# SPDX-License-Identifier: Apache-2.0
"""Can this machine be heard; plays 50 ms of silence."""

from typing_extensions import override

from drivers.speech.abstract import SpeechEngine
from drivers.speech.errors import SpeechError
from kiosk.health.check import Check
from kiosk.health.finding import Finding, Where


class SpeechCheck(Check):
    """Probes the voice and its sound card."""

    error = SpeechError

    def __init__(self, where: Where, engine: SpeechEngine) -> None:
        super().__init__(where)
        self._engine = engine

    @override
    def examine(self) -> Finding:
        self._engine.probe()
        return self.good()

    @override
    def close(self) -> None:
        self._engine.close()
