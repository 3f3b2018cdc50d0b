# SPDX-License-Identifier: Apache-2.0
"""The loop that keeps kiosk and centre together: one exchange after another, on its own thread."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, TypeVar

from hall.errors import LogError
from hall.news import QueueFigures, Told
from hall.wire.values import Answer, Exchange, Health, Refusal
from kiosk.errors import KioskError
from kiosk.store.abstract import UnitOfWork
from kiosk.store.errors import DatabaseDamagedError
from kiosk.sync.centre_clock import CentreClock
from kiosk.sync.errors import (
    DisownedError,
    GarbledError,
    GivenUpError,
    LogLostError,
    NotKnownError,
    OlderCentreError,
    RefusedError,
)
from kiosk.sync.incoming import FeedTaker, Taken, disown, meet, own, take_grant
from kiosk.sync.outgoing import Position, next_exchange
from kiosk.sync.pause import Pause
from kiosk.sync.stock import Stock

logger = logging.getLogger(__name__)

IDLE_SECONDS = 10.0
"""Between exchanges while the centre can wake this kiosk; after 30 s it is called silent there."""
DEAF_SECONDS = 3.0
"""Between exchanges while it cannot."""
TOLD_AT_ONCE = 10
"""Entries of the feed in one transaction: with fifty, a visitor would wait four times as long."""
MOST_REFUSALS = 3
"""So often in a row is a refused part sent again from where the centre says."""

_Answer = TypeVar("_Answer")


class AskStore(Protocol):
    """Has a question answered on the thread that writes the store, and waits."""

    def __call__(self, question: Callable[[], _Answer], /) -> _Answer:
        """The answer; what the question raises is raised here."""


class Client(Protocol):
    """The centre as the worker sees it."""

    def exchange(self, exchange: Exchange) -> Answer | Refusal:
        """One exchange; raises SyncError."""

    def close(self) -> None:
        """End what is going on; from any thread."""

    def dispose(self) -> None:
        """Free what is left; on the worker's thread, last."""


@dataclass(frozen=True, slots=True)
class Link:
    """How kiosk and centre are together.

    Attributes:
        error: why the last exchange came to nothing; None while all is well.
        heard_at: when the centre was last heard, by its clock; None: not since the start.
        unsent: how many entries of the log the centre has not acknowledged, None if not known.
        off_by_seconds: how far the machine's clock is ahead of the centre's.
        acknowledged: up to where the centre has the log, None if it has not said so since the start.
    """

    error: KioskError | None = None
    heard_at: datetime | None = None
    unsent: int | None = None
    off_by_seconds: int = 0
    acknowledged: int | None = None


@dataclass(frozen=True)
class Listener:
    """Who is told, on the worker's thread."""

    link: Callable[[Link], None] = lambda _link: None
    figures: Callable[[tuple[QueueFigures, ...]], None] = lambda _figures: None
    document: Callable[[], None] = lambda: None
    """The catalogue has changed; read it from the store."""
    news: Callable[[], None] = lambda: None
    """Bookings, tickets, places or stops may have changed."""


@dataclass(frozen=True)
class Work:
    """What the worker works with; all on its thread, but `clock` anywhere."""

    client: Client
    ask: AskStore
    new_unit: Callable[[], UnitOfWork]
    taker: FeedTaker
    clock: CentreClock
    stock: Stock | None = None
    health: Callable[[], Health | None] = lambda: None
    listener: Listener = field(default_factory=Listener)
    pause: Pause = field(default_factory=Pause)


class SyncWorker:
    """Pushes the log, pulls the feed, asks for places; starts anew from the store after any end.

    Lifetime: `start` once, `stop` once. Concurrency: `poke`, `wake`, `be_deaf` and `stop` from
    any thread. A bug in here reaches `threading.excepthook`.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._bell = threading.Event()
        self._is_stopping = False
        self._is_heard = False
        self._position = Position()
        self._refusals = 0
        self._is_owned = False
        self._link = Link()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)

    # From any thread

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_seconds: float = 10.0) -> bool:
        """End at once, whatever the network does; False if that took too long."""
        self._is_stopping = True
        self._bell.set()
        self._work.client.close()
        if self._thread.is_alive():
            self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def poke(self) -> None:
        """The log has news for the centre; while it cannot be reached, that changes nothing."""
        if not self._work.pause.is_waiting:
            self._bell.set()

    def wake(self) -> None:
        """The centre has news, so it can be reached."""
        self._is_heard = True
        self._bell.set()

    def be_deaf(self) -> None:
        """The centre cannot wake this kiosk any more; so it asks more often."""
        self._is_heard = False

    @property
    def link(self) -> Link:
        """How kiosk and centre are together now."""
        return self._link

    # On its own thread

    def _run(self) -> None:
        try:
            while not self._is_stopping:
                self._bell.wait(self.step())
                self._bell.clear()
        finally:
            self._work.client.dispose()

    def step(self) -> float:
        """One exchange; the answer is how many seconds to rest unless something happens."""
        try:
            is_more = self._exchange()
        except (KioskError, LogError) as error:
            return self._failed(error)
        self._work.pause.reset()
        if is_more:
            return 0.0
        return IDLE_SECONDS if self._is_heard else DEAF_SECONDS

    def _failed(self, error: KioskError | LogError) -> float:
        if self._is_stopping:
            return 0.0
        named = (
            error
            if isinstance(error, KioskError)
            else DatabaseDamagedError(path="log", problem=str(error))
        )
        if type(named) is not type(self._link.error):
            logger.warning("no exchange key=%s %s", named.key, dict(named.fields))
        if self._work.stock:
            self._work.stock.ask_again()
        self._refusals = 0
        self._tell(replace(self._link, error=named))
        pause = self._work.pause.after_failure()
        # A centre that does not know this kiosk will not soon: somebody has to enrol it.
        return max(pause, IDLE_SECONDS) if isinstance(named, NotKnownError) else pause

    def _exchange(self) -> bool:
        """Whether there is more to be said at once."""
        work = self._work
        exchange = work.ask(
            lambda: next_exchange(
                work.new_unit(),
                work.taker.kiosk_id,
                self._position,
                None if self._position.acknowledged is None else work.stock,
                work.health(),
            )
        )
        sent = work.clock.monotonic()
        try:
            reply = work.client.exchange(exchange)
        except DisownedError as error:
            self._disowned(is_given_up=isinstance(error, GivenUpError))
            raise
        self._owned()
        if isinstance(reply, Refusal):
            return self._refused(exchange, reply)
        work.clock.heard(reply.now, sent, work.clock.monotonic())
        return self._answered(exchange, reply)

    def _disowned(self, *, is_given_up: bool) -> None:
        """Before anything else: from here on its places may be somebody else's."""
        self._is_owned = False
        now = self._work.clock.now()
        self._work.ask(lambda: disown(self._work.new_unit(), now, is_given_up=is_given_up))

    def _owned(self) -> None:
        if not self._is_owned:
            self._work.ask(lambda: own(self._work.new_unit()))
            self._is_owned = True

    def _refused(self, exchange: Exchange, refusal: Refusal) -> bool:
        """Send again from where the centre says; raises SyncError when that will not help."""
        self._refusals += 1
        part, acknowledged, epoch = exchange.part, refusal.acknowledged, refusal.epoch
        if acknowledged is None or epoch is None or self._refusals > MOST_REFUSALS:
            raise RefusedError(status=refusal.status, reason=refusal.key)
        if epoch == part.epoch and acknowledged == part.after:
            raise RefusedError(status=refusal.status, reason=refusal.key)
        self._meet(part.epoch, epoch)
        self._acknowledge(acknowledged, part.end)
        return True

    def _answered(self, exchange: Exchange, answer: Answer) -> bool:
        self._refusals = 0
        part = exchange.part
        _check(exchange, answer)
        self._meet(part.epoch, answer.epoch)
        self._acknowledge(answer.acknowledged, part.end)
        # The feed first: a grant that cannot be taken must not keep bookings from coming.
        taken = [*self._take_feed(answer), *self._take_grants(answer)]
        self._tell_all(exchange, answer, taken)
        is_unsent = answer.acknowledged < part.end
        return answer.has_more or is_unsent or any(each.is_urgent for each in taken)

    def _meet(self, known: int, epoch: int) -> None:
        if epoch < known:
            raise OlderCentreError(epoch=epoch, known=known)
        if epoch > known:
            logger.warning("the centre was restored epoch=%s before=%s", epoch, known)
            self._work.ask(lambda: meet(self._work.new_unit(), epoch))

    def _acknowledge(self, acknowledged: int, end: int) -> None:
        if acknowledged > end:
            raise LogLostError(acknowledged=acknowledged, end=end)
        self._position = Position(acknowledged)

    def _take_grants(self, answer: Answer) -> Iterator[Taken]:
        for granted in answer.grants:
            yield self._work.ask(
                lambda granted=granted: take_grant(  # type: ignore[misc]  # bound early on purpose
                    self._work.new_unit(), granted, self._work.clock.now()
                )
            )

    def _take_feed(self, answer: Answer) -> Iterator[Taken]:
        for start in range(0, len(answer.told), TOLD_AT_ONCE):
            part = answer.told[start : start + TOLD_AT_ONCE]
            yield self._work.ask(lambda part=part: self._take(part))  # type: ignore[misc]  # as above
        if answer.has_more and not answer.told:
            yield self._work.ask(
                lambda: self._work.taker.pass_over(self._work.new_unit(), answer.cursor)
            )

    def _take(self, part: Sequence[Told]) -> Taken:
        return self._work.taker.take(self._work.new_unit(), part, self._work.clock.now())

    # Telling

    def _tell_all(self, exchange: Exchange, answer: Answer, taken: Sequence[Taken]) -> None:
        listener, clock = self._work.listener, self._work.clock
        off_by = round(clock.off_by.total_seconds())
        unsent = exchange.part.end - answer.acknowledged
        self._tell(Link(None, answer.now, unsent, off_by, answer.acknowledged))
        if answer.figures:
            listener.figures(answer.figures)
        if any(each.has_document for each in taken):
            listener.document()
        if taken:
            listener.news()

    def _tell(self, link: Link) -> None:
        if (self._link.error is None) != (link.error is None):
            logger.info("link is_up=%s", link.error is None)
        self._link = link
        self._work.listener.link(link)


def _check(exchange: Exchange, answer: Answer) -> None:
    """What no centre answers; raises GarbledError."""
    part, cursors = exchange.part, [each.cursor for each in answer.told]
    if cursors != sorted(set(cursors)) or (cursors and cursors[0] <= exchange.cursor):
        raise GarbledError(problem="the feed is not in order")
    if answer.cursor < max(exchange.cursor, *cursors, 0) and answer.epoch == part.epoch:
        raise GarbledError(problem="the feed goes back")
    if answer.has_more and answer.cursor <= exchange.cursor:
        raise GarbledError(problem="more of a feed that does not go on")
    if part.entries and answer.epoch == part.epoch and answer.acknowledged <= part.after:
        raise GarbledError(problem="entries were neither taken nor refused")
