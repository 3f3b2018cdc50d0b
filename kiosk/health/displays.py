# SPDX-License-Identifier: Apache-2.0
"""The screens that Linux sees on this machine, also while none shows anything."""

import re
from pathlib import Path

CONNECTORS = Path("/sys/class/drm")
_EDID_BYTES = 128
_TIMING = 54
"""Where the first timing is described; 12 bytes on stands the size of the picture."""
MODE = re.compile(r"([1-9][0-9]*)x([1-9][0-9]*)")


def pixels(connectors: Path = CONNECTORS) -> tuple[int, int] | None:
    """Width and height of the one screen that is connected, in its best mode; None for none or several."""
    modes = [_best_mode(one) for one in sorted(connectors.glob("card*-*")) if _is_connected(one)]
    return modes[0] if len(modes) == 1 else None


def millimetres(connectors: Path = CONNECTORS) -> tuple[int, int] | None:
    """Width and height of the picture by the one screen's own word (EDID 1.4, 3.10.2), as it lies; None as above.

    Screens err, and some say nothing: a ruler is better.
    """
    found = [_edid(one) for one in sorted(connectors.glob("card*-*")) if _is_connected(one)]
    return _size_in(found[0]) if len(found) == 1 else None


def _size_in(edid: bytes) -> tuple[int, int] | None:
    if len(edid) < _EDID_BYTES:
        return None
    low_width, low_height, high = edid[_TIMING + 12], edid[_TIMING + 13], edid[_TIMING + 14]
    size = low_width | (high & 0xF0) << 4, low_height | (high & 0x0F) << 8
    return size if all(size) else None


def _edid(connector: Path) -> bytes:
    try:
        return (connector / "edid").read_bytes()
    except OSError:
        return b""


def _is_connected(connector: Path) -> bool:
    return _read(connector / "status").strip() == "connected"


def _best_mode(connector: Path) -> tuple[int, int] | None:
    """The first of the list is the one that the screen itself prefers."""
    found = MODE.match(_read(connector / "modes"))
    return (int(found[1]), int(found[2])) if found else None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""
