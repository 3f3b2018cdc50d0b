# SPDX-License-Identifier: Apache-2.0
"""What systemd says of this machine and its programs; nothing where it does not run."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

BOOTED = Path("/run/systemd/system")
"""There exactly while systemd runs the machine (sd_booted(3))."""
UNIT = "kiosk.service"
ANSWER_SECONDS = 5.0

UNIT_COMMAND = (
    "systemctl",
    "show",
    UNIT,
    "--property=LoadState,ActiveState,UnitFileState,NRestarts,WatchdogUSec,Result",
)
CLOCK_COMMAND = ("timedatectl", "show", "--property=NTPSynchronized")


def unit_properties() -> Mapping[str, str]:
    """How the kiosk's unit is; nothing where nobody can tell."""
    return _asked(UNIT_COMMAND)


def is_clock_synchronised() -> bool | None:
    """Whether the machine's clock is set by the network; None where nobody can tell."""
    return {"yes": True, "no": False}.get(_asked(CLOCK_COMMAND).get("NTPSynchronized", ""))


def _asked(command: tuple[str, ...]) -> Mapping[str, str]:
    return properties(command) if BOOTED.is_dir() else {}


def properties(command: tuple[str, ...]) -> Mapping[str, str]:
    """What a program says in lines of NAME=value; nothing if it is not there, refuses or hangs."""
    try:
        done = subprocess.run(  # noqa: S603 - programs of systemd, and nothing from outside
            command, capture_output=True, text=True, timeout=ANSWER_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    pairs = (line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    return dict(pairs)
