# SPDX-License-Identifier: Apache-2.0
"""Whether the process lives, and whether it can do its work."""

from fastapi import APIRouter, Response

from central.api.document import answers
from central.api.parts import Parts

NO_CONTENT = 204


def health_router(parts: Parts) -> APIRouter:
    """`/healthz` and `/readyz`; neither says anything but its status."""
    router = APIRouter(tags=["operation"])

    @router.get("/healthz", status_code=NO_CONTENT, responses=answers(None, status=NO_CONTENT))
    async def is_alive() -> Response:
        """The process answers."""
        return Response(status_code=NO_CONTENT)

    @router.get("/readyz", status_code=NO_CONTENT, responses=answers(None, 503, status=NO_CONTENT))
    async def is_ready() -> Response:
        """The database answers too, and some site that is kept there can be read."""
        async with parts.units(is_read_only=True) as unit:
            sites = await unit.sites.all()
        parts.watching.check_ready([site.site_id for site in sites])
        return Response(status_code=NO_CONTENT)

    return router
