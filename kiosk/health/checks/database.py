# SPDX-License-Identifier: Apache-2.0
"""Is the file of the records sound: its pages, its tables, the chain of its log; changes nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.health.finding import Finding, Where
from kiosk.health.notes import Note, failed, finding, told
from kiosk.store.errors import DatabaseDamagedError, DatabaseLostError, StoreError

FAMILY = "database"

_TO_DO: dict[type[StoreError], str] = {
    DatabaseDamagedError: "keep_damaged",
    DatabaseLostError: "keep_damaged",
}


class DatabaseCheck:
    """Lifetime: `look` as often as wanted; nothing is open between two looks.

    Args:
        examine: the last position of its log; None: there is no file of this version. Raises StoreError.
    """

    def __init__(self, path: Path, examine: Callable[[], int | None]) -> None:
        self._where = Where("kiosk", "", place=str(path))
        self._examine = examine

    def look(self) -> Finding:
        """Reads the whole file."""
        return finding(FAMILY, self._where, self._notes())

    def _notes(self) -> Iterator[Note]:
        try:
            entries = self._examine()
        except StoreError as error:
            to_do = _TO_DO.get(type(error), "see_disk")
            yield failed(error, to_do, place=self._where.place)
            return
        yield told("no_records") if entries is None else told("entries", entries=entries)
