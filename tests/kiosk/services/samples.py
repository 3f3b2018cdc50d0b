# SPDX-License-Identifier: Apache-2.0
"""A site open on weekdays from 9 to 12 and from 13 to 17, and what its visitors ask for."""

from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from hall.calendar import Calendar, OpeningHours, Period
from hall.identity import IdentityDigest
from hall.ids import ServiceId, TicketId
from hall.service import Catalogue, Service
from hall.words import Words
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.issue import IssueRequest
from kiosk.services.open_tickets import TicketOfPerson
from kiosk.services.put_back import lay_card
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 3, 2)
TUESDAY = date(2026, 3, 3)
WORK_DAY = (Period(time(9), time(12)), Period(time(13), time(17)))
HOURS = OpeningHours((WORK_DAY,) * 5 + ((),) * 2)
INSURANCE = ServiceId("insurance")
ESTATE = ServiceId("estate")
ALICE = IdentityDigest("h1:" + "a" * 32)
BOB = IdentityDigest("h1:" + "b" * 32)
NOW_OFFER = Offer(OfferKind.NOW)
STANDBY_OFFER = Offer(OfferKind.STANDBY)

# One counter, 7 minutes each: floor(0.92 x 30 / 7) = 3 places a slot, 2 walk-in and 1 green.
SERVICES = (
    Service(
        service_id=INSURANCE,
        letter="A",
        name=Words.of({"zh_Hans": "社保", "en": "Social insurance"}),
        where=Words.of({"zh_Hans": "一楼 1 至 6 号窗口"}),
        materials=(Words.of({"zh_Hans": "身份证"}),),
    ),
    Service(
        service_id=ESTATE,
        letter="C",
        name=Words.of({"zh_Hans": "不动产登记"}),
        has_quota=True,
        mean_minutes=7,
        standby_per_slot=1,
    ),
)
SITE = Calendar(SHANGHAI, HOURS)
RULES = Rules(Catalogue(SERVICES), SITE)


def at(hour: int, minute: int = 0, *, day: date = MONDAY, second: int = 0) -> datetime:
    """A local time of day as the UTC instant that services are given."""
    return datetime.combine(day, time(hour, minute, second), SHANGHAI).astimezone(UTC)


def local(hour: int, minute: int = 0, *, day: date = MONDAY) -> datetime:
    """A local time of day as screens show it."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def ticket_id(number: int) -> TicketId:
    return TicketId(UUID(int=number))


def request(
    number: int,
    service_id: ServiceId = INSURANCE,
    offer: Offer = NOW_OFFER,
    *,
    digest: IdentityDigest | None = None,
    is_green: bool = False,
    on: date = MONDAY,
    present: IdentityDigest | None = None,
) -> IssueRequest:
    """The wish of visitor number so and so."""
    return IssueRequest(ticket_id(number), on, service_id, offer, digest, is_green, present)


def laid(
    unit: UnitOfWork, rules: Rules, digest: IdentityDigest, now: datetime
) -> TicketOfPerson | None:
    """The number that is spoken of first when this person's card is laid."""
    return next(iter(lay_card(unit, rules, digest, now)), None)
