# SPDX-License-Identifier: Apache-2.0
"""A kiosk's own client enrols at a whole centre, over TLS whose authority is pinned."""

import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.signatures import Ed25519
from kiosk.sync.address import CentreAddress
from kiosk.sync.client import CentreClient
from kiosk.sync.errors import NotKnownError, NotTrustedError
from tests.central.server import ROOT, Server, run
from tests.cluster import Cluster
from tests.e2e.certificates import Authority

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The one that the kiosks trust."""
    return Authority(tmp_path_factory.mktemp("tls") / "own", "Own authority")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def centre(
    request: pytest.FixtureRequest, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> "Centre":
    """Ready, with tokens for two kiosks."""
    folder = tmp_path_factory.mktemp("centre")
    if request.param == "sqlite":
        return Centre(folder, authority)
    cluster: Cluster = request.getfixturevalue("cluster")
    return Centre(folder, authority, f"[database]\nurl = '{cluster.make('enrolment')}'\n")


class Centre:
    """`more` stands in its central.toml."""

    def __init__(self, folder: Path, authority: Authority, more: str = "") -> None:
        shutil.copy(ROOT / "site.toml", folder)
        certificate, key = authority.vouch()
        (folder / "central.toml").write_text(
            f"{more}[listen]\ncertificate = '{certificate}'\nprivate_key = '{key}'\n"
        )
        told = run(folder, "demo-data").stdout
        self.tokens = dict(re.findall(r"(kiosk_\d): ([\w-]{43})", told))
        self.folder = folder


@pytest.fixture
def url(centre: Centre, authority: Authority) -> Iterator[str]:
    """Of the centre while it runs."""
    server = Server(centre.folder, scheme="https")
    try:
        server.wait(authority.certificate)
        yield server.url
    finally:
        server.kill()


def public_key() -> str:
    algorithm = Ed25519()
    return b64encode(algorithm.public_key(algorithm.new_key())).decode()


def client(url: str, authority: Authority) -> CentreClient:
    return CentreClient(CentreAddress(url, authority.certificate))


def test_a_kiosk_enrols_over_tls_and_a_second_time_after_a_lost_answer(
    url: str, centre: Centre, authority: Authority
) -> None:
    kiosk, key = client(url, authority), public_key()
    lost = kiosk.enrol(centre.tokens["kiosk_1"], "YH1", key)
    done = kiosk.enrol(centre.tokens["kiosk_1"], "YH1", key)
    assert (done.site_id, done.kiosk_id) == ("shili_hall", "kiosk_1")
    assert done.credential != lost.credential
    with pytest.raises(NotKnownError):
        kiosk.enrol(centre.tokens["kiosk_1"], "YH1", public_key())
    kiosk.dispose()


def test_a_kiosk_that_trusts_another_authority_says_nothing_to_this_centre(
    url: str, centre: Centre, authority: Authority, tmp_path: Path
) -> None:
    other = client(url, Authority(tmp_path / "other", "Another authority"))
    with pytest.raises(NotTrustedError):
        other.enrol(centre.tokens["kiosk_2"], "YH1", public_key())
    other.dispose()
    kiosk = client(url, authority)
    assert kiosk.enrol(centre.tokens["kiosk_2"], "YH1", public_key()).kiosk_id == "kiosk_2"
    kiosk.dispose()
