# SPDX-License-Identifier: Apache-2.0
import asyncio
import shutil
import socket
from base64 import b64encode
from pathlib import Path

import httpx
import pytest

from central.__main__ import main
from central.services.enrolment import make_token
from central.store.database import Database
from common.clock import SystemClock
from common.signatures import Ed25519
from hall.ids import KioskId, SiteId
from tests.central.server import ROOT, run, running
from tests.ports import free_port

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a centre with a site."""
    path = tmp_path_factory.mktemp("set_up") / "central.db"
    for arguments in (["migrate"], ["import-site", str(ROOT / "site.toml")]):
        assert main([*arguments, "--database", f"sqlite:///{path}"]) == 0
    return path


@pytest.fixture
def folder(set_up: Path, tmp_path: Path) -> Path:
    """A centre with a site, ready to be started."""
    (tmp_path / "central-state").mkdir()
    shutil.copy(set_up, tmp_path / "central-state")
    return tmp_path


def token(folder: Path, kiosk_id: str) -> str:
    async def make() -> str:
        database = await Database.open(f"sqlite:///{folder / 'central-state' / 'central.db'}")
        try:
            made = make_token(
                database.unit_of_work, SystemClock(), SiteId("shili_hall"), KioskId(kiosk_id)
            )
            return (await made).reveal()
        finally:
            await database.close()

    return asyncio.run(make())


def public_key() -> str:
    algorithm = Ed25519()
    return b64encode(algorithm.public_key(algorithm.new_key())).decode()


def enrol(url: str, token: str, key: str) -> httpx.Response:
    body = {"token": token, "algorithm": "YH1", "public_key": key}
    return httpx.post(f"{url}/v1/enrol", json=body)


@pytest.mark.parametrize("is_interrupted", [False, True])
def test_a_centre_that_is_told_to_end_ends_in_order(folder: Path, *, is_interrupted: bool) -> None:
    with running(folder, is_forked=False) as server:
        assert (server.interrupt() if is_interrupted else server.end()) == 0
    state = folder / "central-state"
    # No write-ahead log is left.
    assert {path.name for path in state.iterdir()} == {"central.db", "keys"}


def test_an_enrolment_survives_a_centre_that_is_killed(folder: Path) -> None:
    made, key = token(folder, "kiosk_1"), public_key()
    with running(folder) as server:
        assert enrol(server.url, made, key).status_code == 200
        server.kill()
    with running(folder) as server:
        again = enrol(server.url, made, key)
        assert (again.status_code, again.json()["kiosk_id"]) == (200, "kiosk_1")
        assert enrol(server.url, made, public_key()).status_code == 403


def test_two_centres_share_one_database(folder: Path) -> None:
    made, key = token(folder, "kiosk_1"), public_key()
    with running(folder) as one, running(folder) as other:
        assert enrol(one.url, made, key).status_code == 200
        assert enrol(other.url, made, public_key()).status_code == 403
        assert enrol(other.url, made, key).status_code == 200


def test_a_centre_says_where_it_listens_and_on_which_database(folder: Path) -> None:
    with running(folder) as server:
        database = f"sqlite:///{folder}/central-state/central.db"
        assert f"listens at {server.url} database={database}" in server.log


def test_an_address_that_is_taken_is_said_so(folder: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        done = run(folder, "serve", "--port", str(port))
    assert done.returncode == 1
    assert f"Nobody can listen at 127.0.0.1, port {port}: Address already in use" in done.stderr


def test_nothing_a_caller_said_is_in_the_log(folder: Path) -> None:
    with running(folder) as server:
        httpx.get(f"{server.url}/11010519491231002X?name=王小明")
        enrol(server.url, "secret-token", public_key())
        server.end()
    log = server.log
    assert "status=403 key=error.central.token" in log
    assert "1101" not in log
    assert "secret" not in log
