# SPDX-License-Identifier: Apache-2.0
"""Keeps the signal light as it shall be, and notices when it is no longer there, or is on."""

import time
from collections.abc import Callable
from dataclasses import replace

from typing_extensions import override

from drivers.signal_light.abstract import QUIET, Signal, SignalLight
from kiosk.flow.events import Event, LampChanged, LightChanged
from kiosk.runner.device_worker import DeviceWorker

REPEAT_SECONDS = 0.8
"""A light that was unplugged is noticed within a second, and one that is back shows what it shall."""
SOUNDER_SECONDS = 2.0
"""Long enough to look up at, and over before it hides what the voice says."""


class LightWorker(DeviceWorker):
    """Says the same to the light again and again.

    Concurrency: owns the light on its own thread; `show` comes from any thread, and `post` may be
    called from any.
    """

    name = "signal light"

    def __init__(
        self,
        light: SignalLight,
        post: Callable[[Event], None],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._light = light
        self._post = post
        self._monotonic = monotonic
        self._order = QUIET, 0.0  # what shall be on, and since when
        self._is_lamp_proved = False

    def show(self, signal: Signal) -> None:
        """What shall be on from now on, also after the light was lost meanwhile.

        The sounder falls silent by itself after SOUNDER_SECONDS.
        """
        self._order = signal, self._monotonic()
        self.wake()

    @override
    def open(self) -> None:
        self._light.open()

    @override
    def look(self) -> float:
        signal, since = self._order
        if self._monotonic() - since >= SOUNDER_SECONDS:
            signal = replace(signal, is_sounder_on=False)
        self._light.show(signal)
        self._prove_lamp(is_on=signal.is_lamp_on and self._light.proves_lamp)
        return REPEAT_SECONDS

    def _prove_lamp(self, *, is_on: bool) -> None:
        if is_on != self._is_lamp_proved:
            self._is_lamp_proved = is_on
            self._post(LampChanged(is_on))

    @override
    def changed(self, problem: str | None) -> None:
        self._post(LightChanged(problem))

    @override
    def close(self) -> None:
        """Switch all off, and give the port back."""
        self._light.close()
        self._prove_lamp(is_on=False)
