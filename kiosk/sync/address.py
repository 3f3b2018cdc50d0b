# SPDX-License-Identifier: Apache-2.0
"""Where the centre is, and who may prove to be it."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path

from hall.identity import Secret
from kiosk.settings.centre_url import is_centre_url, is_plain
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
        if not is_centre_url(self.url):
            raise BadAddressError(problem="expected https://host:port")
        if self.authority is None and not is_plain(self.url):
            raise BadAddressError(problem="https needs the authority's file")

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
