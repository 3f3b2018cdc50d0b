# SPDX-License-Identifier: Apache-2.0
"""What has begun when a process is told to end is finished, unless it takes too long."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from central.services import ending
from central.services.ending import finished, whole


class Round:
    """Begins, and is over when it is let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self.ended = ""

    async def go(self) -> None:
        self.begun.set()
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            self.ended = "broken off"
            raise
        self.ended = "whole"


async def again(what: Callable[[], Coroutine[Any, Any, None]]) -> None:
    while True:
        await what()
        await asyncio.sleep(0)


async def test_a_round_that_has_begun_is_carried_to_its_end() -> None:
    one = Round()
    task = asyncio.create_task(again(whole(one.go)))
    await one.begun.wait()
    task.cancel()
    asyncio.get_running_loop().call_soon(one.may_end.set)
    await finished([task])
    assert one.ended == "whole"
    assert task.cancelled()


async def test_a_round_that_takes_too_long_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "GRACE_SECONDS", 0)
    one = Round()
    task = asyncio.create_task(again(whole(one.go)))
    await one.begun.wait()
    task.cancel()
    await finished([task])
    assert one.ended == "broken off"
    assert task.cancelled()


async def test_what_fails_in_a_round_fails_outside_too() -> None:
    async def fails() -> None:
        raise ValueError("why")

    with pytest.raises(ValueError, match="why"):
        await whole(fails)()


async def test_a_round_that_fails_while_its_end_is_waited_for_is_over() -> None:
    one = Round()

    async def fails() -> None:
        await one.go()
        raise ValueError("why")

    task = asyncio.create_task(again(whole(fails)))
    await one.begun.wait()
    task.cancel()
    asyncio.get_running_loop().call_soon(one.may_end.set)
    await finished([task])
    assert task.cancelled()


async def test_nobody_to_wait_for_is_no_mistake() -> None:
    await finished([])
