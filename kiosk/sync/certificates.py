# SPDX-License-Identifier: Apache-2.0
"""The certificates by which a kiosk knows its centre: which there are, and how long they are good."""

import socket
import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from kiosk.sync.errors import BadAddressError, GarbledError, NoAnswerError

CONNECT_SECONDS = 5.0
HTTPS_PORT = 443


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate's name, as in `CN=centre.example`, and from when until when it is good."""

    name: str
    begins_at: datetime
    ends_at: datetime


def pinned(authority: Path) -> tuple[Certificate, ...]:
    """Those of the file that kiosk.toml names; raises BadAddressError."""
    try:
        found = x509.load_pem_x509_certificates(authority.read_bytes())
        return tuple(map(_certificate, found))
    except (OSError, ValueError) as error:
        raise BadAddressError(problem=f"{authority}: {error}") from error


def shown(url: str) -> Certificate:
    """The centre's own, of an https address, also one that is not to be trusted: nothing is told to it.

    Raises:
        NoAnswerError: nobody is there, or it speaks no TLS.
        GarbledError: what it shows is no certificate.
    """
    parts = urlsplit(url)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        address = parts.hostname or "", parts.port or HTTPS_PORT
        with (
            socket.create_connection(address, CONNECT_SECONDS) as line,
            context.wrap_socket(line, server_hostname=parts.hostname) as tls,
        ):
            data = tls.getpeercert(binary_form=True)
    except (OSError, UnicodeError) as error:  # a name that no network has is no Unicode for it
        raise NoAnswerError(problem=type(error).__name__) from error
    try:
        return _certificate(x509.load_der_x509_certificate(data or b""))
    except ValueError as error:
        raise GarbledError(problem="no certificate") from error


def _certificate(found: x509.Certificate) -> Certificate:
    return Certificate(
        found.subject.rfc4514_string(), found.not_valid_before_utc, found.not_valid_after_utc
    )
