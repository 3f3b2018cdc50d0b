# SPDX-License-Identifier: Apache-2.0
"""One of each role at a centre with open days, each by his own way in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from central.crypto import TimedCode, Token, secret_of
from central.services.accounts import add_account
from central.services.enrolment import enrol, make_token
from central.services.roles import NEEDS_SECOND_FACTOR, Role
from common.signatures import Ed25519, PublicKey
from hall.ids import KioskId, SiteId
from tests.central.api.booking import BookingCentre, Visitor
from tests.central.services.hall import HALL

KIOSK = KioskId("k1")


async def credential_of(centre: BookingCentre, role: Role, site_id: SiteId = HALL) -> str:
    """What somebody new of that role comes in with."""
    parts = centre.http.parts
    if role is Role.KIOSK:
        return await kiosk_credential(centre, site_id)
    made = await add_account(parts.units, parts.clock.now(), site_id, f"the_{role}", role)
    if role not in NEEDS_SECOND_FACTOR:
        return made.credential.reveal()
    assert made.second_factor
    step = int(parts.clock.now().timestamp()) // TimedCode.SECONDS
    code = TimedCode().code(secret_of(made.second_factor), step)
    session = await parts.entrance.sessions.begin(Token(made.credential.reveal()), code)
    return session.token.reveal()


async def kiosk_credential(
    centre: BookingCentre, site_id: SiteId, kiosk_id: KioskId = KIOSK
) -> str:
    """Of a kiosk that is enrolled for it."""
    parts, algorithm = centre.http.parts, Ed25519()
    token = await make_token(parts.units, parts.clock, site_id, kiosk_id)
    key = PublicKey("YH1", algorithm.public_key(algorithm.new_key()))
    done = await enrol(parts.units, parts.clock, Token(token.reveal()), key)
    return done.credential


@asynccontextmanager
async def everybody(
    centre: BookingCentre, site_id: SiteId = HALL
) -> AsyncIterator[dict[Role, Visitor]]:
    """All seven, with the days of the centre open."""
    async with centre.visitors() as []:
        centre.http.parts.bells.close()  # who is woken is not kept for ever
        credentials = {role: await credential_of(centre, role, site_id) for role in Role}
        yield {role: Visitor(centre.http, text) for role, text in credentials.items()}
