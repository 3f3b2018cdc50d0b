# SPDX-License-Identifier: Apache-2.0
"""`central check-audit` on either database: whole until somebody touches it, and then it says where."""

import asyncio
import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError

from central.__main__ import main
from central.services import day_round
from central.store.database import Database, database_url, open_engine
from tests.central.services.busy_days import first_day, forget, next_day, restore, short_days
from tests.central.services.clerks import Clerk
from tests.central.services.hall import Hall
from tests.cluster import Cluster


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Of a centre where days were forgotten, and that was restored from a backup."""
    folder = tmp_path_factory.mktemp("centre")
    if request.param == "sqlite":
        found = f"sqlite:///{folder / 'central.db'}"
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        found = cluster.make("lived")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(day_round, "DAYS_AHEAD", 1)
        asyncio.run(Database.migrate(found))
        units = Database(open_engine(database_url(found), connections=0)).unit_of_work
        asyncio.run(live(short_days(folder, units)))
    return found


@pytest.fixture
def address(lived: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A copy."""
    if lived.startswith("sqlite"):
        shutil.copy(str(database_url(lived).database), tmp_path / "central.db")
        return f"sqlite:///{tmp_path / 'central.db'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.make("touched", like="lived")


async def live(hall: Hall) -> None:
    async with hall.writers:
        kiosks = await first_day(hall)
        for _ in range(3):
            await next_day(hall, *kiosks)
        await forget(hall)
    again = Hall(hall.keys._folder, hall.units)
    again.clock.jump_to(hall.clock.now())
    async with again.writers:
        for kiosk in kiosks:
            kiosk.hall = again
        await restore(again, *kiosks)
        await next_day(again, *kiosks)
        clerk = Clerk(again)
        await clerk.open()
        await clerk.close()


def touch(address: str, *statements: str) -> None:
    """What somebody does who can reach the database."""

    def execute(connection: Connection) -> None:
        found = {name: connection.scalar(text(query)) for name, query in ROWS.items()}
        for statement in statements:
            connection.execute(text(statement.format(**found)))

    async def run() -> None:
        async with open_engine(database_url(address), connections=0).begin() as connection:
            await connection.run_sync(execute)

    asyncio.run(run())


def ask(address: str, capsys: pytest.CaptureFixture[str], language: str = "en") -> tuple[int, str]:
    capsys.readouterr()
    code = main(["--language", language, "check-audit", "hall", "--database", address])
    return code, capsys.readouterr().out


ROWS = {
    "last": "SELECT max(seq) FROM journal WHERE kiosk_id = 'k1'",
    "before": "SELECT max(seq) FROM journal WHERE kiosk_id = 'k1' AND seq <"
    " (SELECT max(seq) FROM journal WHERE kiosk_id = 'k1')",
    "act": "SELECT max(position) - 1 FROM audit",
}
"""Of entries that the kiosks wrote after the restore, and of acts."""
CHANGED = (
    r"Journal row \d+ \(2026-03-07\) was changed: entry \d+ of kiosk k1 does not give its hash"
)
PLANTS = {
    "body": (
        ["UPDATE journal SET body = replace(body, '2026', '2025') WHERE seq = {before}"],
        [CHANGED],
    ),
    "hash": (
        [
            "UPDATE journal SET hash = (SELECT last_hash FROM kiosk WHERE kiosk_id = 'k2') WHERE seq = {before}"
        ],
        [CHANGED],
    ),
    "gone": (
        ["DELETE FROM journal WHERE seq = {before}"],
        [
            r"Between journal rows \d+ and \d+, beside those that were forgotten, more are missing: 1$",
            r"  perhaps here: (\d+) to \1 \(written on 2026-03-07 or later\)",
            r"  perhaps here: (\d+) to \1 of kiosk k1 \(written on 2026-03-07 or later\)",
        ],
    ),
    "swapped": (
        [
            "UPDATE journal SET seq = -1 WHERE seq = {last}",
            "UPDATE journal SET seq = {last} WHERE seq = {before}",
            "UPDATE journal SET seq = {before} WHERE seq = -1",
        ],
        [r"Journal row \d+ \(2026-03-07\): entry \d+ of kiosk k1 is out of its order"],
    ),
    "count": (
        ["UPDATE site SET forgotten = forgotten + 1"],
        ["The journal has more rows than it can have: 1"],
    ),
    "kiosk": (
        ["UPDATE kiosk SET applied = applied - 1 WHERE kiosk_id = 'k1'"],
        [r"Of kiosk k1 it is kept that entry \d+ was its last, which is not so in the journal"],
    ),
    "act": (
        ["UPDATE audit SET body = replace(body, 'li', 'wu') WHERE position = {act}"],
        [r"The act of staff at position \d+ \(2026-03-07\) was changed"],
    ),
    "acts": (
        ["DELETE FROM audit WHERE position = {act}"],
        [r"Acts of staff are missing: positions (\d+) to \1$"],
    ),
}


def test_what_nobody_touched_is_whole_and_says_what_to_note(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = ask(address, capsys)
    assert code == 0
    assert re.fullmatch(
        r"Whole\. Acts of staff: \d+, the last at position \d+, mark [0-9a-f]{16}\. "
        r"Journal rows: \d+, the end at 1000\d\d\d, forgotten: [1-9]\d*\. "
        r"Entries of kiosks: \d+, kiosks: 2\n",
        said,
    )


@pytest.mark.parametrize(("statements", "expected"), PLANTS.values(), ids=PLANTS)
def test_what_somebody_did_is_named_with_what_to_do(
    address: str,
    statements: list[str],
    expected: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    touch(address, *statements)
    code, said = ask(address, capsys)
    first, *found, last = said.splitlines()
    assert code == 1
    assert first.startswith("What is kept of site hall was changed, or something is missing")
    assert len([line for line in found if not line.startswith(" ")]) == 1
    for pattern in expected:
        assert any(re.match(pattern, line) for line in found), found
    assert last.startswith("Keep a copy of the database as it is")
    assert ask(address, capsys, "zh_Hans")[1].count("\n") == said.count("\n")


@pytest.mark.parametrize("table", ["journal", "audit"])
def test_an_instant_that_is_none_is_damage_and_no_mistake_of_the_program(
    address: str, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil = "UPDATE journal SET at = 'no day'".replace("journal", table)
    if address.startswith("postgresql"):
        with pytest.raises(DataError):
            touch(address, spoil)
        return
    touch(address, spoil)
    assert main(["--language", "en", "check-audit", "hall", "--database", address]) == 1
    assert f"The records are damaged ({table}: hall)" in capsys.readouterr().err
