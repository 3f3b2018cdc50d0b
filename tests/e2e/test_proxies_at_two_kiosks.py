# SPDX-License-Identifier: Apache-2.0
"""The limit of numbers for others holds at all kiosks of a site together, as far as they hear.

Services of kiosk and centre with the wire between them, without processes and network.
"""

from pathlib import Path

import pytest

from hall.identity import IdentityDigest
from hall.ids import TicketId
from hall.ticket import Ticket
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.cancel import cancel
from kiosk.services.errors import ProxyLimitError
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.rules import Rules
from tests.central.services.hall import SOCIAL, TODAY, Hall, new_hall, site_file
from tests.small_kiosk import SmallKiosk, settled

SITE = site_file()
RULES = Rules(SITE.catalogue, SITE.calendar, proxy_limit=2, again=None)
BOB = IdentityDigest("h1:" + "b" * 32)


class Kiosk(SmallKiosk):
    """Where Bob takes numbers."""

    def take(self, number: int) -> Ticket:
        """Bob takes a number for a relative."""
        request = IssueRequest(
            TicketId(self.hall.clock.new_id()),
            TODAY,
            SOCIAL,
            Offer(OfferKind.NOW),
            digest=IdentityDigest(f"h1:{number:032x}"),
            present=BOB,
        )
        return issue(self.unit, RULES, request, self.hall.clock.now())


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return new_hall(tmp_path)


async def test_nobody_takes_the_limit_at_each_kiosk(hall: Hall) -> None:
    one, two = await settled(hall, Kiosk, "k1", "k2")
    first = one.take(1)
    two.take(2)
    for kiosk in (one, two, one):
        await kiosk.exchange()
    for kiosk in (one, two):
        with pytest.raises(ProxyLimitError):
            kiosk.take(3)
    cancel(one.unit, first.ticket_id, hall.clock.now())
    await one.exchange()
    await two.exchange()
    assert two.take(4).proxy == BOB


async def test_cut_off_each_kiosk_counts_what_it_knows(hall: Hall) -> None:
    one, two = await settled(hall, Kiosk, "k1", "k2")
    for kiosk in (one, two):
        for number in range(2):
            kiosk.take(number)
        with pytest.raises(ProxyLimitError):
            kiosk.take(90)
