# SPDX-License-Identifier: Apache-2.0
"""指路条: a slip that says where to go without a number (screens.md S5d); it is no ticket."""

from dataclasses import replace

from kiosk.flow.change import Change, show, unexpected
from kiosk.flow.choosing import tile_of
from kiosk.flow.effects import PrintDirection
from kiosk.flow.events import DirectionPrinted
from kiosk.flow.states import Direct, Kiosk
from kiosk.flow.values import Paper

_ASKED = (Paper.PRINTING, Paper.CONFIRMED)


def can_print(kiosk: Kiosk, screen: Direct) -> bool:
    """Whether the printer can be asked for one, as far as it has told; a few times in a visit."""
    if kiosk.devices.printer_problem is not None or screen.slip in _ASKED:
        return False
    visitor = kiosk.visitor
    return visitor is not None and visitor.reprints < kiosk.settings.most_reprints


def pressed(kiosk: Kiosk) -> Change:
    """One slip; not while it is on its way, or out."""
    screen, visitor = kiosk.screen, kiosk.visitor
    if visitor is None or not isinstance(screen, Direct) or not can_print(kiosk, screen):
        return unexpected(kiosk)
    tile = tile_of(kiosk, screen.service_id)
    if tile is None:
        return unexpected(kiosk)
    wanted = PrintDirection(
        kiosk.visit_no,
        tile.service_id,
        tile.name,
        tile.direct,
        tile.materials,
        kiosk.language,
    )
    visitor = replace(visitor, reprints=visitor.reprints + 1)
    printing = Direct(screen.service_id, Paper.PRINTING)
    return replace(kiosk, screen=printing, visitor=visitor), (wanted,)


def printed(kiosk: Kiosk, event: DirectionPrinted) -> Change:
    """Said where the visitor still waits for it; the place stands there whatever became of the paper."""
    match kiosk.screen:
        case Direct(service_id, Paper.PRINTING) if service_id == event.service_id:
            return show(kiosk, Direct(service_id, event.paper, event.problem))
        case _:
            return kiosk, ()
