# SPDX-License-Identifier: Apache-2.0
"""The address of a centre: what it may look like."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from common.settings.kinds import Kind
from common.settings.problems import Phrase, shown
from common.settings.spot import Spot

HTTP = "http"


@dataclass(frozen=True)
class CentreUrl(Kind):
    """`https://host:port`, without a path; `http` only on this machine."""

    def _allowed(self) -> Phrase:
        return Phrase("allowed.centre_url")

    def _read(self, value: str, at: Spot) -> str:
        if not is_centre_url(value):
            raise at.refuse("not_allowed", value=shown(value), allowed=self.allowed, hint="")
        return value.rstrip("/")


def is_centre_url(url: str) -> bool:
    """Whether a kiosk would speak to that address at all."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    if not (url.isascii() and url.isprintable()) or parts.path not in ("", "/"):
        return False
    if parts.query or parts.fragment or parts.username is not None or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == HTTP and _is_this_machine(parts.hostname))


def is_plain(url: str) -> bool:
    """Whether it is spoken to without TLS."""
    return urlsplit(url).scheme == HTTP


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
