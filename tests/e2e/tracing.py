# SPDX-License-Identifier: Apache-2.0
"""Looks over a program's shoulder with strace: its system calls in their order, or a blow at one of them."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from tests.e2e.process import Program

PATIENCE_SECONDS = 30.0
LONGEST_DATA = 4200
"""More than a page of the database."""

BEGUN = re.compile(r"(?P<thread>\d+) +(?P<name>\w+)\((?P<rest>.*)")
RESUMED = re.compile(r"(?P<thread>\d+) +<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)")
RESULT = re.compile(r"\) += (?P<result>-?\d+)")
FILE = re.compile(r"\d+<(?P<file>(?:\\x[0-9a-f]{2})+|[^>]*)")
DATA = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
UNFINISHED = "<unfinished ...>"


@dataclass
class Call:
    """One system call; `begun` and `ended` count the lines of the trace, so they order all calls.

    Attributes:
        file: path or connection of its first argument.
        data: what it wrote, or had read when it ended.
        ended: None when it never came back.
    """

    name: str
    begun: int
    file: str
    data: bytes
    ended: int | None = None
    result: int | None = None

    @classmethod
    def begin(cls, name: str, line_no: int, rest: str) -> Self:
        file = FILE.match(rest)
        return cls(name, line_no, _unescaped(file["file"]) if file else "", _data(rest))

    def end(self, line_no: int, rest: str) -> None:
        result = RESULT.search(rest)
        self.ended, self.result = line_no, int(result["result"]) if result else None
        self.data = self.data or _data(rest)


def read_trace(lines: Sequence[str]) -> list[Call]:
    """All calls in the order of their beginnings; lines about anything else are left out."""
    calls: list[Call] = []
    open_calls: dict[str, Call] = {}
    for line_no, line in enumerate(lines):
        if found := BEGUN.match(line):
            call = Call.begin(found["name"], line_no, found["rest"])
            calls.append(call)
            if UNFINISHED in found["rest"]:
                open_calls[found["thread"]] = call
            else:
                call.end(line_no, found["rest"])
        elif (found := RESUMED.match(line)) and found["thread"] in open_calls:
            open_calls.pop(found["thread"]).end(line_no, found["rest"])
    return calls


@contextmanager
def traced(program: Program, folder: Path, names: str) -> Iterator[Path]:
    """Write down the named calls from now on; the file is complete when the program has ended."""
    out = folder / "strace"
    data = ["-s", str(LONGEST_DATA), "-xx", "-yy"]
    with _strace(program, ["-o", str(out), *data, "-e", f"trace={names}"]):
        yield out


@contextmanager
def killed_at(program: Program, name: str, count: int) -> Iterator[None]:
    """From now on the thread that makes the count-th call of that name dies entering it."""
    blow = f"inject={name}:signal=SIGKILL:when={count}"
    with _strace(program, ["-o", "/dev/null", "-e", f"trace={name}", "-e", blow]):
        yield


@contextmanager
def _strace(program: Program, options: Sequence[str]) -> Iterator[None]:
    """Lets go, at the latest, when the program has ended."""
    command = ["strace", "-f", *options, "-p", str(program.pid)]
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        try:
            said = strace.stderr.readline() if strace.stderr else ""
            if "attached" not in said:
                pytest.skip(f"strace may not look on here: {said.strip()}")
            yield
            program.kill()
            strace.wait(PATIENCE_SECONDS)
        finally:
            strace.kill()


def _data(text: str) -> bytes:
    return b"".join(bytes.fromhex(found.replace("\\x", "")) for found in DATA.findall(text))


def _unescaped(text: str) -> str:
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text
