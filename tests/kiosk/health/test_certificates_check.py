# SPDX-License-Identifier: Apache-2.0
"""Certificates near their end, past it, and not begun: those of the file and that of a real server."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography import x509

from kiosk.health.checks.certificates import CertificatesCheck
from kiosk.health.finding import Finding
from kiosk.sync.certificates import Certificate, pinned, shown
from kiosk.sync.errors import BadAddressError, GarbledError, NoAnswerError
from tests.fakes.certificates import make_authority
from tests.fakes.clock import MONDAY_TEN, FakeClock
from tests.kiosk.health.said import keys
from tests.ports import free_port

DAY = timedelta(days=1)
YEARS = Certificate("CN=years", MONDAY_TEN - DAY, MONDAY_TEN + 900 * DAY)
URL = "https://centre.example:8443"


def look(authority: Certificate, centre: Certificate | Exception) -> Finding:
    def show() -> Certificate:
        if isinstance(centre, Exception):
            raise centre
        return centre

    return CertificatesCheck(URL, FakeClock(), lambda: (authority,), show).look()


def lasting(days: float) -> Certificate:
    return Certificate("CN=short", MONDAY_TEN - 400 * DAY, MONDAY_TEN + timedelta(days=days))


def test_those_that_last_are_in_order_with_their_end() -> None:
    finding = look(YEARS, lasting(31))
    assert (finding.is_good, keys(finding)) == (True, ["good", "expires", "expires"])
    assert finding.found[2].fields["on"] == "2026-04-02"


@pytest.mark.parametrize(
    ("days", "found"), [(29.9, "expires_soon"), (0, "expired"), (-3, "expired")]
)
def test_one_that_ends_is_named_a_month_before_with_who_must_renew_it(
    days: float, found: str
) -> None:
    for finding, advice in (
        (look(YEARS, lasting(days)), "renew_certificate"),
        (look(lasting(days), YEARS), "renew_authority"),
    ):
        assert (finding.is_good, keys(finding)[0]) == (False, found)
        assert finding.suggestion is not None
        assert finding.suggestion.key == f"health.suggestion.{advice}"


def test_one_that_has_not_begun_makes_the_clock_suspect() -> None:
    early = Certificate("CN=early", MONDAY_TEN + DAY, MONDAY_TEN + 90 * DAY)
    finding = look(YEARS, early)
    assert (finding.is_good, keys(finding)[0]) == (False, "not_yet_valid")
    assert finding.suggestion is not None
    assert finding.suggestion.key == "health.suggestion.set_clock"


def test_a_centre_that_is_away_leaves_those_of_the_file() -> None:
    finding = look(YEARS, NoAnswerError(problem="TimeoutError"))
    assert (finding.is_good, keys(finding)) == (True, ["good", "expires", "not_shown"])


def test_a_centre_that_shows_none_is_not_in_order() -> None:
    assert not look(YEARS, GarbledError(problem="no certificate")).is_good


@contextmanager
def server(certificate: Path) -> Iterator[int]:
    """Speaks TLS once; the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def answer() -> None:
        line, _ = listening.accept()
        with context.wrap_socket(line, server_side=True) as tls:
            tls.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def test_a_real_server_s_certificate_is_read_whoever_signed_it_and_the_file_s_beside_it(
    tmp_path: Path,
) -> None:
    authority = make_authority(tmp_path / "authority.pem")
    made = authority.server(tmp_path / "server.pem")
    with server(made) as port:
        found = shown(f"https://127.0.0.1:{port}")
    whole = x509.load_pem_x509_certificates(made.read_bytes())[0]
    assert found == Certificate("CN=server", whole.not_valid_before_utc, whole.not_valid_after_utc)
    (own,) = pinned(authority.path)
    assert (own.name, own.ends_at) == ("CN=authority", authority.certificate.not_valid_after_utc)


def test_who_is_away_speaks_no_tls_or_has_no_name_shows_nothing(tmp_path: Path) -> None:
    with pytest.raises(NoAnswerError):
        shown(f"https://127.0.0.1:{free_port()}")
    with pytest.raises(NoAnswerError):
        shown(f"https://{'a' * 64}.example")
    with socket.create_server(("127.0.0.1", 0)) as deaf:

        def answer() -> None:
            line, _ = deaf.accept()
            with line:
                line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(NoAnswerError):
            shown(f"https://127.0.0.1:{deaf.getsockname()[1]}")
        thread.join()


def test_a_file_that_holds_none_is_a_bad_address(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    for file in (tmp_path / "missing.pem", tmp_path / "empty.pem"):
        with pytest.raises(BadAddressError):
            pinned(file)
        check = CertificatesCheck(URL, FakeClock(), partial(pinned, file), lambda: YEARS)
        assert not check.look().is_good
