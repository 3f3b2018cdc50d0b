# SPDX-License-Identifier: Apache-2.0
"""Is the signal light there, and does it answer where its board can; leaves it off."""

from typing_extensions import override

from drivers.signal_light.abstract import SignalLight
from drivers.signal_light.errors import SignalLightError
from kiosk.health.check import FOUND, Check
from kiosk.health.finding import Finding, Said, Where


class SignalLightCheck(Check):
    """Opens the line, which switches all off."""

    error = SignalLightError

    def __init__(self, where: Where, light: SignalLight) -> None:
        super().__init__(where)
        self._light = light

    @override
    def examine(self) -> Finding:
        self._light.open()
        if self._light.can_tell_silence:
            return self.good()
        return self.good(Said(f"{FOUND}cannot_tell"), suggestion=self.to_do("watch_board"))

    @override
    def close(self) -> None:
        self._light.close()
