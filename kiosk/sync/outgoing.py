# SPDX-License-Identifier: Apache-2.0
"""What the kiosk sends next: read from the store in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hall.exchange import LogPart
from hall.ids import KioskId, RequestId
from hall.log import Entry, Issued
from hall.wire.values import Exchange, Health, Owner
from kiosk.store.abstract import UnitOfWork
from kiosk.sync.stock import Stock

MOST_ENTRIES = 100
"""Of the 200 the protocol allows: reading them keeps the store busy for milliseconds."""


@dataclass(frozen=True, slots=True)
class Position:
    """Up to where the centre has this kiosk's log; None until it has said so since the start."""

    acknowledged: int | None = None


def next_exchange(
    unit: UnitOfWork,
    kiosk_id: KioskId,
    position: Position,
    stock: Stock | None,
    health: Health | None = None,
) -> Exchange:
    """The log from where the centre has it, the wishes, and how far the feed is here.

    At first the log's end alone: the answer says from where to send.
    """
    with unit:
        state, end = unit.centre.state(), unit.log.end()
        after, most = position.acknowledged or 0, MOST_ENTRIES
        if position.acknowledged is None:
            most = 0
        entries = tuple(unit.log.entries(after, most))
        wishes = stock.wishes(unit, RequestId(state.last_request + 1)) if stock else ()
        return Exchange(
            part=LogPart(kiosk_id, state.epoch, after, entries, end),
            cursor=state.cursor,
            owners=_owners(unit, entries),
            requests=wishes,
            health=health,
        )


def _owners(unit: UnitOfWork, entries: Sequence[Entry]) -> Mapping[int, Owner]:
    """Whose tickets were issued; of a booking's ticket the centre knows it."""
    issued = {
        entry.body.ticket_id: entry.position for entry in entries if isinstance(entry.body, Issued)
    }
    digests = unit.tickets.digests(issued) if issued else {}
    return {issued[ticket_id]: Owner(digest) for ticket_id, digest in digests.items()}
