# SPDX-License-Identifier: Apache-2.0
"""What a kiosk or the centre refuses leaves them as they were; the error says what was wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from hall.errors import HallError
from hall.exchange import LogPart
from hall.feed import CloseReason, FeedPart
from hall.ids import BookingId, HoldId, KioskId, LeaseId
from hall.log import Body, Entry, FeedApplied, Granted, PrintStarted, Returned
from hall.numbering import NumberRange
from hall.place import Lane
from hall.stopping import Stop
from tests.hall.halls import EARLY, Site, W, granted_site
from tests.hall.leases import (
    HALF_PAST,
    K1,
    NINE,
    NOON,
    booked,
    lease,
    news,
    refused,
    walk_ins,
    wish,
)
from tests.hall.samples import ESTATE_ID, MONDAY, PLAN, at, issued, log, place, ticket_id
from tests.hall.test_bad_input import NAIVE, NOWHERE

NOBODY = KioskId("k9")
LUNCH = at("12:30")
LATER = NOON + timedelta(hours=1)
UNKNOWN_PLACE = place("09:00", index=20)
A_BOOKING = BookingId(ticket_id(9))
HELD = HoldId(ticket_id(801))
STARTED = PrintStarted(ticket_id(1))
FEED = news(booked(number=1), booked(number=2))


@dataclass(frozen=True)
class Bad:
    """What is tried, and the key and fields of the error."""

    key: str
    fields: Mapping[str, object]
    act: Callable[[Site], object]


def bad(key: str, act: Callable[[Site], object], **fields: object) -> Bad:
    return Bad(f"error.hall.{key}", fields, act)


def check(case: Bad, site: Site, *things: object) -> None:
    with refused(HallError, *things) as caught:
        case.act(site)
    assert caught.value.key == case.key
    assert caught.value.fields == case.fields


# The centre's book

ORDERS = {
    "a grant of an unknown service": bad(
        "unknown_service",
        lambda site: site.ledger.grant(K1, wish(9, service_id=NOWHERE)),
        service_id=NOWHERE,
    ),
    "a reduction of an unknown service": bad(
        "unknown_service",
        lambda site: site.ledger.reduce(NOWHERE, at("09:00"), Lane.GREEN, 1),
        service_id=NOWHERE,
    ),
    "a stop of an unknown service": bad(
        "unknown_service", lambda site: site.ledger.stop(Stop(NOWHERE, NOON)), service_id=NOWHERE
    ),
    "a grant outside the hours": bad(
        "unknown_slot",
        lambda site: site.ledger.grant(K1, wish(9, slot_start=LUNCH)),
        slot_start=LUNCH,
    ),
    "extras of a slot": bad(
        "unknown_slot",
        lambda site: site.ledger.grant(K1, wish(9, lane=Lane.EXTRA, slot_start=LUNCH)),
        slot_start=LUNCH,
    ),
    "a reduction outside the hours": bad(
        "unknown_slot",
        lambda site: site.ledger.reduce(ESTATE_ID, LUNCH, Lane.GREEN, 1),
        slot_start=LUNCH,
    ),
    "a reduction that adds places": bad(
        "bad_value",
        lambda site: site.ledger.reduce(*NINE, Lane.GREEN, -1),
        name="count",
        value=-1,
        allowed="0 to 1",
    ),
    "a reduction of more than there is": bad(
        "bad_value",
        lambda site: site.ledger.reduce(*HALF_PAST, Lane.WALK_IN, 5),
        name="count",
        value=5,
        allowed="0 to 4",
    ),
    "a grant to nobody": bad(
        "unknown_kiosk", lambda site: site.ledger.grant(NOBODY, wish(1)), kiosk_id=NOBODY
    ),
    "a kiosk given up that was heard since": bad(
        "bad_value",
        lambda site: site.ledger.give_up(K1, LATER),
        name="off_since",
        value=LATER,
        allowed=NOON,
    ),
    "the close of an unknown booking": bad(
        "unknown_booking",
        lambda site: site.ledger.sale.close(A_BOOKING, CloseReason.NO_SHOW),
        booking_id=A_BOOKING,
    ),
    "a hold until no instant": bad(
        "bad_value",
        lambda site: site.hold(5, NAIVE),
        name="expires_at",
        value=NAIVE,
        allowed="an instant with a time zone",
    ),
    "a booking of another slot than held": bad(
        "bad_value",
        lambda site: site.ledger.sale.book(HELD, A_BOOKING, PLAN.slot(at("09:30")), EARLY),
        name="place",
        value=place("09:00", Lane.BOOKED),
        allowed="of the booking's slot",
    ),
    "a restore into an epoch that was": bad(
        "epoch", lambda site: site.ledger.restored(1), epoch=1, known=1
    ),
}


@pytest.mark.parametrize("case", ORDERS.values(), ids=ORDERS)
def test_the_centre_refuses_an_order_it_cannot_carry_out(case: Bad):
    site = granted_site()
    assert site.hold(1) == HELD
    check(case, site, site.ledger)


# Logs


def part(site: Site, *bodies: Body, after: int | None = None, epoch: int = 1) -> LogPart:
    """What the first kiosk would send if those bodies were the next of its log."""
    start = len(site.one.log) if after is None else after
    return LogPart(K1, epoch, start, _numbered(bodies, start + 1), start + len(bodies))


def _numbered(bodies: tuple[Body, ...], first: int) -> tuple[Entry, ...]:
    return tuple(replace(entry, position=first + n) for n, entry in enumerate(log(*bodies)))


def without_the_second(whole: LogPart) -> LogPart:
    return replace(whole, entries=whole.entries[::2])


def told(make: Callable[[Site], LogPart]) -> Callable[[Site], object]:
    return lambda site: site.ledger.apply_log(make(site), NOON)


FOREIGN = Granted(LeaseId("1-9"), MONDAY, (), (NumberRange("X", 1, 9),))

LOGS = {
    "a gap before": bad(
        "log",
        told(lambda site: part(site, STARTED, after=7)),
        position=7,
        problem="entries are missing from 2",
    ),
    "a gap inside": bad(
        "log",
        told(lambda site: without_the_second(part(site, issued(1, W[0]), STARTED, issued(3)))),
        position=4,
        problem="expected 3",
    ),
    "an epoch to come": bad(
        "epoch", told(lambda site: part(site, STARTED, epoch=2)), epoch=2, known=1
    ),
    "an epoch that never was": bad(
        "epoch", told(lambda site: part(site, STARTED, epoch=0)), epoch=0, known=1
    ),
    "an unknown kiosk": bad(
        "unknown_kiosk",
        told(lambda site: replace(part(site, STARTED), kiosk_id=NOBODY)),
        kiosk_id=NOBODY,
    ),
    "a ticket on an unknown place": bad(
        "unknown_place",
        told(lambda site: part(site, issued(1, W[0]), issued(2, UNKNOWN_PLACE))),
        place=UNKNOWN_PLACE,
    ),
    "a return of an unknown place": bad(
        "unknown_place",
        told(lambda site: part(site, issued(1, W[0]), Returned((walk_ins(20, 1),)))),
        place=UNKNOWN_PLACE,
    ),
    "numbers of no service": bad(
        "bad_value",
        told(lambda site: part(site, issued(1, W[0]), FOREIGN)),
        name="letter",
        value="X",
        allowed="A C",
    ),
    "an instant without a time zone": bad(
        "bad_value",
        lambda site: site.ledger.apply_log(part(site, STARTED), NAIVE),
        name="now",
        value=NAIVE,
        allowed="an instant with a time zone",
    ),
}


@pytest.mark.parametrize("case", LOGS.values(), ids=LOGS)
def test_the_centre_refuses_a_wrong_log_as_a_whole(case: Bad):
    site = granted_site()
    check(case, site, site.ledger)


# A kiosk

AT_A_KIOSK = {
    "a grant of another epoch": bad(
        "epoch", lambda site: site.one.holding.accept(lease("2-1"), 2), epoch=2, known=1
    ),
    "a feed of another epoch": bad(
        "epoch",
        lambda site: site.one.holding.take_feed(FeedPart(2, 0, FEED)),
        epoch=2,
        known=1,
    ),
    "an epoch that was": bad("epoch", lambda site: site.one.holding.meet(0), epoch=0, known=1),
    "a feed with a gap": bad(
        "log",
        lambda site: site.one.holding.take_feed(FeedPart(1, 3, FEED)),
        position=3,
        problem="feed expected after 0",
    ),
    "a feed that is not in order": bad(
        "log",
        lambda site: site.one.holding.take_feed(FeedPart(1, 0, FEED[::-1])),
        position=0,
        problem="feed is not in order",
    ),
    "a feed it does not have": bad(
        "log",
        lambda site: site.one.holding.apply(FeedApplied(3), FEED),
        position=None,
        problem="feed applied to 3: entries are missing",
    ),
    "a number out of turn": bad(
        "log",
        lambda site: site.one.holding.apply(issued(3, W[0])),
        position=None,
        problem="A003 is not the next number",
    ),
    "a ticket on another's place": bad(
        "not_free", lambda site: site.one.holding.apply(issued(1, W[3])), place=W[3]
    ),
    "a ticket on another service's place": bad(
        "bad_value",
        lambda site: site.one.holding.issue(ticket_id(1), MONDAY, NOWHERE, "A", W[0]),
        name="place",
        value=W[0],
        allowed="of nowhere",
    ),
    "a return of what it has not": bad(
        "not_free", lambda site: site.one.holding.apply(Returned((walk_ins(1, 2),))), place=W[2]
    ),
    "an unknown ticket": bad(
        "unknown_ticket",
        lambda site: site.one.holding.cancel(ticket_id(9)),
        ticket_id=ticket_id(9),
    ),
    "an unknown booking": bad(
        "unknown_booking",
        lambda site: site.one.holding.check_in(A_BOOKING),
        booking_id=A_BOOKING,
    ),
}


@pytest.mark.parametrize("case", AT_A_KIOSK.values(), ids=AT_A_KIOSK)
def test_a_kiosk_refuses_what_cannot_be(case: Bad):
    site = granted_site()
    check(case, site, site.one.holding)
