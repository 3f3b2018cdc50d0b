# SPDX-License-Identifier: Apache-2.0
"""What a kiosk refuses leaves it as it was; the error says what was wrong."""

import pytest

from hall.feed import FeedPart
from hall.ids import BookingId
from hall.log import FeedApplied, Returned
from tests.hall.halls import W, granted_site
from tests.hall.leases import (
    booked,
    lease,
    news,
    walk_ins,
)
from tests.hall.refusals import NOWHERE, Bad, bad, check
from tests.hall.samples import MONDAY, issued, ticket_id

A_BOOKING = BookingId(ticket_id(9))
FEED = news(booked(number=1), booked(number=2))

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
