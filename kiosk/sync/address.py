# SPDX-License-Identifier: Apache-2.0
"""Where the centre is, and who may prove to be it."""

import ipaddress
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from hall.identity import Secret
from kiosk.sync.errors import BadAddressError


@dataclass(frozen=True)
class CentreAddress:
    """The centre as this kiosk knows it.

    Attributes:
        url: `https://centre.example:8443`, without a path; `http` only on this machine.
        authority: PEM file of the one authority that may vouch for the centre.
        credential: what this kiosk got when it was enrolled.
    """

    url: str
    authority: Path | None = None
    credential: Secret = field(default_factory=Secret)

    def __post_init__(self) -> None:
        scheme, host = self._parts()
        if scheme == "http" and not _is_this_machine(host):
            raise BadAddressError(problem="http only on this machine")
        if scheme == "https" and self.authority is None:
            raise BadAddressError(problem="https needs the authority's file")

    def _parts(self) -> tuple[str, str]:
        try:
            parts = urlsplit(self.url)
            _ = parts.port
        except ValueError:
            raise BadAddressError(problem="no address") from None
        is_bare = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
        if parts.scheme not in ("http", "https") or not parts.hostname or not is_bare:
            raise BadAddressError(problem="expected https://host:port")
        return parts.scheme, parts.hostname

    def tls(self) -> ssl.SSLContext | bool:
        """Trusts the one authority alone, none of the system's; raises BadAddressError."""
        if self.authority is None:
            return False
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_verify_locations(cafile=self.authority)
        except (OSError, ssl.SSLError) as error:
            raise BadAddressError(problem=f"{self.authority}: {error.strerror}") from error
        return context


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
