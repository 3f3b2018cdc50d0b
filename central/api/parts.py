# SPDX-License-Identifier: Apache-2.0
"""What the routers are handed by the composition root, and how a route learns who asks."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from central.api.metrics import Metrics
from central.api.refusals import trail_of
from central.crypto import Token
from central.services.access import Caller
from central.services.bells import Bells
from central.services.booking import BookingDesk
from central.services.booking_offers import Offers
from central.services.calling import CallingDesk
from central.services.centre_book import CentreBook
from central.services.entrance import Entrance
from central.services.errors import NoCredentialError, NothingShownError
from central.services.exchange import Exchanging
from central.services.hall_desk import HallDesk
from central.services.help_calls import HelpDesk
from central.services.roles import Act
from central.services.site_writers import SiteWriters
from central.services.watching import Watching
from central.store.abstract import Units
from common.clock import Clock
from hall.wire.codec import from_bytes
from hall.wire.fields import WireModel

LONGEST_CREDENTIAL = 256

M = TypeVar("M", bound=WireModel)

BEARER = HTTPBearer(
    auto_error=False,
    description=(
        "The credential of a kiosk, a platform or somebody of the staff. Managers and technicians show it "
        "to `POST /v1/sessions` alone, and the token of the answer everywhere else"
    ),
)


@dataclass(frozen=True)
class Parts:
    """Lifetime: that of the process. Concurrency: one event loop."""

    units: Units
    clock: Clock
    metrics: Metrics
    writers: SiteWriters[CentreBook]
    exchanging: Exchanging
    bells: Bells
    entrance: Entrance
    watching: Watching
    desk: BookingDesk
    offers: Offers
    calling: CallingDesk
    hall_desk: HallDesk
    help_desk: HelpDesk


@dataclass(frozen=True, eq=False)
class Gate:
    """A dependency of routes: the caller, who may do one of these acts.

    It raises NothingShownError, NoCredentialError, NotAllowedToError and TooManyError.
    """

    parts: Parts
    acts: tuple[Act, ...]

    async def __call__(
        self,
        request: Request,
        credential: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    ) -> Caller:
        """Who asks."""
        seen = trail_of(request.scope).seen
        found = await self.parts.entrance.enter(token_of(credential), seen)
        found.check_may(*self.acts)
        return found


def may(parts: Parts, *acts: Act) -> Gate:
    """Lets in who may do one of these."""
    return Gate(parts, acts)


def token_of(credential: HTTPAuthorizationCredentials | None) -> Token:
    """What was sent as a credential; raises NoCredentialError.

    A kiosk that hears its own credential refused gives no more numbers (docs/protocol.md 3), so that
    there was none is another error.
    """
    if credential is None or not credential.credentials:
        raise NothingShownError
    if len(credential.credentials) > LONGEST_CREDENTIAL:
        raise NoCredentialError
    return Token(credential.credentials)


async def body_as(request: Request, model: type[M]) -> M:
    """The body as that model; BadValueError names the place and shows no value."""
    return from_bytes(model, await request.body())
