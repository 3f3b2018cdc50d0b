# SPDX-License-Identifier: Apache-2.0
"""What the centre refuses leaves it as it was; the error says what was wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hall.exchange import LogPart
from hall.feed import CloseReason
from hall.ids import BookingId, HoldId, KioskId, LeaseId
from hall.log import Body, Granted, PrintStarted, Returned, append
from hall.numbering import NumberRange
from hall.place import Lane
from hall.stopping import Stop
from tests.hall.halls import EARLY, Site, W, granted_site
from tests.hall.leases import HALF_PAST, K1, NINE, NOON, SILENT, walk_ins, wish
from tests.hall.refusals import NAIVE, NOWHERE, Bad, bad, check
from tests.hall.samples import ESTATE_ID, MONDAY, at, issued, place, ticket_id

NOBODY = KioskId("k9")
LUNCH = at("12:30")
LATER = NOON + timedelta(hours=1)
MONTHS_LATER = NOON + timedelta(days=60)
UNKNOWN_PLACE = place("09:00", index=20)
A_BOOKING = BookingId(ticket_id(9))
HELD = HoldId(ticket_id(801))
STARTED = PrintStarted(ticket_id(1))

# The centre's book

ORDERS = {
    "a grant of an unknown service": bad(
        "unknown_service",
        lambda site: site.centre.grant(K1, wish(9, service_id=NOWHERE)),
        service_id=NOWHERE,
    ),
    "a reduction of an unknown service": bad(
        "unknown_service",
        lambda site: site.centre.reduce(NOWHERE, at("09:00"), Lane.GREEN, 1),
        service_id=NOWHERE,
    ),
    "a stop of an unknown service": bad(
        "unknown_service", lambda site: site.centre.stop(Stop(NOWHERE, NOON)), service_id=NOWHERE
    ),
    "a stop on no open day": bad(
        "no_open_day",
        lambda site: site.centre.stop(Stop(ESTATE_ID, MONTHS_LATER)),
        at=MONTHS_LATER,
        first_on=MONDAY,
        last_on=MONDAY,
    ),
    "a hold on no open day": bad(
        "no_open_day",
        lambda site: site.centre.hold(HoldId(A_BOOKING), ESTATE_ID, MONTHS_LATER, MONTHS_LATER),
        at=MONTHS_LATER,
        first_on=MONDAY,
        last_on=MONDAY,
    ),
    "a grant outside the hours": bad(
        "unknown_slot",
        lambda site: site.centre.grant(K1, wish(9, slot_start=LUNCH)),
        slot_start=LUNCH,
    ),
    "extras of a slot": bad(
        "unknown_slot",
        lambda site: site.centre.grant(K1, wish(9, lane=Lane.EXTRA, slot_start=LUNCH)),
        slot_start=LUNCH,
    ),
    "a reduction outside the hours": bad(
        "unknown_slot",
        lambda site: site.centre.reduce(ESTATE_ID, LUNCH, Lane.GREEN, 1),
        slot_start=LUNCH,
    ),
    "a reduction that adds places": bad(
        "bad_value",
        lambda site: site.centre.reduce(*NINE, Lane.GREEN, -1),
        name="count",
        value=-1,
        allowed="0 to 1",
    ),
    "a reduction of more than there is": bad(
        "bad_value",
        lambda site: site.centre.reduce(*HALF_PAST, Lane.WALK_IN, 5),
        name="count",
        value=5,
        allowed="0 to 4",
    ),
    "a grant to nobody": bad(
        "unknown_kiosk", lambda site: site.centre.grant(NOBODY, wish(1)), kiosk_id=NOBODY
    ),
    "a kiosk given up that was heard since": bad(
        "bad_value",
        lambda site: site.centre.give_up(K1, LATER, SILENT),
        name="off_since",
        value=LATER,
        allowed=NOON,
    ),
    "the close of an unknown booking": bad(
        "unknown_booking",
        lambda site: site.centre.close(A_BOOKING, CloseReason.NO_SHOW),
        booking_id=A_BOOKING,
    ),
    "a hold until no instant": bad(
        "bad_value",
        lambda site: site.hold(5, NAIVE),
        name="expires_at",
        value=NAIVE,
        allowed="an instant with a time zone",
    ),
    "a booking that is late before its slot": bad(
        "bad_value",
        lambda site: site.centre.book(HELD, A_BOOKING, EARLY, at("09:00")),
        name="late_after",
        value=at("09:00"),
        allowed=f"after {at('09:00')}",
    ),
    "a restore into an epoch that was": bad(
        "epoch", lambda site: site.centre.restore(1, MONDAY), epoch=1, known=1
    ),
}


@pytest.mark.parametrize("case", ORDERS.values(), ids=ORDERS)
def test_the_centre_refuses_an_order_it_cannot_carry_out(case: Bad):
    site = granted_site()
    assert site.hold(1) == HELD
    check(case, site, site.centre)


# Logs


def part(site: Site, *bodies: Body, after: int | None = None, epoch: int = 1) -> LogPart:
    """What the first kiosk would send if those bodies were the next of its log."""
    start = len(site.one.log) if after is None else after
    last = replace(site.one.log[-1], position=start) if after else site.one.log[-1]
    entries = [last]
    for body in bodies:
        entries.append(append(entries[-1], NOON, body))
    return LogPart(K1, epoch, start, tuple(entries[1:]), start + len(bodies))


def without_the_second(whole: LogPart) -> LogPart:
    return replace(whole, entries=whole.entries[::2])


def told(make: Callable[[Site], LogPart]) -> Callable[[Site], object]:
    return lambda site: site.centre.take_log(make(site), NOON)


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
        lambda site: site.centre.take_log(part(site, STARTED), NAIVE),
        name="now",
        value=NAIVE,
        allowed="an instant with a time zone",
    ),
}


@pytest.mark.parametrize("case", LOGS.values(), ids=LOGS)
def test_the_centre_refuses_a_wrong_log_as_a_whole(case: Bad):
    site = granted_site()
    check(case, site, site.centre)
