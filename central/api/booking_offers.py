# SPDX-License-Identifier: Apache-2.0
"""`GET /v1/services` and what is left of each: what a platform shows before anybody books."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError

from central.api.booking_models import AvailabilityV1, DayV1, ServicesV1, ServiceV1, SlotV1
from central.api.document import answers
from central.api.parts import Parts, may
from central.services.access import Caller
from central.services.booking_offers import DayOnSale
from central.services.roles import Act
from common.settings.site_file import SiteFile
from hall.ids import CHOSEN_ID, ServiceId
from hall.service import Service
from hall.wire.codec import to_bytes
from hall.wire.fields import Day

_A_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_as_a_day(text: object) -> object:
    """Else a number would be taken as the seconds since 1970."""
    if not isinstance(text, str) or not _A_DAY.fullmatch(text):
        raise PydanticKnownError("date_parsing", {"error": "not written as a day"})
    return text


DayInQuery = Annotated[Day, BeforeValidator(_written_as_a_day)]


def offers_router(parts: Parts) -> APIRouter:
    """For platforms, and for staff who book for visitors."""
    router = APIRouter(prefix="/v1/services", tags=["booking"])
    reader = Annotated[Caller, Depends(may(parts, Act.READ_SERVICES))]

    @router.get("", response_class=Response, responses=answers(ServicesV1, 401, 403, 404, 429, 503))
    async def read_services(caller: reader) -> Response:
        """The services of the site, with what to bring."""
        answer = _services(await parts.offers.site(caller.site_id))
        return Response(to_bytes(answer), media_type="application/json")

    @router.get(
        "/{service_id}/slots",
        response_class=Response,
        responses=answers(AvailabilityV1, 401, 403, 404, 422, 429, 503),
    )
    async def read_slots(
        caller: reader,
        service_id: Annotated[str, Path(pattern=CHOSEN_ID)],
        on: Annotated[DayInQuery | None, Query()] = None,
    ) -> Response:
        """What is left of a service's slots: on one business day, or on all that are open."""
        days = await parts.offers.days(caller.site_id, ServiceId(service_id), on)
        answer = AvailabilityV1(service_id=service_id, days=tuple(_day(each) for each in days))
        return Response(to_bytes(answer), media_type="application/json")

    return router


def _services(file: SiteFile) -> ServicesV1:
    return ServicesV1(
        site_id=file.site.site_id,
        name=dict(file.site.name.texts),
        timezone=file.site.timezone.key,
        languages=file.languages,
        services=tuple(_service(each) for each in file.catalogue.services),
    )


def _service(service: Service) -> ServiceV1:
    return ServiceV1(
        service_id=service.service_id,
        name=dict(service.name.texts),
        where=dict(service.where.texts),
        materials=tuple(dict(each.texts) for each in service.materials),
        proxy_materials=tuple(dict(each.texts) for each in service.materials_of(is_proxy=True)),
        mean_minutes=service.mean_minutes,
        is_bookable=service.has_quota and not service.direct,
        direct=dict(service.direct.texts),
    )


def _day(day: DayOnSale) -> DayV1:
    slots = tuple(
        SlotV1(slot_start=each.slot.start, slot_end=each.slot.end, left=each.left)
        for each in day.slots
    )
    return DayV1(business_date=day.business_date, slots=slots)
