# SPDX-License-Identifier: Apache-2.0
"""The centre's store in memory, on SQLite and on a real PostgreSQL."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.store.abstract import Units
from central.store.database import Database, database_url, open_engine
from central.store.tables import metadata
from tests.cluster import Cluster
from tests.fakes.central_unit_of_work import FakeCentre


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database whose tables are up to date."""
    path = tmp_path_factory.mktemp("centre") / "central.db"
    asyncio.run(Database.migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_url(cluster: Cluster) -> str:
    """A database whose tables are up to date, and hold what the last test left."""
    asyncio.run(Database.migrate(cluster.url))
    return cluster.url


@pytest.fixture
def sqlite_address(sqlite_file: Path, tmp_path: Path) -> str:
    """Empty, and nobody else's."""
    shutil.copy(sqlite_file, tmp_path / "central.db")
    return f"sqlite:///{tmp_path / 'central.db'}"


@pytest.fixture
def postgres_address(cluster: Cluster, postgres_url: str) -> str:
    """Empty."""
    names = ", ".join(table.name for table in metadata.sorted_tables)
    with cluster.connect() as connection:
        connection.execute(f"TRUNCATE {names}")
    return postgres_url


@pytest.fixture(params=["fake", "sqlite", "postgres"])
def units(request: pytest.FixtureRequest) -> Iterator[Units]:
    """Each unit has a connection of its own."""
    if request.param == "fake":
        yield FakeCentre().unit_of_work
        return
    address = request.getfixturevalue(f"{request.param}_address")
    yield Database(open_engine(database_url(address), connections=0)).unit_of_work
