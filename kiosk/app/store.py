# SPDX-License-Identifier: Apache-2.0
"""The database and the keys under `kiosk.state_dir`."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from kiosk.crypto import DayKeys, SigningKey, staff_key
from kiosk.errors import KioskError
from kiosk.pins import Pins
from kiosk.services.staff_door import StaffDoor
from kiosk.settings.model import Settings
from kiosk.store.database import Database
from kiosk.store.errors import DatabaseDamagedError, DatabaseLostError
from kiosk.store.reserve import Reserve
from kiosk.store.staff_file import StaffFile, TriesFile

DATABASE_FILE = "kiosk.db"
RESERVE_FILE = "kiosk.db.reserve"
BEGINS_FILE = "begins-on"
SIGNING_KEY_FILE = "ticket.key"
KEYS_FOLDER = "keys"
ENROLMENT_FILE = "enrolment.json"
STAFF_FILE = "staff.json"
STAFF_TRIES_FILE = "staff-tries.json"
STAFF_KEY_FILE = "staff.key"


class EnrolledAloneError(KioskError):
    """Its centre has granted it what it would grant itself once more. Fields: `path`."""

    key = "error.centre.enrolled_alone"


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
    refuse_lost(settings)
    _refuse_alone(settings)
    database = Database.open(path, Reserve(path.with_name(RESERVE_FILE)))
    keys = DayKeys(folder)
    signing_key = SigningKey.load_or_make(folder / SIGNING_KEY_FILE)
    return Store(database, keys, signing_key)


def enrolment_file(settings: Settings) -> Path:
    """Where lies what `kiosk enrol` got."""
    return settings.machine.state_dir / KEYS_FOLDER / ENROLMENT_FILE


def staff_file(settings: Settings) -> StaffFile:
    """Who of the staff is let in here."""
    return StaffFile(settings.machine.state_dir / KEYS_FOLDER / STAFF_FILE)


def staff_door(settings: Settings) -> StaffDoor:
    """Who lets them in; the key of their cards is made when the first card is kept."""
    folder = settings.machine.state_dir / KEYS_FOLDER
    return StaffDoor(
        staff_file(settings),
        TriesFile(folder / STAFF_TRIES_FILE),
        Pins(),
        partial(staff_key, folder / STAFF_KEY_FILE),
    )


def begins_on(settings: Settings) -> date | None:
    """The first business day of records that were begun anew; None where they never were.

    A kiosk with a centre begins at once: its centre knows what it may give. Raises DatabaseDamagedError.
    """
    path = settings.machine.state_dir / BEGINS_FILE
    if settings.centre is not None or not path.exists():
        return None
    try:
        return date.fromisoformat(path.read_text(encoding="utf-8").strip())
    except ValueError as error:
        raise DatabaseDamagedError(path=str(path), problem="no date") from error


def _refuse_alone(settings: Settings) -> None:
    """A kiosk of a centre that grants itself places would sell what the centre sells elsewhere."""
    path = enrolment_file(settings)
    if settings.centre is None and path.exists():
        raise EnrolledAloneError(path=path)


def refuse_lost(settings: Settings) -> None:
    """A kiosk that has its key had records too: without them it would give today's numbers again.

    Whoever wants to start anew says so by `kiosk new-store`, which puts this kiosk's identity aside.
    Raises DatabaseLostError.
    """
    database = settings.machine.state_dir / DATABASE_FILE
    signing_key = settings.machine.state_dir / KEYS_FOLDER / SIGNING_KEY_FILE
    if signing_key.exists() and not (database.is_file() and database.stat().st_size):
        raise DatabaseLostError(path=str(database), problem=str(database.parent))
