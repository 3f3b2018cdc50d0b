# SPDX-License-Identifier: Apache-2.0
"""The program that stands in for aplay, run as a file with its Loudspeaker's folder.

It imports little: it shall start as quickly as aplay does.
"""
# pathlib is slow to import
# ruff: noqa: PTH104, PTH110, PTH123

import os
import struct
import sys
import time

EVENT = "<cid"
EVENT_BYTES = struct.calcsize(EVENT)
WHAT = {b"B": "began", b"E": "ended", b"D": "is deaf"}

NEWS = "news"
GATE = "gate"
REFUSAL = "refusal"
IS_HELD = "is_held"
IS_DEAF = "is_deaf"
HEARD = "heard.wav"

HEADER_BYTES = 44
READ_BYTES = 65_536


def play(folder: str) -> int:
    """Tell the first byte of sound, keep all of it, wait at the gate, tell the end."""
    if os.path.exists(f"{folder}/{REFUSAL}"):
        with open(f"{folder}/{REFUSAL}", encoding="utf-8") as words:
            sys.stderr.write(words.read())
        return 1
    news = os.open(f"{folder}/{NEWS}", os.O_WRONLY)
    if os.path.exists(f"{folder}/{IS_DEAF}"):
        tell(news, b"D")
        wait_at_gate(folder)
    heard = hear(news)
    unfinished = f"{folder}/{os.getpid()}.part"
    with open(unfinished, "wb") as file:
        file.write(heard)
    os.rename(unfinished, f"{folder}/{HEARD}")
    if os.path.exists(f"{folder}/{IS_HELD}"):
        wait_at_gate(folder)
    tell(news, b"E")
    return 0


def hear(news: int) -> bytes:
    """Everything on the standard input."""
    heard = b""
    is_told = False
    while data := os.read(0, READ_BYTES):
        heard += data
        if not is_told and len(heard) > HEADER_BYTES:
            is_told = True
            tell(news, b"B")
    return heard


def wait_at_gate(folder: str) -> None:
    """Until somebody lets this player on."""
    os.read(os.open(f"{folder}/{GATE}", os.O_RDONLY), 1)


def tell(news: int, what: bytes) -> None:
    """In one piece, for it is shorter than PIPE_BUF."""
    os.write(news, struct.pack(EVENT, what, os.getpid(), time.monotonic()))


if __name__ == "__main__":
    sys.exit(play(sys.argv[1]))
