# SPDX-License-Identifier: Apache-2.0
"""A visit of somebody who takes a number for a family member, as far as it has come."""

from hall.booking_code import digits
from hall.identity import Identity, Secret
from kiosk.flow.events import CardTaken, CodeScanned, NumberIdentified
from kiosk.flow.states import (
    Welcome,
)
from kiosk.flow.touches import DigitPressed, ForFamilyPressed, NumberDonePressed, TypeNumberPressed
from kiosk.flow.values import (
    FlowSettings,
    Paper,
    ServiceTile,
    Size,
)
from tests.kiosk.flow.journey import (
    ADULT,
    DIGEST,
    ELDER,
    NUMBER,
    THREE,
    Journey,
    booked_kiosk,
    booking,
    ticket,
)

FOR_OTHERS = FlowSettings(proxy_limit=3)
HERS = booking()
CODE = digits(HERS.booking.booking_id)
SCANNED = CodeScanned(Secret("YHB1.abc.def"))
HELD = ticket(paper=Paper.CONFIRMED)
PROXY_TICKET = ticket()


def asked(
    proxy: Identity = ELDER, services: tuple[ServiceTile, ...] = THREE, **settings: bool | float
) -> Journey:
    """Somebody who is known is asked whom the number is for."""
    visit = booked_kiosk(services=services, proxy_limit=3, **settings).at_services(proxy)
    visit.send(ForFamilyPressed())
    visit.touches = 0
    return visit


def served(identity: Identity = ADULT, proxy: Identity = ELDER) -> Journey:
    """The family member's card was read and taken."""
    return asked(proxy).card_read(identity).send(CardTaken())


def typed(visit: Journey, identity: Identity = ADULT) -> Journey:
    visit.send(TypeNumberPressed(), *(DigitPressed(digit) for digit in NUMBER), NumberDonePressed())
    return visit.send(NumberIdentified(visit.kiosk.visit_no, identity))


def scanned(visit: Journey) -> Journey:
    return visit.send(SCANNED).loaded(None, HERS)


def is_home_and_wiped(visit: Journey) -> bool:
    seen = repr(visit.kiosk)
    is_wiped = visit.kiosk.visitor is None and visit.kiosk.size is Size.NORMAL
    return isinstance(visit.kiosk.screen, Welcome) and is_wiped and DIGEST not in seen
