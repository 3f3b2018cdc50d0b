# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.store import DATABASE_FILE, KEYS_FOLDER, open_store
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.store.errors import DatabaseLostError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    shipped = load_settings(Path(__file__).parents[3] / "kiosk.toml")
    return replace(shipped, machine=replace(shipped.machine, state_dir=tmp_path / "state"))


def test_a_new_kiosk_makes_its_records_and_its_key(settings: Settings) -> None:
    open_store(settings).database.close()
    assert (settings.machine.state_dir / DATABASE_FILE).stat().st_size > 0
    assert list((settings.machine.state_dir / KEYS_FOLDER).iterdir())


@pytest.mark.parametrize("loss", ["gone", "empty"])
def test_records_that_are_lost_stop_the_kiosk_instead_of_giving_numbers_twice(
    settings: Settings, loss: str
) -> None:
    open_store(settings).database.close()
    path = settings.machine.state_dir / DATABASE_FILE
    path.unlink()
    if loss == "empty":
        path.touch()
    with pytest.raises(DatabaseLostError):
        open_store(settings)


def test_who_removes_the_whole_folder_starts_anew(settings: Settings) -> None:
    open_store(settings).database.close()
    for path in sorted(settings.machine.state_dir.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    open_store(settings).database.close()
