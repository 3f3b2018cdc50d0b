# SPDX-License-Identifier: Apache-2.0
"""Bodies of the booking calls."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from central.services.booking import Channel
from hall.booking import BookingStatus
from hall.wire.fields import Day, Instant, Name, Number, Small, Text, WireModel

WordsV1 = Mapping[Name, Text]
"""One text by language code."""

PersonNumber = Annotated[str, StringConstraints(min_length=1, max_length=64)]
"""An ID number as it was typed; never answered, kept or logged."""


class ServiceV1(WireModel):
    """What a visitor comes for. One that `is_bookable` has slots; others serve whoever comes.

    `direct` is where to go of one that needs no number; empty of all others.
    """

    service_id: Name
    name: WordsV1
    where: WordsV1
    materials: tuple[WordsV1, ...]
    proxy_materials: tuple[WordsV1, ...]
    mean_minutes: float
    is_bookable: bool
    direct: WordsV1


class ServicesV1(WireModel):
    """The services of the site, in the order they are shown."""

    site_id: Name
    name: WordsV1
    timezone: Name
    languages: tuple[Name, ...]
    services: tuple[ServiceV1, ...]


class SlotV1(WireModel):
    """A slot on sale and how many places it has left."""

    slot_start: Instant
    slot_end: Instant
    left: Small


class DayV1(WireModel):
    """A business day that is open for booking."""

    business_date: Day
    slots: tuple[SlotV1, ...]


class AvailabilityV1(WireModel):
    """What is left of a service."""

    service_id: Name
    days: tuple[DayV1, ...]


class HoldV1(WireModel):
    """Set a place of that slot aside."""

    service_id: Name
    slot_start: Instant


class HeldV1(WireModel):
    """It is set aside until then; to be confirmed before."""

    hold_id: UUID
    service_id: Name
    business_date: Day
    slot_start: Instant
    slot_end: Instant
    expires_at: Instant


class BookV1(WireModel):
    """Book the place that is held, for the person of that number."""

    hold_id: UUID
    identity_number: PersonNumber | None = Field(None, repr=False)
    channel: Channel | None = None


class BookedV1(WireModel):
    """A booking. `digits` and `code` are what a visitor without his card shows at a kiosk.

    From `late_from` on he is late. `code` is missing when the booking can be used no more.
    """

    booking_id: UUID
    number: Number
    service_id: Name
    business_date: Day
    slot_start: Instant
    slot_end: Instant
    late_from: Instant
    channel: Channel
    status: BookingStatus
    digits: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]
    code: str | None = Field(None, repr=False)
