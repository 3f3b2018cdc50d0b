# SPDX-License-Identifier: Apache-2.0
"""Carries out what changes a site: the rules on its book, then the journal, many in one commit."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from central.errors import CentralError
from central.services.draft import Draft, Heard
from central.services.errors import TryAgainError, UnknownSiteError
from central.store.abstract import UnitOfWork, Units
from central.store.errors import DatabaseDamagedError, JournalDamagedError, StoreError
from central.store.records import JournalRow, KioskProgress, SiteHead, SiteRecord
from hall.account import Account
from hall.errors import HallError, UnknownKioskError
from hall.ids import KioskId, SiteId
from hall.journal import Journal, JournalEntry, body_from_text

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 256
"""Callers who share a commit; the rest wait for the next one."""
DEADLINE_SECONDS = 20.0
"""For one transaction; longer than the database itself waits for a lock."""
ROWS_IN_A_ROW = 500
"""Rows of the journal folded before other tasks of the process have a turn."""


class Book(Protocol):
    """What the journal of a site comes to (`hall.site_book.SiteBook`)."""

    seq: int

    def apply(self, entry: JournalEntry) -> None:
        """What another process wrote counts here too."""

    def recall(self, kiosk_id: KioskId, known: Account) -> None:
        """What was stored of a kiosk; raises UnknownKioskError."""

    def account(self, kiosk_id: KioskId) -> Account:
        """How far a kiosk's log counts here; raises UnknownKioskError."""
        ...

    def begin(self, today: date, begins: datetime) -> None:
        """Another business day goes on."""


B = TypeVar("B", bound=Book)
S = TypeVar("S", SiteHead, SiteRecord)
T = TypeVar("T")

Reading: TypeAlias = Callable[[UnitOfWork, B], Awaitable[None]]
"""Adds to a book what stands beside the journal; for all that ask at once it may be called often."""


@dataclass(frozen=True, slots=True)
class Rules(Generic[B]):
    """What of a site is not the writer's business.

    Attributes:
        new_book: an empty book of the business day that goes on and began then.
        day_of: that day, of a site at an instant.
        now: this instant, in UTC.
        kept: is told of a book that holds more than before, all of it kept, whoever wrote it;
            perhaps also when nothing is new.
    """

    new_book: Callable[[Journal, date, datetime], B]
    day_of: Callable[[SiteRecord, datetime], tuple[date, datetime]]
    now: Callable[[], datetime]
    kept: Callable[[SiteId, B], None] = lambda _, __: None


@dataclass(frozen=True, slots=True)
class _Asked(Generic[B]):
    """A caller who waits; one who `only_looks` changes nothing, and nothing is read for him."""

    act: Callable[[B, Draft], Any]
    reads: Reading[B] | None
    answer: "asyncio.Future[Any]"
    only_looks: bool

    def fail(self, error: BaseException) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


@dataclass(frozen=True, slots=True)
class _Outcome:
    result: Any = None
    refused: HallError | CentralError | None = None


class SiteWriter(Generic[B]):
    """One site, as this process writes it; other processes have a writer of their own.

    The lock on the site's row puts all writers in a row: each first folds what the others wrote,
    then decides. So every process sees one order, and the rules are the book's alone.

    Lifetime: as long as `run`. Concurrency: one event loop; callers may be any of its tasks.
    """

    def __init__(self, site_id: SiteId, units: Units, rules: Rules[B]) -> None:
        self._site_id = site_id
        self._units = units
        self._rules = rules
        self._waiting: deque[_Asked[B]] = deque()
        self._wanted = asyncio.Event()
        self._folded: _Folded[B] | None = None
        self._alone = 0
        self._over = asyncio.Event()

    async def decide(self, command: Callable[[B, Draft], T], reads: Reading[B] | None = None) -> T:
        """Carry out a command; what it returns, once all it wrote has reached the disk.

        A command is a plain function, may run more than once on different books, and must come to
        the same when it is repeated with the same ids. `reads` gets for the book what it needs and
        the journal does not tell, of the moment in which the command decides.

        Raises:
            HallError: the rules refuse it; nothing has changed.
            TryAgainError: it is not known whether it was kept; repeat it with the same ids.
            DatabaseDamagedError: what is kept of the site cannot be read, or not be folded.
            UnknownSiteError: there is no such site.
        """
        return await self._ask(command, reads, only_looks=False)

    async def look(self, query: Callable[[B], T]) -> T:
        """What a query says of the book with all that was kept by now. Raises as `decide`."""
        return await self._ask(lambda book, _: query(book), None, only_looks=True)

    def peek(self, query: Callable[[B], T]) -> T | None:
        """What a query says of the book as it is here, for what never changes; None without a book."""
        return query(self._folded.book) if self._folded else None

    async def would_write(self, commands: Sequence[Callable[[B, Draft], object]]) -> bool:
        """Whether one of these commands has anything to write now; nobody is held up by the question.

        Raises as `decide`.
        """

        def trying(book: B, draft: Draft) -> bool:
            return any(draft.would_write(partial(command, book, draft)) for command in commands)

        return await self._ask(trying, None, only_looks=True)

    async def _ask(
        self, act: Callable[[B, Draft], T], reads: Reading[B] | None, *, only_looks: bool
    ) -> T:
        if self._over.is_set():
            raise TryAgainError
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Asked(act, reads, answer, only_looks))
        self._wanted.set()
        return await answer

    async def run(self) -> None:
        """Serve until `end`, or until cancelled; who waits then is told to try again."""
        try:
            while not self._over.is_set():
                await self._wanted.wait()
                self._wanted.clear()
                while self._waiting and not self._over.is_set():
                    await asyncio.sleep(0)  # whose request is already here shares the commit
                    await self._serve(self._next())
        finally:
            self._over.set()
            self._fail(self._waiting, TryAgainError())
            self._waiting.clear()

    def end(self) -> None:
        """Those who are being served have their answers; nobody else is."""
        self._over.set()
        self._wanted.set()

    def _next(self) -> list[_Asked[B]]:
        """Those who wait, as many as may; one alone after a failure that one of them brought."""
        most = 1 if self._alone else MOST_AT_ONCE
        self._alone = max(0, self._alone - 1)
        return [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]

    async def _serve(self, asked: list[_Asked[B]]) -> None:
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                outcomes = await self._carry_out(asked)
        except UnknownSiteError as error:
            self._fail(asked, error)
        except (StoreError, TimeoutError) as error:
            logger.warning("not written site=%s because=%s", self._site_id, _why(error))
            self._fail(asked, error)
        except asyncio.CancelledError as error:
            self._fail(asked, error)
            raise
        except Exception as error:  # noqa: BLE001 - a mistake in one command; its caller gets it
            self._single_out(asked, error)
        else:
            self._tell()
            for one, outcome in zip(asked, outcomes, strict=True):
                _settle(one, outcome)

    def _tell(self) -> None:
        if self._folded:
            self._rules.kept(self._site_id, self._folded.book)

    def _fail(self, asked: Sequence[_Asked[B]], cause: BaseException) -> None:
        """The book may know what was not kept, and what was kept is not known."""
        self._folded = None
        for one in asked:
            one.fail(cause if isinstance(cause, _FINAL) else _try_again(cause))

    def _single_out(self, asked: Sequence[_Asked[B]], error: Exception) -> None:
        """Nothing of it was kept. Each is carried out again by itself, so that one cannot harm all."""
        self._folded = None
        if len(asked) == 1:
            asked[0].fail(error)
            return
        self._waiting.extendleft(reversed(asked))
        self._alone = len(asked)

    async def _carry_out(self, asked: Sequence[_Asked[B]]) -> list[_Outcome]:
        folded = self._folded or await self._load()
        self._folded = folded
        if all(one.only_looks for one in asked):
            await self._catch_up(folded)
            return [_act(one, folded) for one in asked]
        decided = await self._write(folded, [one for one in asked if not one.only_looks])
        rest = iter(decided)
        return [_act(one, folded) if one.only_looks else next(rest) for one in asked]

    async def _write(self, folded: "_Folded[B]", asked: Sequence[_Asked[B]]) -> list[_Outcome]:
        async with self._units() as unit:
            head = await unit.sites.lock(self._site_id)
            await folded.follow(unit, self._known(head))
            for one in asked:
                if one.reads:
                    await one.reads(unit, folded.book)
            outcomes = [_act(one, folded) for one in asked]
            draft = folded.draft
            if draft.size:
                draft.changes.kiosks.update(_progress(folded.book, draft))
                await unit.journal.append(self._site_id, draft.rows, draft.changes)
                for act, body in draft.noted:
                    on = draft.now.date()
                    await unit.audit.append(self._site_id, on, draft.now, act, body)
                folded.seq = draft.rows[-1].seq if draft.rows else folded.seq
            # Also of nothing: after a rollback psycopg forgets all prepared statements.
            await unit.commit()
        return outcomes

    async def _catch_up(self, folded: "_Folded[B]") -> None:
        async with self._units(is_read_only=True) as unit:
            await folded.follow(unit, self._known(await unit.sites.head(self._site_id)))

    async def _load(self) -> "_Folded[B]":
        """Read what is open, without holding anybody up; what comes meanwhile is followed later."""
        async with self._units(is_read_only=True) as unit:
            site = self._known(await unit.sites.find(self._site_id))
            folded = _Folded(site, self._rules)
            await folded.load(unit)
        return folded

    def _known(self, found: S | None) -> S:
        if found is None:
            raise UnknownSiteError(site_id=self._site_id)
        return found


class _Folded(Generic[B]):
    """A book and how much of the journal is in it."""

    def __init__(self, site: SiteRecord, rules: Rules[B]) -> None:
        self._rules = rules
        self._site = site
        self._today, begins = rules.day_of(site, rules.now())
        self.draft = Draft(0, rules.now())
        self.book = rules.new_book(self.draft, self._today, begins)
        self.seq = 0

    async def load(self, unit: UnitOfWork) -> None:
        """Fold what is about open days, and recall what the kiosks' logs of other days said."""
        site = self._site
        await self._fold(await unit.journal.since(site.site_id, self._today))
        for kiosk in await unit.kiosks.of_site(site.site_id):
            progress = kiosk.progress
            known = Account(
                applied=progress.applied,
                last_hash=progress.last_hash,
                feed_cursor=progress.feed_cursor,
                end=progress.log_end,
                heard_at=progress.heard_at,
            )
            with suppress(UnknownKioskError):  # it was given up
                self.book.recall(kiosk.kiosk_id, known)
        self.seq = site.seq

    async def follow(self, unit: UnitOfWork, head: SiteHead) -> None:
        """Fold what was written since. Raises StoreError when it is another history."""
        if head.epoch != self._site.epoch or head.seq < self.seq:
            raise StoreError(database=head.site_id, problem="restored from a backup")
        if head.edition != self._site.edition:
            self._site = await unit.sites.find(head.site_id) or self._site
        now = self._rules.now()
        today, begins = self._rules.day_of(self._site, now)
        if today > self._today:
            self._today = today
            self.book.begin(today, begins)
        if head.seq > self.seq:
            await self._fold(await unit.journal.after(head.site_id, self.seq))
        # The last rows may be about days that are over, which a new book was not told of.
        self.seq = self.book.seq = head.seq
        self.draft.begin(head.seq, now)

    async def _fold(self, rows: Sequence[JournalRow]) -> None:
        for number, row in enumerate(rows, start=1):
            try:
                self.book.apply(_entry(row))
            # A row about something that was never there is looked up in vain.
            except (HallError, LookupError) as error:
                raise JournalDamagedError(self._site.site_id, row.business_date, row.seq) from error
            if number % ROWS_IN_A_ROW == 0:
                await asyncio.sleep(0)


def _entry(row: JournalRow) -> JournalEntry:
    return JournalEntry(row.seq, row.business_date, row.at, body_from_text(row.kind, row.body))


def _act(asked: _Asked[B], folded: _Folded[B]) -> _Outcome:
    """Raises RuntimeError when a command was refused half-way: its rows would stay."""
    before = folded.draft.size
    try:
        return _Outcome(asked.act(folded.book, folded.draft))
    except (HallError, CentralError) as error:
        if folded.draft.size != before:
            raise RuntimeError("refused after it had written") from error
        return _Outcome(refused=error)


def _why(error: BaseException) -> str:
    # A database's own words may quote a row; what is wrong in the journal may be said.
    cause = error.__cause__ if isinstance(error, JournalDamagedError) else None
    return f"{error} cause={type(cause).__name__}: {cause}" if cause else str(error) or "too slow"


_FINAL = (UnknownSiteError, DatabaseDamagedError)
"""Of no use to ask again after."""


def _try_again(cause: BaseException) -> TryAgainError:
    error = TryAgainError()
    error.__cause__ = cause
    return error


def _settle(asked: _Asked[B], outcome: _Outcome) -> None:
    if outcome.refused:
        asked.fail(outcome.refused)
    elif not asked.answer.done():
        asked.answer.set_result(outcome.result)


def _progress(book: Book, draft: Draft) -> dict[KioskId, KioskProgress]:
    return {heard.kiosk_id: _of_kiosk(book, heard) for heard in draft.heard.values()}


def _of_kiosk(book: Book, heard: Heard) -> KioskProgress:
    account = book.account(heard.kiosk_id)
    return KioskProgress(
        kiosk_id=heard.kiosk_id,
        applied=account.applied,
        log_end=account.end,
        last_hash=account.last_hash,
        feed_cursor=account.feed_cursor,
        heard_at=account.heard_at,
        health=heard.health,
    )
