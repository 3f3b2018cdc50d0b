# SPDX-License-Identifier: Apache-2.0
"""How this centre runs, checked; paths are absolute."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TlsSettings:
    """Certificate and key of an own TLS; without them a proxy in front does it."""

    certificate: Path
    private_key: Path


@dataclass(frozen=True)
class ListenSettings:
    """Where requests come in."""

    host: str
    port: int
    tls: TlsSettings | None
    trusts_proxy: bool  # the addresses that a proxy on this machine names are the callers'


@dataclass(frozen=True)
class DatabaseSettings:
    """The address may hold a password: it is in no repr."""

    url: str
    connections: int

    def __repr__(self) -> str:
        return f"DatabaseSettings(connections={self.connections})"


@dataclass(frozen=True)
class LimitSettings:
    """Requests a second of one platform or kiosk, in the long run and at one process.

    `platform_holds` is how many places a platform may hold at once, at all processes.
    """

    platform_per_second: int
    kiosk_per_second: int
    platform_holds: int


@dataclass(frozen=True)
class KeptSettings:
    """How long is kept what is deleted by days (protocol.md 5)."""

    operation_days: int
    statistics_days: int


@dataclass(frozen=True)
class Settings:
    """The whole of central.toml."""

    database: DatabaseSettings
    listen: ListenSettings
    state_dir: Path
    limits: LimitSettings
    kept: KeptSettings
