# SPDX-License-Identifier: Apache-2.0
"""The store in memory and the one on SQLite."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database
from tests.fakes.unit_of_work import FakeUnitOfWork


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kiosk's database whose tables are up to date."""
    path = tmp_path_factory.mktemp("kiosk") / "kiosk.db"
    Database.open(path).close()
    return path


@pytest.fixture(params=["fake", "sqlite"])
def unit(request: pytest.FixtureRequest, empty_file: Path, tmp_path: Path) -> Iterator[UnitOfWork]:
    if request.param == "fake":
        yield FakeUnitOfWork()
        return
    database = Database.open(Path(shutil.copy(empty_file, tmp_path)))
    yield database.unit_of_work()
    database.close()
