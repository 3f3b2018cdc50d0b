# SPDX-License-Identifier: Apache-2.0
"""A thread that takes one step after another until it is told to stop."""

import threading
from abc import ABC, abstractmethod


class Looping(ABC):
    """Something that works in steps on a thread of its own.

    Lifetime: `start` once, `stop` once; a step is bounded by its device's deadlines, so stopping is too.
    An exception that leaves a step is a bug and reaches `threading.excepthook`.
    """

    name: str
    longest_step_seconds = 8.0
    """Whoever is at one step for longer hangs, and the program is started anew."""

    def __init__(self) -> None:
        self._steps = 0
        self._is_at_work = False
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)

    @abstractmethod
    def step(self) -> float:
        """Do one piece of work; the answer is how many seconds to rest before the next."""

    @abstractmethod
    def close(self) -> None:
        """Let go of what the steps opened; runs on the thread, at the latest after the last step."""

    def rest(self, seconds: float) -> None:
        """Rest between two steps; ends at once when woken or stopping."""
        self._woken.wait(seconds)
        self._woken.clear()

    def wake(self) -> None:
        """Begin the next step without resting any longer; from any thread."""
        self._woken.set()

    @property
    def step_no(self) -> int | None:
        """The step that is under way; None while it rests. From any thread."""
        return self._steps if self._is_at_work else None

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self.rest(self._work())
        finally:
            self.close()

    def _work(self) -> float:
        self._steps += 1
        self._is_at_work = True
        pause = self.step()
        self._is_at_work = False
        return pause

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def end(self) -> None:
        """Let no further step begin, and cut a rest short."""
        self._stopping.set()
        self.wake()

    def stop(self, timeout_seconds: float = 10.0) -> bool:
        """End after the step under way; False if that took too long."""
        self.end()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)
        return not self._thread.is_alive()
