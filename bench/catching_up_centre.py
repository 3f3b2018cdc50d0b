# SPDX-License-Identifier: Apache-2.0
"""The centre of the sync measurement: says where it is, then has news until its input ends."""

import sys
import threading
from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

from hall.booking import Booking
from hall.feed import BookingMade
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, ServiceId, TicketId
from hall.news import SiteTicket, TicketsTold
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import Span
from hall.ticket import TicketStatus
from kiosk.clock import SystemClock
from tests.fakes.centre import Centre, CentreServer

NEWS_EVERY_SECONDS = 0.1
"""Ten tickets a second from other kiosks: a hundred times those of a busy hall."""
ESTATE = ServiceId("estate")


def main(backlog: int) -> None:
    """Runs until standard input ends."""
    now = SystemClock().now()
    centre = Centre(now=now)
    centre.tell(*(BookingMade(_booking(number, now)) for number in range(backlog)))
    with CentreServer(centre) as server:
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        ended = threading.Event()
        threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
        for number in count():
            if ended.wait(NEWS_EVERY_SECONDS):
                break
            centre.tell(TicketsTold((_ticket(number, now),)))
            server.wake()


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


def _booking(number: int, now: datetime) -> Booking:
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return Booking(
        booking_id=BookingId(UUID(int=number)),
        business_date=_today(now),
        service_id=ESTATE,
        slot=Span(start, start + timedelta(minutes=30)),
        number=TicketNumber("A", number % 9999 + 1, is_booked=True),
        place=Place(ESTATE, start, Lane.BOOKED, number),
        digest=IdentityDigest(f"h1:{number:032x}"),
    )


def _ticket(number: int, now: datetime) -> SiteTicket:
    return SiteTicket(
        ticket_id=TicketId(UUID(int=2**64 + number)),
        kiosk_id=KioskId("k2"),
        business_date=_today(now),
        service_id=ESTATE,
        number=TicketNumber("C", number % 9999 + 1),
        lane=Lane.WALK_IN,
        status=TicketStatus.WAITING,
        issued_at=now,
    )


def _today(now: datetime) -> date:
    return now.date()


if __name__ == "__main__":
    main(int(sys.argv[1]))
