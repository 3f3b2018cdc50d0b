# SPDX-License-Identifier: Apache-2.0
"""Who of the staff is let in here, and how many PINs were wrong: two small files beside the database.

They are of mode 0600 and hold no PIN and no card number, only what cannot be turned back.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from common import key_files
from kiosk.errors import KioskError


class StaffFileError(KioskError):
    """It cannot be read or written, or was spoilt: nobody is let in by PIN. Fields: `path`, `problem`."""

    key: ClassVar[str] = "error.staff.file"


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """Somebody of the staff; `pin` and `card` are what is kept of them, None without one."""

    staff_id: str
    name: str = field(repr=False)
    pin: str | None = field(default=None, repr=False)
    card: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Tries:
    """PINs that were wrong in a row, and until when none is looked at."""

    wrong: int = 0
    until: datetime | None = None


class StaffFile:
    """Concurrency: any thread or process; the last one to write wins."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> dict[str, StaffRecord]:
        """By staff id; nobody where there is no file. Raises StaffFileError."""
        values = _load(self.path, {"staff": []})
        try:
            names = [one.name for one in fields(StaffRecord)]
            records = [
                StaffRecord(**{name: one[name] for name in names}) for one in values["staff"]
            ]
        except (KeyError, TypeError) as error:
            raise StaffFileError(path=self.path, problem="spoilt") from error
        return {record.staff_id: record for record in records}

    def put(self, records: Iterable[StaffRecord]) -> None:
        """Keep these in place of those before. Raises StaffFileError."""
        _put(self.path, {"staff": [asdict(record) for record in records]})


class TriesFile:
    """Concurrency: one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Tries:
        """None wrong where there is no file. Raises StaffFileError."""
        values = _load(self._path, {"wrong": 0, "until": None})
        try:
            until = values["until"] and datetime.fromisoformat(values["until"])
            return Tries(int(values["wrong"]), until)
        except (KeyError, TypeError, ValueError) as error:
            raise StaffFileError(path=self._path, problem="spoilt") from error

    def put(self, tries: Tries) -> None:
        """On return it is on the disk. Raises StaffFileError."""
        until = tries.until.isoformat() if tries.until else None
        _put(self._path, {"wrong": tries.wrong, "until": until})


def _load(path: Path, without: dict[str, Any]) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8")) if path.exists() else without
    except (OSError, ValueError) as error:
        raise StaffFileError(path=path, problem="unreadable") from error
    if not isinstance(values, dict):
        raise StaffFileError(path=path, problem="spoilt")
    return values


def _put(path: Path, values: dict[str, object]) -> None:
    try:
        key_files.put(path, json.dumps(values, ensure_ascii=False).encode())
    except OSError as error:
        raise StaffFileError(path=path, problem=error.strerror) from error
