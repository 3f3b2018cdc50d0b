# SPDX-License-Identifier: Apache-2.0
"""A monotonic clock that goes on only when told."""


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def go_on(self, seconds: float) -> None:
        self.now += seconds
