# SPDX-License-Identifier: Apache-2.0
"""Only the centre that the pinned authority vouches for is spoken to."""

from pathlib import Path

import pytest

from hall.exchange import LogPart
from hall.identity import Secret
from hall.wire.values import Answer, Exchange
from kiosk.sync.address import CentreAddress
from kiosk.sync.client import CentreClient
from kiosk.sync.errors import NoAnswerError, NotTrustedError
from tests.fakes.centre import Centre, CentreServer
from tests.fakes.certificates import make_authority
from tests.kiosk.sync.samples import K1

EMPTY = Exchange(LogPart(K1, 1, 0, (), 0), 0)


def ask(url: str, authority: Path) -> object:
    client = CentreClient(CentreAddress(url, authority, Secret("a-credential")))
    try:
        return client.exchange(EMPTY)
    finally:
        client.dispose()


def test_the_centre_of_the_pinned_authority_is_spoken_to(tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "authority.pem")
    with CentreServer(Centre(), authority.server(tmp_path / "server.pem")) as server:
        assert isinstance(ask(server.url, authority.path), Answer)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2"], ids=["other authority", "other host"])
def test_nobody_else_gets_the_credential(tmp_path: Path, host: str) -> None:
    authority = make_authority(tmp_path / "authority.pem")
    other = make_authority(tmp_path / "other.pem") if host == "127.0.0.1" else authority
    with CentreServer(Centre(), other.server(tmp_path / "server.pem", host)) as server:
        with pytest.raises(NotTrustedError):
            ask(server.url, authority.path)
        assert server.credentials == []


def test_a_centre_without_tls_is_not_spoken_to_where_tls_is_meant(tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "authority.pem")
    with CentreServer(Centre()) as server:
        with pytest.raises(NoAnswerError):
            ask(server.url.replace("http:", "https:"), authority.path)
        assert server.credentials == []
