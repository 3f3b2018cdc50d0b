# SPDX-License-Identifier: Apache-2.0
"""What is looked at of the centre: the line to it, and what the records hold of it."""

from collections.abc import Callable

from kiosk.app.records import Records
from kiosk.app.store import enrolment_file
from kiosk.errors import KioskError
from kiosk.health.checks.centre import FAMILY, CentreCheck, CentreData
from kiosk.health.finding import Finding, Line, Where
from kiosk.health.notes import failed, finding
from kiosk.settings.model import CentreSettings, Settings
from kiosk.sync.enrolment import Enrolled, load_enrolment

Greet = Callable[[CentreSettings, Enrolled | None], None]
"""Raises the SyncError that keeps this machine from its centre."""


def look_at_centre(
    settings: Settings, centre: CentreSettings, records: Records, greet: Greet
) -> Finding:
    """Takes as long as `greet` at most."""
    try:
        data = _data_of(settings, records)
    except KioskError as error:
        where = Where(FAMILY, "", Line.NETWORK, centre.url)
        return finding(FAMILY, where, [failed(error, "see_disk", place=str(records.path))])
    return CentreCheck(centre.url, data, lambda: greet(centre, data.enrolled)).look()


def _data_of(settings: Settings, records: Records) -> CentreData:
    """Raises KeyFileError, StoreError."""
    enrolled, told = load_enrolment(enrolment_file(settings)), records.centre()
    if enrolled is None or told is None:
        return CentreData(enrolled, None, has_catalogue=False)
    heard_at = told.state.heard_at and told.state.heard_at.astimezone()
    is_disowned = told.state.disowned_at is not None
    has_catalogue = told.catalogue is not None
    return CentreData(enrolled, heard_at, has_catalogue, is_disowned, told.edition)
