# SPDX-License-Identifier: Apache-2.0
"""Whether the version that the last upgrade brought is the one that runs."""

from pathlib import Path

from kiosk.health.check import FOUND
from kiosk.health.finding import Finding, Said, Where
from kiosk.health.suggestions import ROOT

FAMILY = "program"
SWITCHED_BACK = Path("/var/lib/youhao-upgrade/switched-back")
"""Of an upgrade that was taken back (debian/youhao-kiosk/settle); one line: the version that did not serve,
the one that runs in its place, when that was decided."""


def look_at_program(version: str, note: Path) -> Finding:
    """In order where no upgrade was taken back."""
    where = Where(FAMILY, version)
    words = note.read_text(encoding="utf-8").split() if note.is_file() else []
    match words:
        case [broken, before, at]:
            fields = {"broken": broken, "before": before, "at": at}
            found, to_do = Said(f"{FOUND}switched_back", fields), Said(f"{ROOT}report_upgrade")
            return Finding(FAMILY, where, is_good=False, found=(found,), suggestion=to_do)
        case _:
            return Finding(FAMILY, where, is_good=True, found=(Said(f"{FOUND}good"),))
