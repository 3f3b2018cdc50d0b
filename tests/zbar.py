# SPDX-License-Identifier: Apache-2.0
"""An independent reader of QR codes: zbarimg of the distribution."""

import subprocess
from pathlib import Path

NOTHING_FOUND = 4
"""Its exit code then."""


def codes_in(picture: Path) -> list[str]:
    """Every QR code in a picture, none if there is none; other kinds of code are not looked for."""
    found = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", str(picture)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert found.returncode in {0, NOTHING_FOUND}, found.stderr
    return found.stdout.split()
