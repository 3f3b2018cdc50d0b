# SPDX-License-Identifier: Apache-2.0
import pytest

from tests.central.api.centre import HttpCentre


@pytest.fixture
def centre() -> HttpCentre:
    """A centre with one site and no kiosk."""
    centre = HttpCentre()
    centre.add_site()
    return centre
