# SPDX-License-Identifier: Apache-2.0
"""Keeps the signal light as it shall be, and notices when it is no longer there."""

from collections.abc import Callable

from typing_extensions import override

from drivers.signal_light.abstract import QUIET, Signal, SignalLight
from kiosk.flow.events import Event, LightChanged
from kiosk.runner.device_worker import DeviceWorker

REPEAT_SECONDS = 0.8
"""A light that was unplugged is noticed within a second, and one that is back shows what it shall."""


class LightWorker(DeviceWorker):
    """Says the same to the light again and again.

    Concurrency: owns the light on its own thread; `show` comes from any thread, and `post` may be
    called from any.
    """

    name = "signal light"

    def __init__(self, light: SignalLight, post: Callable[[Event], None]) -> None:
        super().__init__()
        self._light = light
        self._post = post
        self._signal = QUIET

    def show(self, signal: Signal) -> None:
        """What shall be on from now on, also after the light was lost meanwhile."""
        self._signal = signal
        self.wake()

    @override
    def open(self) -> None:
        self._light.open()

    @override
    def look(self) -> float:
        self._light.show(self._signal)
        return REPEAT_SECONDS

    @override
    def changed(self, problem: str | None) -> None:
        self._post(LightChanged(problem))

    @override
    def close(self) -> None:
        """Switch all off, and give the port back."""
        self._light.close()
