# SPDX-License-Identifier: Apache-2.0
"""替家人办: somebody who is known takes a number for a family member (rules.md 1, proxy)."""

from dataclasses import replace

from hall.identity import IdentityDigest
from kiosk.flow.change import Change, show, unexpected
from kiosk.flow.choosing import is_single, takes_for_others
from kiosk.flow.problems import PROXY_LIMIT
from kiosk.flow.states import Again, Family, Kiosk, Pause, Refused, Services
from kiosk.flow.values import Visitor


def can_begin(kiosk: Kiosk) -> bool:
    """Whether a number for somebody else can be asked for on this screen.

    Where there is one service only nobody chooses one, so what comes instead offers it.
    """
    if not takes_for_others(kiosk):
        return False
    is_instead = is_single(kiosk) and isinstance(kiosk.screen, Pause | Again)
    return is_instead or isinstance(kiosk.screen, Services)


def begin(kiosk: Kiosk) -> Change:
    """Whom the number is for, or why she can take none; what she came for herself is kept."""
    visitor = kiosk.visitor
    if not can_begin(kiosk) or visitor is None:
        return unexpected(kiosk)
    if visitor.left_for_others == 0:
        return show(kiosk, Refused(PROXY_LIMIT, leads_back=True))
    return ask(kiosk, visitor), ()


def ask(kiosk: Kiosk, proxy: Visitor) -> Kiosk:
    """The question, with nothing known yet of the person served; answers to come are of no use."""
    asked = Visitor(
        proxy.came_by,
        business_date=proxy.business_date,
        proxy=proxy,
        reprints=proxy.reprints,
    )
    return replace(kiosk, screen=Family(), visitor=asked, visit_no=kiosk.visit_no + 1)


def is_own(visitor: Visitor, digest: IdentityDigest | None) -> bool:
    """Whether a proxy showed something of her own instead of the person served."""
    return visitor.proxy is not None and visitor.proxy.digest == digest
