# SPDX-License-Identifier: Apache-2.0
"""`kiosk enrol` up to the centre's door; beyond it: tests/e2e/test_kiosk_with_centre.py."""

import io
import socket
from pathlib import Path

import pytest

from hall.log import FeedApplied
from kiosk.__main__ import main
from kiosk.app.enrol import (
    EnrolledAlreadyError,
    HasRecordsError,
    NoCentreError,
    OtherCentreError,
    TokenError,
    enrol_kiosk,
)
from kiosk.app.store import EnrolledAloneError, enrolment_file, open_store
from kiosk.clock import SystemClock
from kiosk.errors import KioskError
from kiosk.services.open_day import open_day
from kiosk.services.rules import rules_of
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.store.errors import DatabaseLostError
from kiosk.sync.errors import NoAnswerError
from kiosk.sync.incoming import disown
from tests.kiosk.settings.samples import SMALL, write
from tests.kiosk.settings.test_with_a_centre import CA_FILE, CENTRE, URL

GOOD = "a-token-that-may-be-good"
NOW = SystemClock().now()
ENROLMENT = '{"site_id": "hall", "kiosk_id": "kiosk_1", "credential": "secret"}'


@pytest.fixture
def url() -> str:
    """Where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def config(tmp_path: Path, url: str) -> Path:
    return write(tmp_path, CENTRE.replace(URL, f'"{url}"').replace(CA_FILE, ""))


def refused(config: Path, url: str, token: str = GOOD) -> KioskError:
    """What keeps it from being enrolled; nothing is kept then."""
    with pytest.raises(KioskError) as caught:
        enrol_kiosk(config, url, token, "en", io.StringIO())
    return caught.value


def keep_enrolment(settings: Settings) -> None:
    path = enrolment_file(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ENROLMENT)


def test_a_centre_that_cannot_be_reached_is_told_and_leaves_a_kiosk_that_can_start(
    config: Path, url: str
) -> None:
    assert isinstance(refused(config, url), NoAnswerError)
    settings = load_settings(config)
    assert not enrolment_file(settings).exists()
    open_store(settings).database.close()
    assert isinstance(refused(config, url), NoAnswerError)


def test_a_kiosk_that_stands_alone_is_told_what_to_write(tmp_path: Path, url: str) -> None:
    error = refused(write(tmp_path, SMALL), url)
    assert isinstance(error, NoCentreError)
    assert error.fields["url"] == url


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_every_mistake_of_kiosk_toml_is_told(
    language: str, tmp_path: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = write(tmp_path, SMALL.replace("[", "zzz = 1\n[", 1))
    assert main(["--language", language, "check-config", str(bad)]) == 1
    mistakes = capsys.readouterr().out.splitlines()
    assert main(["--language", language, "enrol", "--config", str(bad), url, GOOD]) == 1
    *told, sum_of_it = capsys.readouterr().err.splitlines()
    assert told == mistakes
    assert str(len(mistakes)) in sum_of_it


def test_the_address_must_be_that_of_kiosk_toml(config: Path, url: str) -> None:
    assert isinstance(refused(config, "https://other.example"), OtherCentreError)
    assert isinstance(refused(config, f"{url}/"), NoAnswerError)


@pytest.mark.parametrize("token", ["", " ", "口令", "a b", "x" * 300])
def test_what_can_be_no_token_is_never_sent(config: Path, url: str, token: str) -> None:
    assert isinstance(refused(config, url, token), TokenError)


def test_a_kiosk_is_enrolled_only_once(config: Path, url: str) -> None:
    keep_enrolment(load_settings(config))
    error = refused(config, url)
    assert isinstance(error, EnrolledAlreadyError)
    assert dict(error.fields) == {"site_id": "hall", "kiosk_id": "kiosk_1"}


def test_one_that_a_restored_centre_does_not_know_may_come_back_unless_it_was_given_up(
    config: Path, url: str
) -> None:
    settings = load_settings(config)
    keep_enrolment(settings)
    database = open_store(settings).database
    with database.unit_of_work() as unit:
        unit.log.append(NOW, FeedApplied(1))
        unit.commit()
    assert isinstance(refused(config, url), EnrolledAlreadyError)
    disown(database.unit_of_work(), NOW, is_given_up=False)
    assert isinstance(refused(config, url), NoAnswerError)
    assert enrolment_file(settings).read_text() == ENROLMENT
    disown(database.unit_of_work(), NOW, is_given_up=True)
    assert isinstance(refused(config, url), EnrolledAlreadyError)
    database.close()


def test_what_stood_alone_begins_anew_in_another_folder(
    tmp_path: Path, config: Path, url: str
) -> None:
    with_centre = config.read_text()
    alone = load_settings(write(tmp_path, SMALL))
    store = open_store(alone)
    assert alone.site
    open_day(store.database.unit_of_work(), rules_of(alone, alone.site), SystemClock().now())
    store.database.close()
    error = refused(write(tmp_path, with_centre), url)
    assert isinstance(error, HasRecordsError)
    assert error.fields["folder"] == alone.machine.state_dir


def test_a_kiosk_of_a_centre_never_gives_numbers_alone(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, SMALL))
    keep_enrolment(settings)
    with pytest.raises(EnrolledAloneError):
        open_store(settings)


def test_records_that_are_lost_are_not_made_anew_by_enrolling(config: Path, url: str) -> None:
    refused(config, url)
    settings = load_settings(config)
    (settings.machine.state_dir / "kiosk.db").unlink()
    refused(config, url)
    with pytest.raises(DatabaseLostError):
        open_store(settings)
