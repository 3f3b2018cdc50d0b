# SPDX-License-Identifier: Apache-2.0
"""The one thread that writes the store; others hand it jobs, or wait for its answer."""

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


class StoreThread:
    """Lifetime: from the first job to `stop`. Concurrency: `do` and `ask` from any other thread."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")

    def do(self, job: Callable[[], None]) -> Future[None]:
        """Have a job done; whatever it raises is a bug and reaches `sys.excepthook`."""
        future = self._executor.submit(job)
        future.add_done_callback(_raise_bug)
        return future

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """Wait for an answer; what the question raises is raised here."""
        return self._executor.submit(question).result()

    def stop(self) -> None:
        """End after the jobs that wait."""
        self._executor.shutdown()


def _raise_bug(future: Future[None]) -> None:
    error = None if future.cancelled() else future.exception()
    if error is not None:
        sys.excepthook(type(error), error, error.__traceback__)
