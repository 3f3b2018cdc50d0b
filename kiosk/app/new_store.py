# SPDX-License-Identifier: Apache-2.0
"""`kiosk new-store`: a kiosk whose records are damaged or lost begins anew, as another kiosk."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TextIO

from common import key_files
from kiosk.app.alone import without_kiosk
from kiosk.app.store import (
    BEGINS_FILE,
    DATABASE_FILE,
    KEYS_FOLDER,
    SIGNING_KEY_FILE,
    enrolment_file,
)
from kiosk.clock import Clock, SystemClock
from kiosk.errors import KioskError
from kiosk.services.site_now import SiteNow
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.store.database import Database
from kiosk.store.errors import DatabaseDamagedError, NotWritableError
from kiosk.store.journal import check_journal
from kiosk.texts import load_texts


class SoundStoreError(KioskError):
    """The records are good: nothing was changed. Fields: `path`."""

    key = "error.new_store.sound"


def new_store(config: Path, language: str, out: TextIO) -> int:
    """Put the damaged records aside; the next start makes new ones, and this machine a new kiosk.

    Raises:
        KioskRunsError: end it first.
        SoundStoreError: there is nothing to be mended.
        NotWritableError: they cannot be put aside.
    """
    settings, texts = load_settings(config), load_texts(language)
    with without_kiosk(settings):
        aside = put_aside(settings, SystemClock())
    words = "new_store_alone" if settings.centre is None else "new_store"
    out.write(texts(f"command.{words}", folder=aside) + "\n")
    return 0


def put_aside(settings: Settings, clock: Clock) -> Path:
    """The folder that holds the old records and keys now; raises as `new_store`.

    A kiosk that stands alone begins on the next business day: which numbers of this day are out, and
    which places taken, is what was lost.
    """
    state = settings.machine.state_dir
    _refuse_sound(state / DATABASE_FILE)
    aside = state / f"damaged-{clock.now():%Y%m%dT%H%M%SZ}"
    try:
        aside.mkdir(mode=0o700, parents=True)
        if settings.centre is None:
            _begin_on(state / BEGINS_FILE, _tomorrow(settings, clock))
        for path in _of_this_kiosk(settings):
            path.rename(aside / path.name)
    except OSError as error:
        raise NotWritableError(path=str(state), problem=error.strerror or "") from error
    return aside


def _refuse_sound(path: Path) -> None:
    if not path.exists() or not path.stat().st_size:
        return
    try:
        check_journal(path)
        database = Database.look(path)
    except DatabaseDamagedError:
        return
    try:
        database.examine(path, None)
    except DatabaseDamagedError:
        return
    finally:
        database.close()
    raise SoundStoreError(path=path)


def _begin_on(path: Path, day: date) -> None:
    key_files.put(path, f"{day}\n".encode("ascii"))


def _tomorrow(settings: Settings, clock: Clock) -> date:
    calendar = SiteNow(settings).get().site.calendar
    return calendar.business_day(clock.now()) + timedelta(days=1)


def _of_this_kiosk(settings: Settings) -> Iterator[Path]:
    """The records first: without them and with the key the kiosk still knows that they are lost."""
    state = settings.machine.state_dir
    for name in (DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm"):
        yield from _there(state / name)
    yield from _there(enrolment_file(settings))
    yield from _there(state / KEYS_FOLDER / SIGNING_KEY_FILE)


def _there(path: Path) -> Iterator[Path]:
    if path.exists():
        yield path
