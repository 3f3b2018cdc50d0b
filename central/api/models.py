# SPDX-License-Identifier: Apache-2.0
"""Bodies of routes that are no kiosk's business; what kiosks say is in `hall.wire`."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from hall.wire.v1 import Count, HealthV1, Instant, Name, WireModel


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
