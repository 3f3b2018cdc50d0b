# SPDX-License-Identifier: Apache-2.0
"""`kiosk config`: the file that comes with the program, and its schema."""

import sys
from pathlib import Path
from typing import TextIO

from kiosk.errors import KioskError
from kiosk.settings.schema import schema_text

SHIPPED = "kiosk.toml"
INSTALLED = Path(sys.prefix) / "share/youhao"
CHECKOUT = Path(__file__).parents[2]


class NotShippedError(KioskError):
    """The program was put together without its kiosk.toml."""

    key = "error.config.not_shipped"


def print_config(what: str, out: TextIO) -> int:
    """`default` or `schema`, as files to be written; raises NotShippedError."""
    out.write(schema_text() if what == "schema" else shipped())
    return 0


def shipped() -> str:
    """The kiosk.toml that comes with the program; raises NotShippedError."""
    for folder in (CHECKOUT, INSTALLED):
        path = folder / SHIPPED
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise NotShippedError
