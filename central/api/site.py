# SPDX-License-Identifier: Apache-2.0
"""`PUT /v1/site`: a technician describes his site anew, by the text of its site.toml."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from central.api.document import answers, reads_toml, refuses
from central.api.models import KeptDayV1, SiteMistakesV1, SiteMistakeV1, SiteV1
from central.api.parts import Parts, may
from central.api.problems import Problem, not_shown, texts_of
from central.services.access import Caller
from central.services.describing import KeptDay, describe
from central.services.errors import OtherSiteError
from central.services.roles import Act
from central.texts import Texts
from common.settings.problems import Phrase
from common.settings.problems import Problem as Mistake
from common.settings.site_file import read_site
from hall.wire.codec import to_bytes

REFUSED = 422
MISTAKES = "error.settings.refused"
MOST_SHOWN = 100
"""Mistakes of one file; who has mended those sends it again."""


def site_router(parts: Parts) -> APIRouter:
    """For technicians."""
    router = APIRouter(prefix="/v1", tags=["site"])
    reading = asyncio.Lock()

    @router.put(
        "/site",
        response_class=Response,
        openapi_extra=reads_toml(),
        responses=answers(SiteV1, 401, 403, 409, 422, 429, 503) | refuses(SiteMistakesV1, REFUSED),
    )
    async def describe_site(
        request: Request, caller: Annotated[Caller, Depends(may(parts, Act.IMPORT_SITE))]
    ) -> Response:
        """Hours, services and places of the site, as a site.toml says them; kiosks are told.

        The answer says of which days the places stay as they were. Refused, and nothing is changed:
        a file that leaves out a service somebody has booked (`error.central.service_booked`), or
        that gives a service another letter (`error.central.letter_in_use`).
        """
        now = parts.clock.now()
        # A file that was made to be slow takes most of a second: others are answered meanwhile, and one
        # is read at a time.
        async with reading:
            found = await asyncio.to_thread(read_site, await request.body(), now.year)
        texts = texts_of(request.headers.get("accept-language", ""))
        if isinstance(found, tuple):
            return _refused(found, texts)
        if found.site.site_id != caller.site_id:
            raise OtherSiteError(site_id=caller.site_id)
        done = await describe(parts.units, found, now, by=caller.name)
        answer = SiteV1(
            site_id=caller.site_id,
            edition=done.edition,
            services=len(found.catalogue.services),
            kept=tuple(map(_kept, done.kept)),
            warnings=tuple(_mistake(each, texts) for each in found.warnings[:MOST_SHOWN]),
        )
        return Response(to_bytes(answer), media_type="application/json")

    return router


def _kept(day: KeptDay) -> KeptDayV1:
    return KeptDayV1(business_date=day.business_date, services=day.services)


def _refused(mistakes: tuple[Mistake, ...], texts: Texts) -> Response:
    file, count = mistakes[0].file, len(mistakes)
    body = SiteMistakesV1(
        title=texts(MISTAKES, file=file, count=count),
        status=REFUSED,
        key=MISTAKES,
        fields={"file": file, "count": count},
        mistakes=tuple(_mistake(each, texts) for each in mistakes[:MOST_SHOWN]),
    )
    return Problem.of(body)


def _mistake(mistake: Mistake, texts: Texts) -> SiteMistakeV1:
    words = Phrase(mistake.key, mistake.fields).text(texts)
    return SiteMistakeV1(
        line=mistake.line, column=mistake.column, key=mistake.key, text=not_shown(words, 300)
    )
