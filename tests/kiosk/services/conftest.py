# SPDX-License-Identifier: Apache-2.0
"""The services run on the store in memory; tests/contract holds it to the one on SQLite."""

import pytest

from kiosk.services.open_day import open_day
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import RULES, at


@pytest.fixture
def unit() -> FakeUnitOfWork:
    """Monday is open."""
    unit = FakeUnitOfWork()
    open_day(unit, RULES, at(8))
    return unit
