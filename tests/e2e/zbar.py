# SPDX-License-Identifier: Apache-2.0
"""An independent reader of QR codes: zbarimg of the distribution."""

import subprocess
from pathlib import Path


def decode(picture: Path) -> str:
    """The one code in a picture."""
    found = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "--nodbus", str(picture)],
        capture_output=True,
        check=True,
        text=True,
        timeout=30,
    )
    return found.stdout.strip()
