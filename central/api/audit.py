# SPDX-License-Identifier: Apache-2.0
"""`GET /v1/audit`: what staff did, page by page, as it stands in the chain of the site."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from central.api.document import answers
from central.api.models import AuditEntryV1, AuditV1
from central.api.parts import Parts, may
from central.services.access import Caller
from central.services.auditing import read_audit
from central.services.roles import Act
from central.store.records import AuditEntry
from hall.wire.codec import to_bytes
from hall.wire.fields import LARGEST

MOST_ON_A_PAGE = 200


def audit_router(parts: Parts) -> APIRouter:
    """For auditors."""
    router = APIRouter(prefix="/v1", tags=["audit"])

    @router.get(
        "/audit", response_class=Response, responses=answers(AuditV1, 401, 403, 422, 429, 503)
    )
    async def read_entries(
        caller: Annotated[Caller, Depends(may(parts, Act.READ_AUDIT))],
        after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
        most: Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE)] = 100,
    ) -> Response:
        """What staff did, the oldest first; `next` of an answer is the `after` of its next page."""
        entries = await read_audit(parts.units, caller.site_id, after, most)
        is_full = len(entries) == most
        answer = AuditV1(
            entries=tuple(_entry(each) for each in entries),
            next=entries[-1].position if is_full else None,
        )
        return Response(to_bytes(answer), media_type="application/json")

    return router


def _entry(entry: AuditEntry) -> AuditEntryV1:
    return AuditEntryV1(
        position=entry.position,
        at=entry.at,
        act=entry.act,
        body=entry.body,
        previous_hash=entry.previous_hash.hex(),
        hash=entry.hash.hex(),
    )
