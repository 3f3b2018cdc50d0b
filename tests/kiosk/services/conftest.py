# SPDX-License-Identifier: Apache-2.0
"""The services run on the store in memory; tests/contract holds it to the one on SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.services.open_day import open_day
from kiosk.store.unit_of_work import SqliteUnitOfWork
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import filled_file, opened, tell
from tests.kiosk.services.checking_in import ONE
from tests.kiosk.services.samples import RULES, at


@pytest.fixture
def unit() -> FakeUnitOfWork:
    """Monday is open."""
    unit = FakeUnitOfWork()
    open_day(unit, RULES, at(8))
    return unit


@pytest.fixture(scope="session")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a kiosk of a centre, which has its grant."""
    return filled_file(tmp_path_factory.mktemp("booked") / "kiosk.db")


@pytest.fixture
def linked(morning: Path, tmp_path: Path) -> Iterator[SqliteUnitOfWork]:
    """A kiosk of a centre; the feed has brought one booking for ten o'clock."""
    with opened(morning, tmp_path) as unit:
        tell(unit, ONE)
        yield unit
