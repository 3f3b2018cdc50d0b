# SPDX-License-Identifier: Apache-2.0
"""A whole centre but its HTTP, over the store in memory, and kiosks that are nothing but a log."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from central.crypto import BookingKey, DayKeys, Token
from central.services.booking import BookingDesk
from central.services.booking_offers import Offers
from central.services.calling import CallingDesk
from central.services.centre_book import CentreBook
from central.services.day_round import DayRound
from central.services.enrolment import enrol, make_token
from central.services.exchange import Exchanging
from central.services.figures import Figures
from central.services.hall_desk import HallDesk
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles, import_site
from central.services.telling import Telling
from central.store.abstract import Units
from common.settings.site_file import SiteFile, parse_site
from common.signatures import Ed25519, PublicKey
from hall.exchange import LeaseRequest, LogPart
from hall.feed import FIRST_EPOCH
from hall.ids import KioskId, RequestId, ServiceId, SiteId
from hall.log import Body, Entry, FeedApplied, append
from hall.place import Lane
from hall.wire.values import Answer, Exchange, Health, Owner, Refusal
from tests.central.small_site import SMALL_SITE
from tests.fakes.central_unit_of_work import FakeCentre
from tests.fakes.clock import MONDAY_TEN, FakeClock

HALL = SiteId("hall")
ESTATE, SOCIAL = ServiceId("estate"), ServiceId("social")
TODAY = MONDAY_TEN.date()
NOON = datetime.combine(TODAY, datetime.min.time(), MONDAY_TEN.tzinfo) + timedelta(hours=12)


def site_file(text: str = SMALL_SITE) -> SiteFile:
    found = parse_site(text, MONDAY_TEN.year)
    assert isinstance(found, SiteFile), found
    return found


@dataclass
class LogKiosk:
    """What a kiosk has said and heard."""

    hall: "Hall"
    kiosk_id: KioskId
    log: list[Entry] = field(default_factory=list)
    epoch: int = FIRST_EPOCH
    cursor: int = 0
    acknowledged: int = 0

    def say(self, *bodies: Body) -> None:
        for body in bodies:
            at = self.hall.clock.now()
            self.log.append(append(self.log[-1] if self.log else None, at, body))

    async def ask(
        self,
        *requests: LeaseRequest,
        owners: Mapping[int, Owner] | None = None,
        after: int | None = None,
        entries: Sequence[Entry] | None = None,
        health: Health | None = None,
    ) -> Answer | Refusal:
        """One exchange as it is; nothing is noted."""
        start = self.acknowledged if after is None else after
        sent = tuple(self.log[start:] if entries is None else entries)
        part = LogPart(self.kiosk_id, self.epoch, start, sent, len(self.log))
        exchange = Exchange(part, self.cursor, owners or {}, requests, health)
        return await self.hall.exchanging.exchange(HALL, exchange)

    async def exchange(
        self, *requests: LeaseRequest, owners: Mapping[int, Owner] | None = None
    ) -> Answer:
        """One that is taken; its grants are logged, and how far the feed holds."""
        answer = await self.ask(*requests, owners=owners)
        assert isinstance(answer, Answer), answer
        self.acknowledged = answer.acknowledged
        if answer.cursor > self.cursor:
            self.cursor = answer.cursor
            self.say(FeedApplied(answer.cursor))
        self.say(*answer.grants)
        return answer


class Hall:
    """The centre of one site."""

    def __init__(self, folder: Path, units: Units | None = None) -> None:
        self.fake = FakeCentre()
        self.clock = FakeClock()
        self.keys = DayKeys(folder)
        self.files = SiteFiles()
        self.units = units = units or self.fake.unit_of_work
        self.writers = SiteWriters(units, Rules(CentreBook, self.files.day_of, self.clock.now))
        self.own_key = BookingKey.new()
        telling = Telling(units, self.keys, self.own_key.public_key)
        self.exchanging = Exchanging(self.writers, telling, self.clock, Figures(self.files))
        self.desk = BookingDesk(units, self.writers, self.keys, self.own_key, self.files)
        self.offers = Offers(units, self.writers, self.files, self.clock)
        self.calling = CallingDesk(self.writers, self.offers)
        self.hall_desk = HallDesk(units, self.writers)
        self.round = DayRound(units, self.writers, self.files, self.clock)

    async def kiosk(self, name: str, key: PublicKey | None = None) -> LogKiosk:
        """Enrolled with that key, or one that signs nothing."""
        units = self.units
        token = await make_token(units, self.clock, HALL, KioskId(name))
        algorithm = Ed25519()
        own = key or PublicKey("YH1", algorithm.public_key(algorithm.new_key()))
        done = await enrol(units, self.clock, Token(token.reveal()), own)
        return LogKiosk(self, KioskId(done.kiosk_id))

    async def settled(self, *names: str) -> list[LogKiosk]:
        """Kiosks with today's grant in their logs, which the centre has."""
        kiosks = [await self.kiosk(name) for name in names]
        self.clock.pass_time(timedelta(minutes=1))
        await self.round.go()
        for kiosk in kiosks:
            await kiosk.exchange()
            await kiosk.exchange()
        return kiosks

    async def book(self) -> CentreBook:
        return await self.writers.of(HALL).look(lambda book: book)


def new_hall(folder: Path, units: Units | None = None, text: str = SMALL_SITE) -> Hall:
    """With a site, and nobody in it."""
    hall = Hall(folder, units)
    asyncio.run(import_site(hall.units, site_file(text), hall.clock.now()))
    return hall


def wish(number: int, places: int = 4, numbers: int = 0, at: datetime = NOON) -> LeaseRequest:
    return LeaseRequest(RequestId(number), ESTATE, at, Lane.WALK_IN, places, numbers)
