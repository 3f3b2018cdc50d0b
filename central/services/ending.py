# SPDX-License-Identifier: Apache-2.0
"""A process that is told to end finishes what it has begun.

A statement of SQLite that is broken off keeps the file open, and its write-ahead log stays behind.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from typing import Any

GRACE_SECONDS = 10.0
"""For what has begun."""


async def finished(tasks: Collection[asyncio.Task[None]]) -> None:
    """Until all have ended, as they were told; those that take too long are broken off."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
    for task in late:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def whole(
    round_: Callable[[], Coroutine[Any, Any, None]],
) -> Callable[[], Coroutine[Any, Any, None]]:
    """The same, but that being cancelled waits until it is over; cancelled twice it is broken off."""

    async def carried_out() -> None:
        begun = asyncio.create_task(round_())
        try:
            await asyncio.shield(begun)
        except asyncio.CancelledError:
            await asyncio.gather(begun, return_exceptions=True)
            raise

    return carried_out
