# SPDX-License-Identifier: Apache-2.0
"""Bodies of routes that are no kiosk's business; what kiosks say is in `hall.wire`."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from central.api.calling_models import Reason
from central.services.roles import Role
from hall.ids import CHOSEN_ID
from hall.wire.fields import (
    Count,
    Day,
    Document,
    Hash,
    Instant,
    Name,
    Positive,
    Small,
    Text,
    WireModel,
)
from hall.wire.v1 import HealthV1, ProblemV1

AccountRole = Literal["platform", "clerk", "manager", "technician", "auditor", "security_admin"]
"""Kiosks enrol instead."""


class CodeV1(WireModel):
    """The six digits that the authenticator app shows."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$", repr=False)]


class SessionV1(WireModel):
    """What takes the credential's place until then."""

    token: Annotated[str, Field(repr=False)]
    expires_at: datetime


class KioskV1(WireModel):
    """How a kiosk is, as far as the centre has heard."""

    kiosk_id: Name
    heard_at: Instant | None
    is_silent: bool
    is_revoked: bool
    unsent: Count
    places: Count
    health: HealthV1 | None


class KiosksV1(WireModel):
    """The kiosks of a site, by id."""

    kiosks: tuple[KioskV1, ...]


class KioskTokenV1(WireModel):
    """What lets one kiosk enrol until then, once; said this once."""

    kiosk_id: Name
    token: Annotated[str, Field(repr=False)]
    expires_at: Instant


class RevokeV1(WireModel):
    """Why a kiosk's credential is to be good no more."""

    reason: Reason


class AuditEntryV1(WireModel):
    """An act; `body` is JSON text as the hashes are made of it: by whom, and to what."""

    position: Positive
    at: Instant
    act: Name
    body: Document
    previous_hash: Hash
    hash: Hash


class AuditV1(WireModel):
    """Acts from the oldest on; `next` is missing when there are no more by now."""

    entries: tuple[AuditEntryV1, ...]
    next: Positive | None = None


class AccountV1(WireModel):
    """A platform, or somebody of the staff; once disabled it stays so, and its id is not used again."""

    account_id: Name
    role: Role
    made_at: Instant
    is_disabled: bool


class AccountsV1(WireModel):
    """Those of a site, by id."""

    accounts: tuple[AccountV1, ...]


class AddAccountV1(WireModel):
    """Let somebody in."""

    account_id: Annotated[str, Field(pattern=CHOSEN_ID)]
    role: AccountRole


class MadeAccountV1(WireModel):
    """What its owner comes in with, said this once.

    `second_factor` is the address that an authenticator app reads, where the role needs one.
    """

    account_id: Name
    role: Role
    credential: Annotated[str, Field(repr=False)]
    second_factor: Annotated[str | None, Field(repr=False)] = None


class KeptDayV1(WireModel):
    """A day of which places are granted, held or booked: those of these services stay as they were."""

    business_date: Day
    services: tuple[Name, ...]


class SiteMistakeV1(WireModel):
    """What is wrong in a site.toml, and where; line and column from 1."""

    line: Positive
    column: Positive
    key: Name
    text: Text


class SiteV1(WireModel):
    """The site was described anew, with so many services.

    Texts, and from when to when numbers are given, hold at once; places from tomorrow on within a
    minute, but not those of the days that are `kept`. `edition` counts its descriptions; kiosks say in
    their health by which they go. `warnings` are what is legal in the file and yet unwise.
    """

    site_id: Name
    edition: Positive
    services: Small
    kept: tuple[KeptDayV1, ...] = ()
    warnings: tuple[SiteMistakeV1, ...] = ()


class SiteMistakesV1(ProblemV1):
    """Nothing was changed; the first hundred mistakes, in the file's order."""

    mistakes: tuple[SiteMistakeV1, ...]
