# SPDX-License-Identifier: Apache-2.0
"""One exchange with a kiosk: its log is taken in, its wishes are granted, the feed goes out."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from central.services.auditing import Noted
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.figures import Figures
from central.services.notes import Note, TicketNote
from central.services.site_writers import SiteWriters
from central.services.telling import Telling
from central.store.records import TicketRecord
from common.clock import Clock
from hall.canonical import Json, instant_text, to_text
from hall.errors import EpochError, HallError, LogError
from hall.exchange import LeaseRequest
from hall.ids import KioskId, SiteId, TicketId
from hall.log import Cancelled, CheckedIn, Entry, Granted, Issued, Requeued, Returned, StaffActed
from hall.news import QueueFigures
from hall.visit import Persons
from hall.wire.values import MOST_ENTRIES, Answer, Exchange, Health, Refusal

CONFLICT = 409
MOST_LOST = 10_000_000
"""Rows that a backup can lack; a kiosk that says more of the feed has lost its mind."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """What the book came to with the exchange."""

    epoch: int
    acknowledged: int
    grants: tuple[Granted, ...]
    notes: tuple[Note, ...]
    has_more: bool
    figures: tuple[QueueFigures, ...]
    back_until: Mapping[TicketId, datetime]
    in_person: frozenset[TicketId]
    items: Mapping[TicketId, int]
    tickets: Mapping[TicketId, TicketRecord]


@dataclass(frozen=True)
class Exchanging:
    """Concurrency: one event loop."""

    writers: SiteWriters[CentreBook]
    telling: Telling
    clock: Clock
    figures: Figures

    async def exchange(self, site_id: SiteId, exchange: Exchange) -> Answer | Refusal:
        """Carry out what a kiosk sent; a Refusal says from where its log has to be sent again.

        Raises:
            HallError: the log is not one of a kiosk of this site; nothing has changed.
            TryAgainError: it is not known whether it was kept; the same exchange finds out.
            StoreError, KeyFileError: it was kept, but there is no answer now.
        """
        taken = await self.writers.of(site_id).decide(_CarryingOut(site_id, exchange, self.figures))
        if isinstance(taken, Refusal):
            return taken
        told = await self.telling.told(
            site_id,
            taken.notes,
            taken.back_until,
            taken.tickets,
            taken.in_person,
            items=taken.items,
        )
        return Answer(
            epoch=taken.epoch,
            acknowledged=taken.acknowledged,
            cursor=told[-1].cursor if told else exchange.cursor,
            now=self.clock.now(),
            told=told,
            has_more=taken.has_more and bool(told),
            grants=taken.grants,
            figures=taken.figures,
        )


@dataclass(frozen=True, slots=True)
class _CarryingOut:
    """The command; the same exchange again comes to the same."""

    site_id: SiteId
    exchange: Exchange
    figures: Figures

    def __call__(self, book: CentreBook, draft: Draft) -> _Taken | Refusal:
        exchange, part = self.exchange, self.exchange.part
        kiosk_id = part.kiosk_id
        if book.is_recovering and book.seq < exchange.cursor <= book.seq + MOST_LOST:
            # It was told more than this backup knows of; no cursor may be used twice.
            draft.skip_to(exchange.cursor)
        try:
            known = book.acknowledged(kiosk_id)
            acknowledged = book.take_log(part, draft.now)
        except (EpochError, LogError) as error:
            return _refusal(book, kiosk_id, error)
        self._identify(draft)
        _note_standing(book, draft, part.entries)
        _keep_fresh(book, draft, (entry for entry in part.entries if entry.position > known))
        _pass_on(book, (entry for entry in part.entries if entry.position > known))
        _stop(book, draft, kiosk_id, (entry for entry in part.entries if entry.position > known))
        _serve(book, kiosk_id, exchange.requests)
        draft.hear(kiosk_id, _health_text(exchange.health))
        notes, has_more = book.notes.after(exchange.cursor, kiosk_id, MOST_ENTRIES)
        figures = self.figures.of(self.site_id, book, draft.now)
        grants = book.grants_due(kiosk_id)
        about = (note.about for note in notes)
        ticket_ids = [each.ticket_id for each in about if isinstance(each, TicketNote)]
        return _Taken(
            epoch=book.epoch,
            acknowledged=acknowledged,
            grants=grants,
            notes=notes,
            has_more=has_more,
            figures=figures,
            back_until=book.calling.back_until(ticket_ids),
            in_person=book.calling.in_person(ticket_ids),
            items=book.calling.items(ticket_ids),
            tickets=book.fresh.told_in(notes),
        )

    def _identify(self, draft: Draft) -> None:
        part = self.exchange.part
        for entry in part.entries:
            owner = self.exchange.owners.get(entry.position)
            if owner and isinstance(entry.body, Issued | CheckedIn):
                persons = Persons(owner.digest, owner.proxy)
                draft.identify(entry.body.ticket_id, persons, kiosk_id=part.kiosk_id)


def _note_standing(book: CentreBook, draft: Draft, entries: Iterable[Entry]) -> None:
    """Whether a ticket was put back, or still could be cancelled, the rules say, not the kiosk."""
    for body in (entry.body for entry in entries):
        if isinstance(body, Requeued | Cancelled) and (
            ledger := book.days.of_ticket(body.ticket_id)
        ):
            on = ledger.business_date
            status = book.calling.on(on).turns.ticket(body.ticket_id).status
            draft.changes.ticket_statuses[on, body.ticket_id] = status


def _keep_fresh(book: CentreBook, draft: Draft, entries: Iterable[Entry]) -> None:
    """Of a number that was just given all is known; a booking's ticket may be there already."""
    for body in (entry.body for entry in entries):
        if isinstance(body, Issued) and (ticket := draft.changes.tickets.get(body.ticket_id)):
            key = ticket.business_date, ticket.ticket_id
            status = draft.changes.ticket_statuses.get(key, ticket.status)
            book.fresh.add(draft.seq, replace(ticket, status=status))


def _pass_on(book: CentreBook, entries: Iterable[Entry]) -> None:
    """What a kiosk returned for another one is on its way there."""
    for body in (entry.body for entry in entries):
        if isinstance(body, Returned) and body.asked_at:
            book.pass_on(body.asked_at, sum(run.count for run in body.places))


def _stop(book: CentreBook, draft: Draft, kiosk_id: KioskId, entries: Iterable[Entry]) -> None:
    """What staff stopped at one kiosk stops at all; what came too late for its day is left out."""
    for body in (entry.body for entry in entries):
        if not isinstance(body, StaffActed) or body.stop is None:
            continue
        stop = body.stop
        with suppress(HallError):
            if book.stop_once(stop):
                draft.note(
                    Noted.SERVICE_STOPPED,
                    body.staff_id,
                    kiosk_id=kiosk_id,
                    service_id=stop.service_id,
                    standing=stop.standing.value,
                    at=stop.at.isoformat(),
                    reason=body.reason,
                )


def _serve(book: CentreBook, kiosk_id: KioskId, requests: Sequence[LeaseRequest]) -> None:
    """Wishes can be refused, and are by being left out; the log they came with counts."""
    for request in requests:
        with suppress(HallError):
            book.serve(kiosk_id, request)


def _health_text(health: Health | None) -> str | None:
    if health is None:
        return None
    findings: list[Json] = [
        {"check": each.check, "is_good": each.is_good, "key": each.key} for each in health.findings
    ]
    said: dict[str, Json] = {
        "version": health.version,
        "clock_seconds": health.clock_seconds,
        "findings": findings,
    }
    if (site := health.site) is not None:
        said["site_edition"] = site.number
        said["site_deployed_at"] = instant_text(site.deployed_at)
    return to_text(said)


def _refusal(book: CentreBook, kiosk_id: KioskId, error: HallError) -> Refusal:
    fields = {
        name: value if value is None or isinstance(value, int) else str(value)
        for name, value in error.fields.items()
    }
    return Refusal(CONFLICT, error.key, fields, book.acknowledged(kiosk_id), book.epoch)
