# SPDX-License-Identifier: Apache-2.0
"""`python -m bench.outages FILE`: writes what `./dev bench --json FILE outages` found into docs/devices.md."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.outages.guide import GUIDE, filled


def main(arguments: Sequence[str]) -> int:
    """0 when the guide was written; 2 when nobody says from what."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m bench.outages FILE\n")
        return 2
    found = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    figures = {one["name"]: one["value"] for one in found}
    GUIDE.write_text(filled(GUIDE.read_text(encoding="utf-8"), figures), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
