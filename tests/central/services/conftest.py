# SPDX-License-Identifier: Apache-2.0
"""The hall of the tests of desk and exchange."""

from pathlib import Path

import pytest

from central.services import day_round
from tests.central.services.hall import Hall, new_hall


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """Today and tomorrow are open."""
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 1)
    return new_hall(tmp_path)
