# SPDX-License-Identifier: Apache-2.0
"""What `kiosk doctor` looks at of the centre: the line to it, and what the records hold of it."""

from collections.abc import Iterator

from kiosk.app.centre import greet
from kiosk.app.store import DATABASE_FILE, enrolment_file
from kiosk.health.checks.centre import CentreCheck, CentreData
from kiosk.services.site_now import told_catalogue
from kiosk.settings.model import Settings
from kiosk.store.database import Database
from kiosk.sync.enrolment import load_enrolment


def centre_check(settings: Settings) -> Iterator[CentreCheck]:
    """One where kiosk.toml has a centre; raises KioskError for records that cannot be read."""
    if centre := settings.centre:
        data = _data_of(settings)
        yield CentreCheck(centre.url, data, lambda: greet(centre, data.enrolled))


def _data_of(settings: Settings) -> CentreData:
    enrolled = load_enrolment(enrolment_file(settings))
    path = settings.machine.state_dir / DATABASE_FILE
    if enrolled is None or not path.exists():
        return CentreData(enrolled, None, has_catalogue=False)
    database = Database.look(path)
    try:
        unit = database.unit_of_work()
        has_catalogue = told_catalogue(unit) is not None
        with unit:
            state = unit.centre.state()
    finally:
        database.close()
    heard_at = state.heard_at and state.heard_at.astimezone()
    return CentreData(enrolled, heard_at, has_catalogue, state.disowned_at is not None)
