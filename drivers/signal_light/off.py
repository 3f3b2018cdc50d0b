# SPDX-License-Identifier: Apache-2.0
"""No light: for the kiosks that have none."""

from typing_extensions import override

from drivers.signal_light.abstract import Signal, SignalLight


class NoLight(SignalLight):
    """Takes every signal and shows none."""

    can_tell_silence = False
    proves_lamp = False

    @override
    def open(self) -> None:
        pass

    @override
    def show(self, signal: Signal) -> None:
        pass

    @override
    def close(self) -> None:
        pass
