# SPDX-License-Identifier: Apache-2.0
"""One exchange that holds everything there is, and strategies for all others."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from hypothesis import strategies as st

from hall.booking import Booking
from hall.exchange import LeaseRequest, LogPart
from hall.feed import BookingClosed, BookingMade, CloseReason, Reduced, ReturnAsked, Stopped
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, LeaseId, RequestId, ServiceId, TicketId
from hall.log import Granted
from hall.news import (
    CatalogueTold,
    DayKeyTold,
    KioskKeyTold,
    QueueFigures,
    SiteEdition,
    SiteTicket,
    TicketsTold,
    Told,
)
from hall.numbering import LETTERS, NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.span import Span
from hall.stopping import Standing, Stop
from hall.ticket import TicketStatus
from hall.wire.values import Answer, Enrolment, Exchange, Finding, Health, Owner, Refusal
from tests.hall.samples import BODIES, ESTATE_ID, MONDAY, at, booking, log, ticket_id

KIOSK = KioskId("k1")
DIGEST = IdentityDigest("h1:" + "0123456789abcdef" * 2)
PROXY = IdentityDigest("h1:" + "fedcba9876543210" * 2)

EXCHANGE = Exchange(
    part=LogPart(KIOSK, 3, 0, tuple(log(*BODIES)), 40),
    cursor=17,
    owners={2: Owner(DIGEST), 3: Owner(DIGEST, proxy=PROXY), 4: Owner(proxy=PROXY)},
    requests=(LeaseRequest(RequestId(8), ESTATE_ID, at("10:00"), Lane.WALK_IN, 4, 10),),
    health=Health(
        "0.1.0",
        -3,
        (Finding("ticket_printer", is_good=False, key="error.ticket_printer.no_paper"),),
        SiteEdition(7, at("08:00")),
    ),
)

ANSWER = Answer(
    epoch=3,
    acknowledged=16,
    cursor=31,
    now=at("09:05"),
    told=(
        Told(18, DayKeyTold(MONDAY, "2026-03-02-1", bytes(range(32)))),
        Told(19, CatalogueTold('[site]\nname = "政务服务中心"\n', 7)),
        Told(
            22,
            BookingMade(replace(booking("09:30"), digest=DIGEST, late_after=at("09:45"))),
        ),
        Told(23, BookingClosed(BookingId(UUID(int=912)), CloseReason.NO_SHOW)),
        Told(
            25,
            TicketsTold(
                (
                    SiteTicket(
                        ticket_id=ticket_id(5),
                        kiosk_id=KioskId("k2"),
                        business_date=MONDAY,
                        service_id=ESTATE_ID,
                        number=TicketNumber("A", 5),
                        lane=Lane.GREEN,
                        status=TicketStatus.CALLED,
                        issued_at=at("09:01"),
                        digest=DIGEST,
                        proxy=PROXY,
                    ),
                    SiteTicket(
                        ticket_id=ticket_id(6),
                        kiosk_id=KIOSK,
                        business_date=MONDAY,
                        service_id=ESTATE_ID,
                        number=TicketNumber("A", 6),
                        lane=Lane.WALK_IN,
                        status=TicketStatus.MISSED,
                        issued_at=at("09:01"),
                        back_until=at("10:03"),
                        is_in_person=True,
                        items=3,
                    ),
                )
            ),
        ),
        Told(26, Reduced(ESTATE_ID, at("11:00"), Lane.WALK_IN, 2)),
        Told(27, ReturnAsked(KIOSK, ESTATE_ID, at("11:00"), Lane.GREEN, 1)),
        Told(28, Stopped(Stop(ESTATE_ID, at("16:00"), Standing.SUSPENDED))),
        Told(31, KioskKeyTold(KioskId("k2"), "YH1", bytes(32))),
    ),
    has_more=True,
    grants=(
        Granted(
            LeaseId("3-7"),
            MONDAY,
            (PlaceRun(ESTATE_ID, at("10:00"), Lane.WALK_IN, 4, 3, 2),),
            (NumberRange("A", 11, 20),),
            RequestId(8),
        ),
    ),
    figures=(QueueFigures(ESTATE_ID, 7, 10, 25, at("09:04")),),
)

REFUSAL = Refusal(409, "error.hall.log", {"position": 9, "problem": "expected 8"}, 7, 3)
EXCHANGE_ID = UUID(int=0xE01)
ENROLMENT = Enrolment("hall-1", "k1", "YHK1.not-a-real-one")

_Value = TypeVar("_Value")
_EARLIEST = datetime(2020, 1, 1)  # noqa: DTZ001 - hypothesis wants bounds without a zone
_LATEST = datetime(2099, 1, 1)  # noqa: DTZ001 - as above

counts = st.integers(0, 2**53 - 1)
positives = st.integers(1, 2**53 - 1)
small = st.integers(0, 1_000_000)
instants = st.datetimes(_EARLIEST, _LATEST, timezones=st.just(UTC))
days = st.dates(date(2020, 1, 1), date(2099, 1, 1))
names = st.text("abcXYZ0189-_.号", min_size=1, max_size=20)
uuids = st.uuids()
hexes = st.text("0123456789abcdef", min_size=32, max_size=32)
digests = hexes.map(lambda text: IdentityDigest(f"h1:{text}"))
numbers = st.builds(TicketNumber, st.sampled_from(LETTERS), st.integers(1, 9999), st.booleans())


def called(kind: Callable[[str], _Value]) -> st.SearchStrategy[_Value]:
    return names.map(kind)


runs = st.builds(
    PlaceRun, called(ServiceId), instants, st.sampled_from(Lane), small, small, st.integers(0, 99)
)


@st.composite
def ranges(draw: st.DrawFn) -> NumberRange:
    first = draw(st.integers(1, 9999))
    last = draw(st.integers(first - 1, 9999))
    return NumberRange(draw(st.sampled_from(LETTERS)), first, last, draw(st.booleans()))


@st.composite
def bookings(draw: st.DrawFn) -> Booking:
    service_id, start = draw(called(ServiceId)), draw(instants)
    length = timedelta(minutes=draw(st.integers(1, 600)))
    late = draw(st.none() | st.just(start + length / 2))
    return Booking(
        booking_id=BookingId(draw(uuids)),
        business_date=draw(days),
        service_id=service_id,
        slot=Span(start, start + length),
        number=draw(numbers.filter(lambda number: number.is_booked)),
        place=Place(service_id, start, Lane.BOOKED, draw(small)),
        digest=draw(st.none() | digests),
        late_after=late,
    )


tickets = st.builds(
    SiteTicket,
    ticket_id=uuids.map(TicketId),
    kiosk_id=called(KioskId),
    business_date=days,
    service_id=called(ServiceId),
    number=numbers,
    lane=st.sampled_from(Lane),
    status=st.sampled_from(TicketStatus),
    issued_at=instants,
    digest=st.none() | digests,
    proxy=st.none() | digests,
    back_until=st.none() | instants,
    is_in_person=st.booleans(),
    items=st.integers(1, 9),
)
grants = st.builds(
    Granted,
    called(LeaseId),
    days,
    st.lists(runs, max_size=3).map(tuple),
    st.lists(ranges(), max_size=3).map(tuple),
    st.none() | positives.map(RequestId),
)
bodies_told = st.one_of(
    st.builds(DayKeyTold, days, names, st.binary(min_size=32, max_size=32)),
    st.builds(CatalogueTold, st.text(max_size=50), st.none() | positives),
    st.builds(BookingMade, bookings()),
    st.builds(BookingClosed, uuids.map(BookingId), st.sampled_from(CloseReason)),
    st.builds(TicketsTold, st.lists(tickets, max_size=3).map(tuple)),
    st.builds(Reduced, called(ServiceId), instants, st.sampled_from(Lane), small),
    st.builds(
        ReturnAsked, called(KioskId), called(ServiceId), instants, st.sampled_from(Lane), small
    ),
    st.builds(Stop, called(ServiceId), instants, st.sampled_from(Standing)).map(Stopped),
    st.builds(KioskKeyTold, called(KioskId), names, st.binary(min_size=1, max_size=64)),
)


@st.composite
def figures(draw: st.DrawFn) -> QueueFigures:
    low = draw(st.none() | st.integers(0, 500))
    high = None if low is None else draw(st.integers(low, 1000))
    service_id, ahead, as_of = draw(called(ServiceId)), draw(small), draw(instants)
    if not draw(st.booleans()):
        return QueueFigures(service_id, ahead, low, high, as_of)
    booked = draw(st.integers(0, ahead))
    green = draw(st.integers(0, ahead - booked))
    return QueueFigures(service_id, ahead, low, high, as_of, booked, green)


answers = st.builds(
    Answer,
    epoch=positives,
    acknowledged=counts,
    cursor=counts,
    now=instants,
    told=st.lists(st.builds(Told, positives, bodies_told), max_size=5).map(tuple),
    has_more=st.booleans(),
    grants=st.lists(grants, max_size=2).map(tuple),
    figures=st.lists(figures(), max_size=2).map(tuple),
)
requests = st.builds(
    LeaseRequest,
    positives.map(RequestId),
    called(ServiceId),
    instants,
    st.sampled_from((Lane.WALK_IN, Lane.GREEN, Lane.EXTRA)),
    small,
    small,
)
health = st.builds(
    Health,
    names,
    st.integers(-(10**9), 10**9),
    st.lists(st.builds(Finding, names, st.booleans(), st.text("abc.", max_size=9)), max_size=3).map(
        tuple
    ),
)


owners = st.builds(Owner, digests, st.none() | digests) | st.builds(Owner, proxy=digests)


@st.composite
def exchanges(draw: st.DrawFn) -> Exchange:
    """A part of a log that begins anywhere, with owners of some of its entries."""
    entries = log(*draw(st.lists(st.sampled_from(BODIES), max_size=8)))
    after = draw(st.integers(0, len(entries)))
    part = LogPart(KIOSK, draw(positives), after, tuple(entries[after:]), draw(counts))
    positions = [entry.position for entry in part.entries]
    owned = draw(st.sets(st.sampled_from(positions))) if positions else set()
    return Exchange(
        part=part,
        cursor=draw(counts),
        owners={each: draw(owners) for each in owned},
        requests=tuple(draw(st.lists(requests, max_size=3))),
        health=draw(st.none() | health),
    )


refusals = st.builds(
    Refusal,
    st.integers(400, 599),
    names,
    st.dictionaries(
        names, st.none() | st.booleans() | st.integers(-99, 99) | st.text("a 号", max_size=5)
    ),
    st.none() | counts,
    st.none() | positives,
)
