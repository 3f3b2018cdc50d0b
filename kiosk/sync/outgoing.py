# SPDX-License-Identifier: Apache-2.0
"""What the kiosk sends next: read from the store in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from hall.exchange import LogPart
from hall.ids import KioskId, RequestId
from hall.log import CheckedIn, Entry, Issued
from hall.visit import Persons
from hall.wire.values import Exchange, Health, Owner
from kiosk.store.abstract import UnitOfWork
from kiosk.sync.errors import GivenUpError, LogForgottenError
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

    At first the log's end alone: the answer says from where to send. Raises GivenUpError for a kiosk
    that was given up: it would be asked for places that are others' already. Raises
    LogForgottenError where the centre wants what is not kept any more.
    """
    with unit:
        state, end = unit.centre.state(), unit.log.end()
        if state.is_given_up:
            raise GivenUpError(status=HTTPStatus.NOT_FOUND)
        after, most = position.acknowledged or 0, MOST_ENTRIES
        if position.acknowledged is None:
            most = 0
        elif after < (start := unit.log.start().position):
            raise LogForgottenError(acknowledged=after, start=start)
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
    """Whom tickets were issued to and who took them; whose a booking's is, the centre knows."""
    made = {
        entry.position: entry.body
        for entry in entries
        if isinstance(entry.body, Issued | CheckedIn)
    }
    known = unit.tickets.persons({body.ticket_id for body in made.values()}) if made else {}
    owners = {}
    for position, body in made.items():
        persons = known.get(body.ticket_id, Persons())
        digest = persons.served if isinstance(body, Issued) else None
        if digest or persons.present:
            owners[position] = Owner(digest, proxy=persons.present)
    return owners
