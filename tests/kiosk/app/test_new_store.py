# SPDX-License-Identifier: Apache-2.0
"""Damaged records are put aside by a technician alone; the machine is another kiosk then."""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.app.new_store import SoundStoreError, put_aside
from kiosk.app.store import DATABASE_FILE, begins_on, enrolment_file, open_store
from kiosk.settings.load import load_settings
from kiosk.settings.model import CentreSettings, Settings
from kiosk.store.errors import DatabaseDamagedError, DatabaseLostError
from tests.fakes.clock import FakeClock
from tests.kiosk.services.samples import at


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shipped = load_settings(Path(__file__).parents[3] / "kiosk.toml")
    return replace(shipped, machine=replace(shipped.machine, state_dir=tmp_path / "state"))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(at(9, 30))


def open_and_close(settings: Settings) -> bytes:
    """The public key of the kiosk that it is."""
    store = open_store(settings)
    store.database.close()
    return store.signing_key.public_key.data


def spoil(settings: Settings) -> bytes:
    path = settings.machine.state_dir / DATABASE_FILE
    content = os.urandom(512) + path.read_bytes()[512:]
    path.write_bytes(content)
    return content


def test_the_damaged_file_is_kept_and_the_kiosk_is_another_one(
    settings: Settings, clock: FakeClock
) -> None:
    before = open_and_close(settings)
    content = spoil(settings)
    with pytest.raises(DatabaseDamagedError):
        open_store(settings)
    aside = put_aside(settings, clock)
    assert (aside / DATABASE_FILE).read_bytes() == content
    assert open_and_close(settings) != before


def test_a_kiosk_that_stands_alone_begins_on_the_next_day(
    settings: Settings, clock: FakeClock
) -> None:
    open_and_close(settings)
    spoil(settings)
    put_aside(settings, clock)
    today = date(2026, 3, 2)
    assert begins_on(settings) == today.replace(day=3)


def test_a_kiosk_with_a_centre_has_to_be_enrolled_anew_and_begins_at_once(
    settings: Settings, clock: FakeClock
) -> None:
    centre = CentreSettings(url="https://centre.example:8443", ca_file=None)
    settings = replace(settings, centre=centre, site=None)
    open_and_close(settings)
    enrolment_file(settings).write_text("{}")
    spoil(settings)
    aside = put_aside(settings, clock)
    assert not enrolment_file(settings).exists()
    assert (aside / enrolment_file(settings).name).exists()
    assert begins_on(settings) is None


def test_records_that_are_lost_are_begun_anew_likewise(
    settings: Settings, clock: FakeClock
) -> None:
    before = open_and_close(settings)
    (settings.machine.state_dir / DATABASE_FILE).unlink()
    with pytest.raises(DatabaseLostError):
        open_store(settings)
    put_aside(settings, clock)
    assert open_and_close(settings) != before


def test_sound_records_are_not_touched(settings: Settings, clock: FakeClock) -> None:
    before = open_and_close(settings)
    with pytest.raises(SoundStoreError):
        put_aside(settings, clock)
    assert open_and_close(settings) == before
    assert begins_on(settings) is None


def test_a_technician_who_was_interrupted_begins_again(
    settings: Settings, clock: FakeClock
) -> None:
    open_and_close(settings)
    spoil(settings)
    first = put_aside(settings, clock)
    (first / "ticket.key").replace(settings.machine.state_dir / "keys" / "ticket.key")
    clock.pass_time(timedelta(seconds=5))
    assert put_aside(settings, clock) != first
    open_and_close(settings)


def test_what_is_no_date_is_said_to_be_damaged(settings: Settings) -> None:
    settings.machine.state_dir.mkdir(parents=True)
    (settings.machine.state_dir / "begins-on").write_text("tomorrow")
    with pytest.raises(DatabaseDamagedError):
        begins_on(settings)
