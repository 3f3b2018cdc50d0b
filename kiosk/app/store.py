# SPDX-License-Identifier: Apache-2.0
"""The database and the keys under `kiosk.state_dir`."""

from dataclasses import dataclass

from kiosk.crypto import DayKeys, SigningKey
from kiosk.settings.model import Settings
from kiosk.store.database import Database

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
    state_dir = settings.machine.state_dir
    database = Database.open(state_dir / DATABASE_FILE)
    keys = DayKeys(state_dir / KEYS_FOLDER)
    signing_key = SigningKey.load_or_make(state_dir / KEYS_FOLDER / SIGNING_KEY_FILE)
    return Store(database, keys, signing_key)
