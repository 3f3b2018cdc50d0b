# SPDX-License-Identifier: Apache-2.0
"""One centre, four kiosks and a booking platform; everything between them fails, and everything dies.

The schedule comes of the seed. Afterwards I1 to I9 hold over what is on the disks (rules.md 3).
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cluster import Cluster, NoPostgresError
from tests.e2e.fire.hall import FireHall
from tests.e2e.fire.proxy import Fault
from tests.e2e.fire.schedule import Fire

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

SEED = 20260302


@pytest.fixture
def mortal() -> Iterator[Cluster]:
    """A PostgreSQL to be killed, apart from the other tests' own."""
    try:
        made = Cluster()
    except NoPostgresError as error:
        pytest.skip(str(error))
    with made:
        yield made


def burn(folder: Path, address: str, kill_database: Callable[[], None] | None) -> None:
    with FireHall(folder, address, SEED) as hall:
        fire = Fire(hall, SEED, kill_database)
        fire.run()
        assert hall.settle(), hall.said
        audit = hall.audit()
        assert audit.problems(hall.booker.made, 40) == []
        figures = fire.counts, hall.proxy.counts, audit.papers
        assert audit.papers > 100, figures
        assert all(hall.proxy.counts[fault] for fault in Fault), figures


@pytest.mark.usefixtures("caplog")
def test_a_hall_on_sqlite_survives_everything(tmp_path: Path) -> None:
    burn(tmp_path, f"sqlite:///{tmp_path / 'central.db'}", None)


@pytest.mark.usefixtures("caplog")
def test_a_hall_on_postgresql_survives_everything_and_the_death_of_the_database(
    tmp_path: Path, mortal: Cluster
) -> None:
    def kill_and_start() -> None:
        mortal.kill()
        mortal.start()

    burn(tmp_path, mortal.url, kill_and_start)
