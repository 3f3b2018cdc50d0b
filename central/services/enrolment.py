# SPDX-License-Identifier: Apache-2.0
"""How a kiosk becomes one of the site: a short-lived token, used once, for a credential of its own."""

from datetime import datetime, timedelta

from central.crypto import Token, check_public_key
from central.services.access import Caller, Seen, unseen
from central.services.auditing import COMMAND_LINE, Noted, note
from central.services.chosen_ids import check_chosen_id
from central.services.errors import (
    KioskIdTakenError,
    NotEnrolledError,
    TokenError,
    UnknownSiteError,
)
from central.services.roles import Role
from central.store.abstract import UnitOfWork, Units
from central.store.records import (
    EnrolmentToken,
    JournalRow,
    KioskProgress,
    KioskRecord,
    SiteHead,
)
from common.clock import Clock
from common.signatures import PublicKey
from hall.canonical import Json
from hall.ids import KioskId, SiteId
from hall.journal import EVERY_DAY, KioskAdded, body_to_text
from hall.wire.values import Enrolment

TOKEN_LASTS = timedelta(minutes=30)
"""Long enough to walk from the desk to the kiosk."""


async def make_token(
    units: Units, clock: Clock, site_id: SiteId, kiosk_id: KioskId, *, by: str = COMMAND_LINE
) -> Token:
    """A token that lets one kiosk enrol; an earlier one for the same kiosk is good no more.

    Raises:
        BadIdError: a kiosk cannot be called that.
        UnknownSiteError, KioskIdTakenError: it could never be used.
        StoreError: it could not be kept.
    """
    check_chosen_id(kiosk_id)
    token, now = Token.new(), clock.now()
    async with units() as unit:
        if await unit.sites.find(site_id) is None:
            raise UnknownSiteError(site_id=site_id)
        if await unit.kiosks.find(site_id, kiosk_id):
            raise KioskIdTakenError(kiosk_id=kiosk_id)
        await unit.enrolments.put(
            EnrolmentToken(site_id, kiosk_id, token.hash(), now, now + TOKEN_LASTS)
        )
        await note(unit, site_id, now, Noted.KIOSK_INVITED, by, kiosk_id=kiosk_id)
        await unit.commit()
    return token


async def enrol(
    units: Units, clock: Clock, token: Token, key: PublicKey, seen: Seen = unseen
) -> Enrolment:
    """A kiosk shows its token and public key, and gets its credential, shown this once.

    The same token with the same key gives another credential in place of the first as long as the
    token lasts: the answer may have been lost on its way. `seen` hears whose token it is.

    Raises:
        CryptoError: of that public key.
        TokenError: unknown, too old, or used with another key.
        KioskIdTakenError: another token for the same id was used in between.
        StoreError: nothing was changed.
    """
    check_public_key(key)
    credential, now = Token.new(), clock.now()
    async with units() as unit:
        used = await unit.enrolments.use(token.hash(), now)
        found = used or await unit.enrolments.find(token.hash())
        if found is None:
            raise TokenError
        seen(Caller(found.site_id, found.kiosk_id, Role.KIOSK))
        if used:
            await _add(unit, found, credential, key, now)
        else:
            await _check_repeated(unit, found, key, now)
            await unit.kiosks.renew(found.site_id, found.kiosk_id, credential.hash())
        await note(unit, found.site_id, now, Noted.KIOSK_ENROLLED, found.kiosk_id)
        await unit.commit()
    return Enrolment(found.site_id, found.kiosk_id, credential.reveal())


async def revoke(
    units: Units,
    clock: Clock,
    site_id: SiteId,
    kiosk_id: KioskId,
    *,
    by: str = COMMAND_LINE,
    **why: Json,
) -> None:
    """The kiosk's credential is good no more; its places stay its own until it is given up.

    Raises:
        NotEnrolledError: there is no such kiosk, or it was revoked before.
        StoreError: nothing was changed.
    """
    now = clock.now()
    async with units() as unit:
        if not await unit.kiosks.revoke(site_id, kiosk_id, now):
            raise NotEnrolledError(kiosk_id=kiosk_id)
        await note(unit, site_id, now, Noted.KIOSK_REVOKED, by, kiosk_id=kiosk_id, **why)
        await unit.commit()


async def _add(
    unit: UnitOfWork, token: EnrolmentToken, credential: Token, key: PublicKey, now: datetime
) -> None:
    site_id, kiosk_id = token.site_id, token.kiosk_id
    site = await unit.sites.lock(site_id)
    if site is None:
        raise UnknownSiteError(site_id=site_id)
    record = KioskRecord(
        site_id=site_id,
        progress=KioskProgress(kiosk_id),
        public_key=key.data,
        algorithm=key.algorithm,
        credential_hash=credential.hash(),
        enrolled_at=now,
    )
    if not await unit.kiosks.add(record):
        raise KioskIdTakenError(kiosk_id=kiosk_id)
    await unit.journal.append(site_id, [_row(site, kiosk_id, now)])


def _row(site: SiteHead, kiosk_id: KioskId, now: datetime) -> JournalRow:
    """In the feed it tells the other kiosks the new one's key, read from its row at sending."""
    body = KioskAdded(kiosk_id)
    return JournalRow(
        seq=site.seq + 1,
        business_date=EVERY_DAY,
        at=now,
        kind=body.kind,
        body=body_to_text(body),
    )


async def _check_repeated(
    unit: UnitOfWork, found: EnrolmentToken, key: PublicKey, now: datetime
) -> None:
    if found.used_at is None or now >= found.expires_at:
        raise TokenError
    kiosk = await unit.kiosks.find(found.site_id, found.kiosk_id)
    if kiosk is None or kiosk.revoked_at:
        raise TokenError
    if PublicKey(kiosk.algorithm, kiosk.public_key) != key:
        raise TokenError
