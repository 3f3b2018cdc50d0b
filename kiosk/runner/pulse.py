# SPDX-License-Identifier: Apache-2.0
"""Whether all threads of the kiosk still move."""

from collections.abc import Sequence
from concurrent.futures import Future

from kiosk.clock import Clock
from kiosk.runner.looping import Looping
from kiosk.runner.store_thread import StoreThread

STORE_SECONDS = 10.0
"""The store's longest job is the change of the day, well under a second for a year of records."""


class Pulse:
    """Lifetime: from when the threads run until they are told to end; used on the UI thread."""

    def __init__(self, threads: Sequence[Looping], store: StoreThread, clock: Clock) -> None:
        self._threads = threads
        self._store = store
        self._clock = clock
        self._seen: dict[str, tuple[int, float]] = {}  # the step a thread is at, since when
        self._asked: tuple[Future[None], float] | None = None  # of the store, and when

    def stuck(self) -> str | None:
        """The name of a thread that hangs; to be asked every few seconds."""
        now = self._clock.monotonic()
        hanging = [each.name for each in self._threads if self._hangs(each, now)]
        if self._store_hangs(now):
            hanging.append("store")
        return hanging[0] if hanging else None

    def _hangs(self, thread: Looping, now: float) -> bool:
        step_no = thread.step_no
        if step_no is None:
            self._seen.pop(thread.name, None)
            return False
        known, since = self._seen.get(thread.name, (None, now))
        if known != step_no:
            since = now
        self._seen[thread.name] = step_no, since
        return now - since > thread.longest_step_seconds

    def _store_hangs(self, now: float) -> bool:
        if self._asked is None or self._asked[0].done():
            self._asked = self._store.do(lambda: None), now
        return now - self._asked[1] > STORE_SECONDS
