# SPDX-License-Identifier: Apache-2.0
"""A spoilt kiosk.toml is no reason not to start, once there was a good one."""

import logging
import shutil
from pathlib import Path

import pytest

from kiosk.app.last_good import Usable, keep, load_usable
from kiosk.settings.load import load_file, load_settings
from kiosk.settings.problems import SettingsError
from tests.kiosk.settings.samples import SMALL, write

SPOILT = SMALL.replace("port = 9100", "prot = 9100")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """After one good start."""
    path = write(tmp_path, SMALL)
    keep(load_file(path))
    return path


def last_good(config: Path) -> Usable | None:
    """The copy; None where only the file counts, and that is spoilt."""
    try:
        usable = load_usable(config)
    except SettingsError:
        return None
    assert usable.problems
    assert usable.kept_at
    return usable


def test_a_good_file_is_used_itself(config: Path) -> None:
    config.write_text(SMALL.replace("port = 9100", "port = 9200"), encoding="utf-8")
    usable = load_usable(config)
    assert usable.loaded.settings.printer.port == 9200
    assert (usable.problems, usable.kept_at) == ((), None)


@pytest.mark.parametrize(
    "spoilt",
    [
        SPOILT,
        SMALL.replace("[kiosk]", "[kiosk"),
        SMALL.replace('state_dir = "state"', "state_dir = 1"),
        SMALL.replace('state_dir = "state"', 'state_dir = "\\u0000"'),
        "",
        "kiosk = 1",
        "\ufeff\0",
    ],
)
def test_the_copy_says_what_the_good_file_said(spoilt: str, config: Path) -> None:
    good = load_settings(config)
    config.write_text(spoilt, encoding="utf-8")
    found = last_good(config)
    assert found
    assert found.loaded.settings == good
    assert found.loaded.file.path == config


def test_a_file_that_was_deleted_has_its_copy_too(config: Path) -> None:
    config.unlink()
    assert last_good(config)


def test_a_file_that_never_was_good_has_none(tmp_path: Path) -> None:
    assert last_good(write(tmp_path, SPOILT)) is None


def test_another_file_of_the_same_folder_has_none(config: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(SPOILT, encoding="utf-8")
    assert last_good(other) is None


def test_a_file_that_names_other_records_has_not_the_copy_of_these(config: Path) -> None:
    config.write_text(SPOILT.replace('"state"', '"elsewhere"'), encoding="utf-8")
    assert last_good(config) is None


def test_the_folder_that_systemd_gives_is_looked_into(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").rename(tmp_path / "of-the-service")
    config.write_text("", encoding="utf-8")
    assert last_good(config) is None
    monkeypatch.setenv("STATE_DIRECTORY", str(tmp_path / "of-the-service"))
    assert last_good(config)


def test_a_copy_that_cannot_be_used_any_more_is_none(config: Path, tmp_path: Path) -> None:
    config.write_text(SPOILT, encoding="utf-8")
    shutil.rmtree(tmp_path / "fonts")
    assert last_good(config) is None


def test_the_newest_good_file_is_kept(config: Path) -> None:
    config.write_text(SMALL.replace("port = 9100", "port = 9200"), encoding="utf-8")
    keep(load_file(config))
    config.write_text(SPOILT, encoding="utf-8")
    found = last_good(config)
    assert found
    assert found.loaded.settings.printer.port == 9200


def test_a_copy_that_was_spoilt_is_written_anew(config: Path, tmp_path: Path) -> None:
    (copy,) = (tmp_path / "state" / "last-good").iterdir()
    copy.write_bytes(b"\xff" + copy.read_bytes())
    keep(load_file(config))
    assert copy.read_bytes() == config.read_bytes()


def test_a_folder_that_cannot_be_written_costs_the_copy_and_no_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    loaded = load_file(write(tmp_path, SMALL))
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "last-good").touch()
    with caplog.at_level(logging.WARNING):
        keep(loaded)
    assert "has no copy" in caplog.text
    caplog.clear()
