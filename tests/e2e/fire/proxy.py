# SPDX-License-Identifier: Apache-2.0
"""What may lie between kiosks and centre: loses, doubles, delays, halves and cuts, by a seed.

The n-th exchange of a kiosk meets the same fault whenever the seed is the same.
"""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, Self, TypeVar

SECONDS = 60
LATE_SECONDS = (0.05, 0.5)
EXCHANGE, WAKE = "/v1/exchange", "/v1/wake"
BAD_GATEWAY = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>"
)

_Result = TypeVar("_Result")


class Fault(StrEnum):
    """What happens to one exchange."""

    NONE = "passed on"
    LOST = "lost on the way there"
    ANSWER_LOST = "answer lost after the centre has done it"
    HALF = "half an answer"
    DOUBLED = "comes three times, two of them at once"
    LATE = "lost, and comes after what followed it"
    SLOW = "slow"
    BAD_GATEWAY = "bad gateway"


WEIGHTS = {
    Fault.NONE: 40,
    Fault.LOST: 6,
    Fault.ANSWER_LOST: 14,
    Fault.HALF: 8,
    Fault.DOUBLED: 12,
    Fault.LATE: 10,
    Fault.SLOW: 6,
    Fault.BAD_GATEWAY: 4,
}


@dataclass(frozen=True)
class _Request:
    path: str
    head: bytes
    body: bytes

    @property
    def whole(self) -> bytes:
        """The answer ends when the connection does."""
        line, _, fields = self.head.partition(b"\r\n")
        return line + b"\r\nConnection: close\r\n" + fields + self.body


class FaultProxy:
    """One door for each kiosk and one for the platform.

    Lifetime: a with block. Concurrency: one thread of callers.

    Args:
        answers_of_others: the mistake that it sometimes gives one what was another's answer.

    Attributes:
        upstreams: ports of the centre's processes; each request goes to any of them.
        is_rough: whether exchanges meet faults.
    """

    def __init__(self, seed: int, doors: Sequence[str], *, answers_of_others: bool = False) -> None:
        self.upstreams: tuple[int, ...] = ()
        self.is_rough = False
        self.counts = Counter[Fault]()
        self._draws = {one: random.Random(f"{seed} {one}") for one in doors}  # noqa: S311 - a schedule, no secret
        self._which = random.Random(f"{seed} process")  # noqa: S311 - a schedule, no secret
        self._ports: dict[str, int] = {}
        self._cut: set[str] = set()
        self._open: dict[str, set[asyncio.StreamWriter]] = {one: set() for one in doors}
        self._answers_of_others = answers_of_others
        self._last_answer: dict[str, bytes] = {}
        self._on_the_way: set[asyncio.Task[Any]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault-proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        # What was called in at the last moment.
        self._loop.run_until_complete(self._cut_lines(tuple(self._draws)))
        self._loop.run_until_complete(_cancel_others())
        self._loop.close()

    def url(self, door: str) -> str:
        return f"http://127.0.0.1:{self._ports[door]}"

    def cut(self, *doors: str) -> None:
        """These lines are gone, with all that is on them."""
        self._do(self._cut_lines(doors))

    def heal(self, *doors: str) -> None:
        self._cut.difference_update(doors)

    # On its own thread

    def _do(self, what: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(SECONDS)

    async def _listen(self) -> None:
        self._servers = []
        for door in self._draws:

            async def serve(
                reader: asyncio.StreamReader,
                writer: asyncio.StreamWriter,
                door: str = door,
            ) -> None:
                self._hold(asyncio.current_task())
                await self._serve(door, reader, writer)

            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            self._ports[door] = server.sockets[0].getsockname()[1]
            self._servers.append(server)

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        await self._cut_lines(tuple(self._draws))
        await _cancel_others()

    async def _cut_lines(self, doors: Sequence[str]) -> None:
        self._cut.update(doors)
        for door in doors:
            for writer in tuple(self._open[door]):
                writer.transport.abort()

    async def _serve(
        self, door: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._open[door].add(writer)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                if door not in self._cut:
                    await self._answer(door, await _read(reader), writer)
        finally:
            self._open[door].discard(writer)
            writer.transport.abort() if door in self._cut else writer.close()

    async def _answer(self, door: str, request: _Request, writer: asyncio.StreamWriter) -> None:
        if request.path == WAKE:
            await self._stream(door, request, writer)
            return
        answer = await self._carry(door, request)
        if answer and door not in self._cut:
            is_mixed_up = self._answers_of_others and request.path == EXCHANGE
            writer.write(self._mixed_up(door, answer) if is_mixed_up else answer)
            await writer.drain()

    async def _carry(self, door: str, request: _Request) -> bytes:
        """What the kiosk hears of it; nothing when the line breaks."""
        draws = self._draws[door]
        fault = draws.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]
        seconds, share = draws.uniform(*LATE_SECONDS), draws.random()
        if not self.is_rough:
            return await self._ask_centre(request)
        self.counts[fault] += 1
        match fault:
            case Fault.LOST:
                return b""
            case Fault.BAD_GATEWAY:
                return BAD_GATEWAY
            case Fault.LATE:
                self._late(request, seconds)
                return b""
            case Fault.SLOW:
                await asyncio.sleep(seconds)
            case Fault.DOUBLED:
                await asyncio.gather(self._ask_centre(request), self._ask_centre(request))
            case _:
                pass
        answer = await self._ask_centre(request)
        kept = {Fault.ANSWER_LOST: 0, Fault.HALF: int(len(answer) * share)}
        return answer[: kept.get(fault, len(answer))]

    def _late(self, request: _Request, seconds: float) -> None:
        """Nobody waits for its answer any more."""

        async def ask() -> None:
            await asyncio.sleep(seconds)
            await self._ask_centre(request)

        self._hold(asyncio.create_task(ask()))

    def _hold(self, task: "asyncio.Task[Any] | None") -> None:
        """Nobody else does who is still there when its connection is broken off."""
        if task is not None:
            self._on_the_way.add(task)
            task.add_done_callback(self._on_the_way.discard)

    def _mixed_up(self, door: str, answer: bytes) -> bytes:
        self._last_answer[door] = answer
        others = [each for one, each in self._last_answer.items() if one != door]
        return self._draws[door].choice([answer, *others]) if self.is_rough else answer

    async def _ask_centre(self, request: _Request) -> bytes:
        """Its whole answer; what there is of it when it dies meanwhile."""
        try:
            reader, writer = await self._centre()
        except OSError:
            return b""
        try:
            writer.write(request.whole)
            await writer.drain()
            return await reader.read(-1)
        except OSError:
            return b""
        finally:
            writer.close()

    async def _stream(self, door: str, request: _Request, writer: asyncio.StreamWriter) -> None:
        reader, to_centre = await self._centre()
        self._open[door].add(to_centre)
        try:
            to_centre.write(request.whole)
            while data := await reader.read(4096):
                writer.write(data)
                await writer.drain()
        finally:
            self._open[door].discard(to_centre)
            to_centre.close()

    async def _centre(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if not self.upstreams:
            raise ConnectionRefusedError
        port = self._which.choice(self.upstreams)
        return await asyncio.open_connection("127.0.0.1", port)


async def _cancel_others() -> None:
    while running := asyncio.all_tasks() - {asyncio.current_task()}:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> _Request:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
    body = await reader.readexactly(int(fields.get(b"content-length", b"0")))
    return _Request(head.split(b" ", 2)[1].decode(), head, body)
