# SPDX-License-Identifier: Apache-2.0
"""`kiosk enrol`: makes this machine a kiosk of the centre in kiosk.toml, once."""

import re
from pathlib import Path
from typing import ClassVar, TextIO

from hall.identity import Secret
from kiosk.app.centre import address_of
from kiosk.app.store import DATABASE_FILE, KEYS_FOLDER, SIGNING_KEY_FILE, enrolment_file
from kiosk.crypto import SigningKey
from kiosk.errors import KioskError
from kiosk.settings.load import load_settings
from kiosk.settings.model import CentreSettings, Settings
from kiosk.store.database import Database
from kiosk.sync.enrolment import Enrolled, enrol, load_enrolment
from kiosk.sync.errors import NotKnownError, RefusedError
from kiosk.texts import load_texts

TOKEN = re.compile(r"[\x21-\x7e]{1,256}")


class EnrolError(KioskError):
    """The root of these; nothing was changed."""

    key: ClassVar[str] = "error.enrol.failed"


class NoCentreError(EnrolError):
    """kiosk.toml is of a kiosk that stands alone. Fields: `config`, `url`."""

    key: ClassVar[str] = "error.enrol.no_centre"


class OtherCentreError(EnrolError):
    """kiosk.toml names another centre. Fields: `config`, `configured`, `url`."""

    key: ClassVar[str] = "error.enrol.other_centre"


class EnrolledAlreadyError(EnrolError):
    """This machine is a kiosk of a centre, or was given up. Fields: `site_id`, `kiosk_id`."""

    key: ClassVar[str] = "error.enrol.enrolled_already"


class HasRecordsError(EnrolError):
    """Numbers were given here without a centre; it must not take them for its own. Fields: `folder`."""

    key: ClassVar[str] = "error.enrol.has_records"


class TokenError(EnrolError):
    """Mistyped, used before, or too old."""

    key: ClassVar[str] = "error.enrol.token"


def enrol_kiosk(config: Path, url: str, token: str, language: str, out: TextIO) -> int:
    """Enrol; works while the kiosk runs, and that goes on by itself then.

    Raises:
        EnrolError, SyncError: nothing was changed.
        KeyFileError: it cannot be kept; the same token may be tried again.
    """
    settings = load_settings(config)
    done = enrol_at(settings, _centre_of(settings, config, url), token)
    text = load_texts(language)
    out.write(text("command.enrolled", site_id=done.site_id, kiosk_id=done.kiosk_id) + "\n")
    return 0


def enrol_at(settings: Settings, centre: CentreSettings, token: str) -> Enrolled:
    """Become a kiosk of that centre; raises as `enrol_kiosk`."""
    path = enrolment_file(settings)
    known = load_enrolment(path)
    if known and not _may_come_back(settings):
        raise EnrolledAlreadyError(site_id=known.site_id, kiosk_id=known.kiosk_id)
    if not TOKEN.fullmatch(token.strip()):
        raise TokenError
    key = _key_of(settings, has_been_enrolled=known is not None)
    address, secret = address_of(centre, None), Secret(token.strip())
    try:
        return enrol(address, secret, key.public_key, path, before=known)
    except (NotKnownError, RefusedError) as error:
        raise TokenError from error


def _centre_of(settings: Settings, config: Path, url: str) -> CentreSettings:
    """The centre of kiosk.toml, if that is the one that is meant."""
    centre = settings.centre
    if centre is None:
        raise NoCentreError(config=config, url=url)
    if url.rstrip("/") != centre.url:
        raise OtherCentreError(config=config, configured=centre.url, url=url)
    return centre


def _may_come_back(settings: Settings) -> bool:
    """Whether its centre knows it no more, as one that was restored from an older backup.

    Not after it was given up: its places are others'.
    """
    path = settings.machine.state_dir / DATABASE_FILE
    if not path.exists():
        return False
    database = Database.look(path)
    try:
        with database.unit_of_work() as unit:
            state = unit.centre.state()
    finally:
        database.close()
    return state.disowned_at is not None and not state.is_given_up


def _key_of(settings: Settings, *, has_been_enrolled: bool) -> SigningKey:
    """This kiosk's own key. Its records are made before it: a key without them would mean a loss."""
    folder = settings.machine.state_dir
    path, database = folder / KEYS_FOLDER / SIGNING_KEY_FILE, folder / DATABASE_FILE
    if database.exists() and not has_been_enrolled:
        _refuse_records(database)
    elif not database.exists() and not path.exists():
        Database.open(database).close()
    return SigningKey.load_or_make(path)


def _refuse_records(path: Path) -> None:
    database = Database.look(path)
    try:
        with database.unit_of_work() as unit:
            if unit.log.end():
                raise HasRecordsError(folder=path.parent)
    finally:
        database.close()
