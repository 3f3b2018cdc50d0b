# SPDX-License-Identifier: Apache-2.0
"""Can the headphones be heard, and does their jack tell whether they are in; plays 50 ms of silence."""

from typing_extensions import override

from drivers.speech.errors import SpeechError
from drivers.speech.headphones import Headphones
from kiosk.health.check import FOUND, Check
from kiosk.health.finding import Finding, Said, Where


class HeadphonesCheck(Check):
    """Probes the card of the headphones and its jack; without a plug in it too."""

    error = SpeechError

    def __init__(self, where: Where, headphones: Headphones) -> None:
        super().__init__(where)
        self._headphones = headphones

    @override
    def examine(self) -> Finding:
        are_in = self._headphones.probe()
        return self.good(Said(f"{FOUND}headphones_{'in' if are_in else 'out'}"))

    @override
    def close(self) -> None:
        """Nothing stays open."""
