# SPDX-License-Identifier: Apache-2.0
"""A centre on loopback and a kiosk in memory."""

from collections.abc import Iterator

import pytest

from tests.fakes.centre import Centre, CentreServer
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.sync.samples import SyncedKiosk


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def server(centre: Centre) -> Iterator[CentreServer]:
    with CentreServer(centre) as server:
        yield server


@pytest.fixture
def kiosk(server: CentreServer) -> Iterator[SyncedKiosk]:
    kiosk = SyncedKiosk(FakeUnitOfWork(), server.url)
    yield kiosk
    kiosk.end()
