# SPDX-License-Identifier: Apache-2.0
"""Platforms and staff: who is let in, by which credential, and who no longer is."""

from dataclasses import dataclass
from datetime import datetime

from central.crypto import Token, new_second_factor
from central.services.auditing import COMMAND_LINE, Noted, note
from central.services.chosen_ids import check_chosen_id
from central.services.errors import AccountIdTakenError, UnknownAccountError, UnknownSiteError
from central.services.roles import NEEDS_SECOND_FACTOR, Role
from central.store.abstract import Units
from central.store.records import Account
from hall.ids import SiteId


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What its owner is told, once. `second_factor` is None where the role needs none."""

    credential: Token
    second_factor: str | None

    def __repr__(self) -> str:
        return "NewAccount()"


async def add_account(
    units: Units,
    now: datetime,
    site_id: SiteId,
    account_id: str,
    role: Role,
    *,
    by: str = COMMAND_LINE,
) -> NewAccount:
    """Let somebody in; kiosks come by enrolment instead.

    Raises:
        BadIdError: an account cannot be called that.
        UnknownSiteError: there is no such site.
        AccountIdTakenError: the site has, or had, an account of that id.
        StoreError: nothing was changed.
    """
    if role is Role.KIOSK:
        raise ValueError("kiosks enrol")
    check_chosen_id(account_id)
    made = NewAccount(Token.new(), new_second_factor() if role in NEEDS_SECOND_FACTOR else None)
    async with units() as unit:
        if await unit.sites.find(site_id) is None:
            raise UnknownSiteError(site_id=site_id)
        account = Account(
            site_id=site_id,
            account_id=account_id,
            role=role,
            credential_hash=made.credential.hash(),
            made_at=now,
            second_factor=made.second_factor,
        )
        if not await unit.accounts.add(account):
            raise AccountIdTakenError(account_id=account_id)
        to = {"account_id": account_id, "role": role.value}
        await note(unit, site_id, now, Noted.ACCOUNT_ADDED, by, **to)
        await unit.commit()
    return made


async def disable_account(
    units: Units, now: datetime, site_id: SiteId, account_id: str, *, by: str = COMMAND_LINE
) -> None:
    """Nobody enters by it from now on; open sessions end too.

    Raises:
        UnknownAccountError: nobody could.
        StoreError: nothing was changed.
    """
    async with units() as unit:
        if not await unit.accounts.disable(site_id, account_id, now):
            raise UnknownAccountError(account_id=account_id)
        await note(unit, site_id, now, Noted.ACCOUNT_DISABLED, by, account_id=account_id)
        await unit.commit()
