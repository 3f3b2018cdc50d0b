# SPDX-License-Identifier: Apache-2.0
"""The screens that Linux sees on this machine, also while none shows anything."""

import re
from pathlib import Path

CONNECTORS = Path("/sys/class/drm")
MODE = re.compile(r"([1-9][0-9]*)x([1-9][0-9]*)")


def pixels(connectors: Path = CONNECTORS) -> tuple[int, int] | None:
    """Width and height of the one screen that is connected, in its best mode; None for none or several."""
    modes = [_best_mode(one) for one in sorted(connectors.glob("card*-*")) if _is_connected(one)]
    return modes[0] if len(modes) == 1 else None


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
