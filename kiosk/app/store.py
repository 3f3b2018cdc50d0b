# SPDX-License-Identifier: Apache-2.0
"""The database and the keys under `kiosk.state_dir`."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.crypto import DayKeys, SigningKey
from kiosk.settings.model import Settings
from kiosk.store.database import Database
from kiosk.store.errors import DatabaseLostError

DATABASE_FILE = "kiosk.db"
SIGNING_KEY_FILE = "ticket.key"
KEYS_FOLDER = "keys"


@dataclass(frozen=True)
class Store:
    """The database, opened, and the keys."""

    database: Database
    keys: DayKeys
    signing_key: SigningKey


def open_store(settings: Settings) -> Store:
    """Database and keys under `kiosk.state_dir`; KioskError says why not."""
    path = settings.machine.state_dir / DATABASE_FILE
    folder = settings.machine.state_dir / KEYS_FOLDER
    _refuse_lost(path, folder / SIGNING_KEY_FILE)
    database = Database.open(path)
    keys = DayKeys(folder)
    signing_key = SigningKey.load_or_make(folder / SIGNING_KEY_FILE)
    return Store(database, keys, signing_key)


def _refuse_lost(database: Path, signing_key: Path) -> None:
    """A kiosk that has its key had records too: without them it would give today's numbers again.

    Whoever wants to start anew removes the whole folder, and with it this kiosk's identity.
    """
    if signing_key.exists() and not (database.is_file() and database.stat().st_size):
        raise DatabaseLostError(path=str(database), problem=str(database.parent))
