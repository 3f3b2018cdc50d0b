# SPDX-License-Identifier: Apache-2.0
"""A process of clients that all ask at once, told on standard input what to do and how long."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict
from random import Random
from time import perf_counter
from typing import Protocol

from bench.centre import booker, talker
from bench.centre.booker import Booker
from bench.centre.line import Heard, Line
from bench.centre.talker import Talker


class Client(Protocol):
    """Asks and waits for the answer."""

    line: Line

    async def act(self, size: int, /) -> float:
        """One request; the seconds until the answer was here."""
        ...


async def main() -> None:
    """The first line says who they are, each further one begins a round."""
    lines = asyncio.StreamReader(limit=2**26)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    known = json.loads(await lines.readline())
    clients = [_client(known["kind"], known["port"], start) for start in known["starts"]]
    while line := await lines.readline():
        sys.stdout.write(json.dumps(asdict(await _round(clients, **json.loads(line)))) + "\n")
        sys.stdout.flush()


def _client(kind: str, port: int, start: dict[str, object]) -> Client:
    line = Line(port, str(start["credential"]))
    if kind == "booker":
        return Booker(booker.Start(**start), line)  # type: ignore[arg-type]  # as asdict wrote it
    return Talker(talker.Start(**start), line)  # type: ignore[arg-type]  # as asdict wrote it


async def _round(
    clients: list[Client], *, size: int, seconds: float, pause: float, is_in_turn: bool
) -> Heard:
    for client in clients:
        await client.line.open()
    began = perf_counter()
    until = began + seconds
    if is_in_turn:
        each = [one async for one in _in_turn(clients, size, until)]
    else:
        found = await asyncio.gather(*(_asking(each, size, until, pause) for each in clients))
        each = [one for many in found for one in many]
    took = perf_counter() - began
    for client in clients:
        client.line.close()
    return Heard(took, each)


async def _asking(client: Client, size: int, until: float, pause: float) -> list[float]:
    """Pauses of nothing to twice as long: clients that all wait the same would all come at once."""
    each, chance = [], Random(id(client))  # noqa: S311 - no secret
    while perf_counter() < until:
        each.append(await client.act(size))
        if pause:
            await asyncio.sleep(chance.uniform(0, 2 * pause))
    return each


async def _in_turn(clients: list[Client], size: int, until: float) -> AsyncIterator[float]:
    while perf_counter() < until:
        for client in clients:
            yield await client.act(size)


if __name__ == "__main__":
    asyncio.run(main())
