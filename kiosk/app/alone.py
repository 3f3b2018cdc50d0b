# SPDX-License-Identifier: Apache-2.0
"""Commands that need the devices, which a running kiosk has for itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.app.store import DATABASE_FILE
from kiosk.errors import KioskError
from kiosk.settings.model import Settings
from kiosk.store.errors import DatabaseInUseError
from kiosk.store.lock import FileLock, lock_file


class KioskRunsError(KioskError):
    """The kiosk has its devices itself."""

    key = "error.alone.kiosk_runs"


@contextmanager
def without_kiosk(settings: Settings) -> Iterator[None]:
    """No kiosk runs meanwhile: a question to a printer at work could spoil its ticket.

    Raises:
        KioskRunsError: one runs now.
    """
    path = lock_file(settings.machine.state_dir / DATABASE_FILE)
    if not path.exists():  # no kiosk has ever run here
        yield
        return
    try:
        lock = FileLock(path)
    except DatabaseInUseError as error:
        raise KioskRunsError from error
    try:
        yield
    finally:
        lock.release()
