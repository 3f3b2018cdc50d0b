# SPDX-License-Identifier: Apache-2.0
"""Clients in processes of their own, as the measurement leads them."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass

from bench.centre import booker, talker
from bench.centre.line import Heard
from bench.plan import ROOT

PROCESSES = 2
"""So that the clients wait for the server and not for each other."""


@dataclass(frozen=True)
class Round:
    """What came of a round of all clients: requests a second, and the milliseconds of each."""

    per_second: float
    milliseconds: Sequence[float]


class Crowd:
    """Lifetime: inside `crowd`; idle between rounds."""

    def __init__(self, processes: Sequence["subprocess.Popen[str]"]) -> None:
        self._processes = processes

    def go(
        self, seconds: float, *, size: int = 1, pause: float = 0, is_in_turn: bool = False
    ) -> Round:
        """All at once, each after its last answer and a pause, or all in turn."""
        self._begin(seconds, size=size, pause=pause, is_in_turn=is_in_turn)
        return self._end()

    @contextmanager
    def going(self, seconds: float, *, size: int = 1, pause: float = 0) -> Iterator[None]:
        """Meanwhile something else is measured; lasts at least so long."""
        self._begin(seconds, size=size, pause=pause, is_in_turn=False)
        try:
            yield
        finally:
            self._end()

    def _begin(self, seconds: float, *, size: int, pause: float, is_in_turn: bool) -> None:
        order = {"size": size, "seconds": seconds, "pause": pause, "is_in_turn": is_in_turn}
        for process in self._processes:
            _say(process, order)

    def _end(self) -> Round:
        heard = [Heard(**json.loads(_hear(process))) for process in self._processes]
        per_second = sum(len(one.each) / one.seconds for one in heard)
        return Round(per_second, [each * 1000 for one in heard for each in one.each])


@contextmanager
def crowd(
    port: int, starts: Sequence[talker.Start] | Sequence[booker.Start], processes: int = PROCESSES
) -> Iterator[Crowd]:
    """Clients of a server, shared out over processes."""
    kind = "booker" if isinstance(starts[0], booker.Start) else "talker"
    with ExitStack() as held:
        made = [held.enter_context(_process()) for _ in range(processes)]
        for number, process in enumerate(made):
            own = [asdict(each) for each in starts[number::processes]]
            _say(process, {"kind": kind, "port": port, "starts": own})
        yield Crowd(made)


@contextmanager
def _process() -> Iterator["subprocess.Popen[str]"]:
    command = (sys.executable, "-m", "bench.centre.clients")
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        yield process


def _say(process: "subprocess.Popen[str]", words: object) -> None:
    if process.stdin is None:
        raise RuntimeError("no pipe")
    process.stdin.write(json.dumps(words) + "\n")
    process.stdin.flush()


def _hear(process: "subprocess.Popen[str]") -> str:
    if process.stdout is None:
        raise RuntimeError("no pipe")
    if line := process.stdout.readline():
        return line
    raise RuntimeError("clients ended; what they said stands above")
