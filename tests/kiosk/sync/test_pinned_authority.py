# SPDX-License-Identifier: Apache-2.0
"""An authority that the system trusts is none of the centre's."""

import ssl
from pathlib import Path

import pytest

from kiosk.sync.errors import NotTrustedError
from tests.fakes.centre import Centre, CentreServer
from tests.fakes.certificates import make_authority
from tests.kiosk.sync.test_trust import ask


def test_whom_only_the_system_trusts_gets_no_credential(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pinned = make_authority(tmp_path / "authority.pem")
    of_system = make_authority(tmp_path / "system.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(of_system.path))
    everybodys = ssl.create_default_context().get_ca_certs()
    assert (("commonName", "system"),) in [each["subject"][0] for each in everybodys]
    with CentreServer(Centre(), of_system.server(tmp_path / "server.pem")) as server:
        with pytest.raises(NotTrustedError):
            ask(server.url, pinned.path)
        assert server.credentials == []
