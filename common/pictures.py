# SPDX-License-Identifier: Apache-2.0
"""Pictures of the way to a counter: what a file must be so that a kiosk shows it."""

import re
from pathlib import Path

NAME = r"[A-Za-z0-9_-]+\.(png|svg)"
"""A plain name: no picture lies anywhere but in its folder."""
MOST_BYTES = 1_000_000
MOST_PX = 4000
_PNG = b"\x89PNG\r\n\x1a\n"
_SIZE = slice(16, 24)  # width and height, in the first chunk


def read_picture(path: Path) -> bytes | None:
    """What the file holds; None for none that is there, or that no kiosk would show.

    A PNG of at most 4000 pixels each way, or an SVG without declarations of its own.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError:
        return None
    if len(data) > MOST_BYTES:
        return None
    return data if _is_png(data) or _is_svg(data) else None


def _is_png(data: bytes) -> bool:
    size = data[_SIZE]
    if not data.startswith(_PNG) or len(size) < _SIZE.stop - _SIZE.start:
        return False
    sides = int.from_bytes(size[:4], "big"), int.from_bytes(size[4:], "big")
    return all(0 < side <= MOST_PX for side in sides)


def _is_svg(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # Entities can make a small file an endless one, and a link reads another file.
    return "<svg" in text and not re.search(r"<!DOCTYPE|<!ENTITY|href\s*=", text, re.IGNORECASE)
