# SPDX-License-Identifier: Apache-2.0
"""Where the centre may listen, and the certificate it shows: what could not work is noted before it starts."""

import ssl
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificates

from common.settings.folders import shown_path
from common.settings.groups import Values
from common.settings.spot import Spot

PAIR = ("certificate", "private_key")
_MISMATCH = ("KEY_VALUES_MISMATCH", "NO_CERTIFICATE_ASSIGNED")
"""As OpenSSL says it of keys of one kind, and of two."""


def check_tls(listen: Values, at: Spot) -> None:
    """Certificate and key come together, can be read, and are of each other."""
    if any(name not in listen for name in PAIR):  # noted as what it is
        return
    certificate, private_key = (listen[name] for name in PAIR)
    match certificate, private_key:
        case (None, None):
            pass
        case (_, None):
            at.at("certificate").note("needs_other", other="private_key")
        case (None, _):
            at.at("private_key").note("needs_other", other="certificate")
        case _:
            _check_pair(certificate, private_key, at)


def is_open(host: str) -> bool:
    """Whether other machines reach it there: any address but this machine's own."""
    if host.casefold() == "localhost":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True


def check_host(listen: Values, at: Spot) -> None:
    """ID numbers never go to another machine in the clear."""
    host = listen.get("host", "localhost")
    # What could not be read is noted as what it is, and may have been right.
    is_plain = listen.get("certificate", "") is None and listen.get("trusts_proxy") is False
    if is_open(host) and is_plain:
        at.at("host").note("in_the_clear", value=host)


def is_good_at(certificate: Path, now: datetime) -> bool:
    """Whether that time is one of the certificate's, which was checked.

    No mistake of the settings: a clock may be wrong when the machine starts.
    """
    found = load_pem_x509_certificates(certificate.read_bytes())[0]
    return found.not_valid_before_utc <= now <= found.not_valid_after_utc


def _check_pair(certificate: Path, private_key: Path, at: Spot) -> None:
    try:
        # A password is never asked for: nobody is there when the machine starts.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, private_key, "")
    except (OSError, ssl.SSLError, ValueError) as error:
        _note(certificate, private_key, at, getattr(error, "reason", None) or "?")


def _note(certificate: Path, private_key: Path, at: Spot, problem: str) -> None:
    """Which of the two it is."""
    if not _is_certificate(certificate):
        at.at("certificate").note("no_certificate", path=shown_path(certificate))
    elif not _is_key(private_key):
        at.at("private_key").note("no_key", path=shown_path(private_key))
    elif problem in _MISMATCH:
        at.at("private_key").note("other_key", path=shown_path(private_key))
    else:
        path = shown_path(certificate)
        at.at("certificate").note("bad_certificate", path=path, problem=problem)


def _is_certificate(path: Path) -> bool:
    try:
        return bool(load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError):
        return False


def _is_key(path: Path) -> bool:
    try:
        load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError):  # a TypeError is a key with a password
        return False
    return True
