# SPDX-License-Identifier: Apache-2.0
"""`/v1/accounts`: who says who is what lets platforms and staff of his site in, and out again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from central.api.document import answers, reads
from central.api.models import AccountsV1, AccountV1, AddAccountV1, MadeAccountV1
from central.api.parts import Parts, body_as, may
from central.crypto import app_address
from central.services.access import Caller
from central.services.accounts import add_account, disable_account
from central.services.roles import Act, Role
from central.store.records import Account
from hall.ids import CHOSEN_ID
from hall.wire.codec import to_bytes

CREATED, NO_CONTENT = 201, 204

AccountName = Annotated[str, Path(pattern=CHOSEN_ID)]


def accounts_router(parts: Parts) -> APIRouter:
    """For the security administrator."""
    router = APIRouter(prefix="/v1/accounts", tags=["accounts"])
    _add_reading(router, parts)
    _add_changes(router, parts)
    return router


def _add_reading(router: APIRouter, parts: Parts) -> None:
    administrator = Annotated[Caller, Depends(may(parts, Act.CHANGE_ACCOUNTS))]

    @router.get("", response_class=Response, responses=answers(AccountsV1, 401, 403, 429, 503))
    async def read_accounts(caller: administrator) -> Response:
        """The platforms and staff of the site, by id; those that are let in no more too."""
        async with parts.units(is_read_only=True) as unit:
            accounts = await unit.accounts.of_site(caller.site_id)
        answer = AccountsV1(accounts=tuple(_account(each) for each in accounts))
        return Response(to_bytes(answer), media_type="application/json")


def _add_changes(router: APIRouter, parts: Parts) -> None:
    administrator = Annotated[Caller, Depends(may(parts, Act.CHANGE_ACCOUNTS))]

    @router.post(
        "",
        status_code=CREATED,
        response_class=Response,
        openapi_extra=reads(AddAccountV1),
        responses=answers(MadeAccountV1, 401, 403, 409, 422, 429, 503, status=CREATED),
    )
    async def let_in(request: Request, caller: administrator) -> Response:
        """Let a platform or somebody of the staff in; his credential is said this once."""
        wanted = await body_as(request, AddAccountV1)
        now, site_id, name = parts.clock.now(), caller.site_id, wanted.account_id
        role = Role(wanted.role)
        made = await add_account(parts.units, now, site_id, name, role, by=caller.name)
        factor = made.second_factor
        answer = MadeAccountV1(
            account_id=name,
            role=role,
            credential=made.credential.reveal(),
            second_factor=app_address(factor, f"{site_id}:{name}") if factor else None,
        )
        return Response(to_bytes(answer), CREATED, media_type="application/json")

    @router.delete(
        "/{account_id}",
        status_code=NO_CONTENT,
        responses=answers(None, 401, 403, 404, 422, 429, 503, status=NO_CONTENT),
    )
    async def disable(caller: administrator, account_id: AccountName) -> Response:
        """Let somebody in no more; his sessions end too."""
        now = parts.clock.now()
        await disable_account(parts.units, now, caller.site_id, account_id, by=caller.name)
        return Response(status_code=NO_CONTENT)


def _account(record: Account) -> AccountV1:
    return AccountV1(
        account_id=record.account_id,
        role=Role(record.role),
        made_at=record.made_at,
        is_disabled=record.disabled_at is not None,
    )
