# SPDX-License-Identifier: Apache-2.0
"""An independent reader of printed letters: tesseract of the distribution."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QImage

ONE_LINE = "7"
"""A picture holds one line."""


def read(pictures: Sequence[QImage], language: str, folder: Path) -> list[str]:
    """What stands in each picture; `language` is chi_sim or eng.

    One process for all, and one thread: it would take every core for nothing.
    """
    files = [folder / f"{number}.png" for number in range(len(pictures))]
    for picture, file in zip(pictures, files, strict=True):
        assert picture.save(str(file))
    (folder / "files").write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
    command = ["tesseract", str(folder / "files"), "-", "-l", language, "--psm", ONE_LINE]
    env = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    told = subprocess.run(
        command, env=env, capture_output=True, text=True, check=True, timeout=300
    ).stdout
    # A page ends where the next begins, the last one with or without its sign.
    return told.split("\f")[: len(pictures)]
