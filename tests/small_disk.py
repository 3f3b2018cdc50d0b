# SPDX-License-Identifier: Apache-2.0
"""A small file system of one's own: a program runs on it and takes it away when it ends."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from tests.e2e.process import END_WITH_US

MOUNT_AND_RUN = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'
FILLED_AT_ONCE = 64 * 1024


def run_on_small_disk(module: str, folder: Path, *, size: str, mounted: str) -> str:
    """What `python -m MODULE FOLDER` says, whose folder `mounted` has room for so much alone."""
    disk = folder / mounted
    disk.mkdir()
    done = subprocess.run(
        [
            *(*END_WITH_US, "unshare", "--user", "--map-root-user", "--mount"),
            *("sh", "-c", MOUNT_AND_RUN, "sh", size, str(disk)),
            *(sys.executable, "-m", module, str(folder)),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fill(disk: Path) -> Path:
    """A file that takes all that is left, to the last block."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(FILLED_AT_ONCE))
    assert os.statvfs(disk).f_bavail == 0
    return filler
