# SPDX-License-Identifier: Apache-2.0
"""The store in memory and the one on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database
from tests.fakes.unit_of_work import FakeUnitOfWork


@pytest.fixture(params=["fake", "sqlite"])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWork]:
    if request.param == "fake":
        yield FakeUnitOfWork()
        return
    database = Database.open(tmp_path / "kiosk.db")
    yield database.unit_of_work()
    database.close()
