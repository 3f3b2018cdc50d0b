# SPDX-License-Identifier: Apache-2.0
"""Bob takes numbers for relatives, and checks in what Alice has booked."""

from dataclasses import replace

from hall.identity import IdentityDigest
from hall.service import Catalogue
from hall.ticket import Ticket
from hall.words import Words
from kiosk.services.check_in import CheckInRequest
from kiosk.services.issue import issue
from kiosk.services.proxies import taken_for_others
from kiosk.store.abstract import UnitOfWork
from tests.kiosk.services.booked import booking
from tests.kiosk.services.samples import BOB, MONDAY, SERVICES, at, request
from tests.kiosk.services.samples import RULES as SITE_RULES

TEN = at(10)
CARD = Words.of({"zh_Hans": "本人身份证"})
BOTH_CARDS = Words.of({"zh_Hans": "两人的身份证"})
INSURED = replace(SERVICES[0], materials=(CARD,), proxy_materials=(BOTH_CARDS,))
RULES = replace(SITE_RULES, catalogue=Catalogue((INSURED, SERVICES[1])), proxy_limit=3)
BOOKINGS = booking(1), booking(2, at(10, 30))


def relative(number: int) -> IdentityDigest:
    return IdentityDigest(f"h1:{number:032x}")


def take(unit: UnitOfWork, number: int, limit: int = 3) -> Ticket:
    """Bob takes a number for a relative."""
    rules = replace(RULES, proxy_limit=limit)
    return issue(unit, rules, request(number, digest=relative(number), present=BOB), TEN)


def taken(unit: UnitOfWork, proxy: IdentityDigest = BOB) -> int:
    with unit:
        return taken_for_others(unit, proxy, MONDAY)


def wish(number: int = 0, present: IdentityDigest | None = BOB) -> CheckInRequest:
    return CheckInRequest(BOOKINGS[number], MONDAY, present=present)
