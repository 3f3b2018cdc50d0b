# SPDX-License-Identifier: Apache-2.0
"""The centre's book of one (site, business day): what was granted, and a fold of the kiosks' logs.

Nothing is ever taken back from a kiosk by time: places come back through its log alone (rules.md 3).
"""

import copy
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Self

from hall.account import Account
from hall.allotment import half
from hall.claims import Claims
from hall.errors import (
    BadValueError,
    EpochError,
    LogError,
    RecoveringError,
    UnknownKioskError,
    UnknownServiceError,
    UnknownSlotError,
)
from hall.exchange import GRANTED_LANES, LeaseRequest, LogPart, places_named
from hall.feed import FIRST_EPOCH, Reduced, ReturnAsked, Stopped
from hall.ids import BookingId, KioskId, LeaseId, ServiceId, TicketId
from hall.log import (
    Body,
    Cancelled,
    CheckedIn,
    Entry,
    FeedApplied,
    Given,
    Granted,
    Issued,
    Received,
    Returned,
)
from hall.numbering import BLOCK, NumberRange
from hall.owners import CENTRE, FROZEN, ONLINE, WITHDRAWN, Owner, OwnerKind, Owners, SlotKey
from hall.place import Lane, Place, PlaceRun, runs_of
from hall.quota import LaneQuota
from hall.sale import Feed, Sale
from hall.span import utc
from hall.stopping import Stop


class Ledger:
    """Grants, logs and reductions. Lifetime: one business day. Concurrency: one thread.

    Args:
        letters: each service's letter.
        quotas: what each slot may give out, by (service, slot start).
        extras: places beyond quota, the manager's number for the day; `day_start` is their slot.

    Raises UnknownServiceError for quotas or extras of a service without a letter.

    Attributes:
        owners: every place and who has it.
        sale: the online sale of the day.
        epoch: counts how often the centre was restored, from 1.
    """

    def __init__(
        self,
        business_date: date,
        letters: Mapping[ServiceId, str],
        quotas: Mapping[SlotKey, LaneQuota],
        kiosks: Iterable[KioskId],
        *,
        day_start: datetime,
        extras: Mapping[ServiceId, int] | None = None,
    ) -> None:
        self.business_date = business_date
        self.epoch = FIRST_EPOCH
        self.owners = Owners()
        self.feed = Feed()
        self.sale = Sale(business_date, letters, self.owners, self.feed)
        self._day_start = day_start
        self._letters = dict(letters)
        self._quotas = dict(quotas)
        self._accounts = {kiosk_id: Account() for kiosk_id in kiosks}
        self._given_up: set[KioskId] = set()
        self._missing: set[KioskId] = set()
        self._series = {letter: NumberRange.series(letter) for letter in letters.values()}
        self._leases = 0
        self._claims = Claims(self.owners)
        for slot, quota in quotas.items():
            self._add_places(slot, quota)
        for service_id, count in (extras or {}).items():
            self._add_lane((service_id, day_start), Lane.EXTRA, count, CENTRE)

    # What the centre knows

    @property
    def kiosks(self) -> tuple[KioskId, ...]:
        """Those whose word counts: all that were not given up."""
        return tuple(kiosk for kiosk in self._accounts if kiosk not in self._given_up)

    @property
    def is_recovering(self) -> bool:
        """Restored, and not every kiosk has sent its log again: nothing is granted or released."""
        return bool(self._missing)

    def acknowledged(self, kiosk_id: KioskId) -> int:
        """Up to which position a kiosk's log counts here; raises UnknownKioskError."""
        return self._account(kiosk_id).applied

    def grants_of(self, kiosk_id: KioskId) -> tuple[Granted, ...]:
        """All that was granted to a kiosk; raises UnknownKioskError."""
        return tuple(self._account(kiosk_id).grants.values())

    def knows_ticket(self, ticket_id: TicketId) -> bool:
        """Whether a log has told of it (I5)."""
        return self._claims.knows_ticket(ticket_id) or self.sale.is_used(BookingId(ticket_id))

    # Grants

    def grant(self, kiosk_id: KioskId, request: LeaseRequest) -> Granted:
        """Places and numbers for a kiosk, as far as there are any; the same request the same grant.

        Raises:
            RecoveringError: the logs of the kiosks come first.
            UnknownKioskError, UnknownServiceError, UnknownSlotError.
        """
        account = self._account(kiosk_id)
        if known := self._known_grant(account, request):
            return known
        self._check_recovered()
        letter = self._letter(request.service_id)
        slot = self._slot_of(request)
        pooled = self.owners.pooled(OwnerKind.CENTRE, slot, GRANTED_LANES[request.lane])
        hops = {place: self.owners.hop(place) + 1 for place in pooled[: request.places]}
        for place, hop in hops.items():
            self.owners.move(place, Owner(OwnerKind.KIOSK, kiosk_id), hop)
        self._leases += 1
        granted = Granted(
            LeaseId(f"{self.epoch}-{self._leases}"),
            self.business_date,
            runs_of(hops),
            self._take_blocks(letter, request.numbers),
            request.request_no,
        )
        account.grants[request.request_no] = granted
        return granted

    def _known_grant(self, account: Account, request: LeaseRequest) -> Granted | None:
        return account.grants.get(request.request_no)

    def _take_blocks(self, letter: str, count: int) -> tuple[NumberRange, ...]:
        """Whole blocks that hold so many numbers; fewer at the end of the series, then none."""
        if not count or not self._series[letter]:
            return ()
        whole = math.ceil(count / BLOCK) * BLOCK
        block, self._series[letter] = self._series[letter].next_block(whole)
        return (block,)

    # Logs

    def apply_log(self, part: LogPart, now: datetime) -> int:
        """The position up to which the kiosk's log counts now; what counted before counts once.

        All of the part or nothing.

        Raises:
            UnknownKioskError: no such kiosk, or it was given up.
            EpochError: the kiosk speaks to the centre as it was before, or never was.
            LogError: entries are missing before or among these; send again from `acknowledged`.
            UnknownPlaceError: an entry names a place there never was.
            BadValueError: `now` without a time zone, or numbers of no service's letter.
        """
        now = utc("now", now)
        account = self._account(part.kiosk_id)
        if part.epoch != self.epoch:
            raise EpochError(epoch=part.epoch, known=self.epoch)
        entries = self._new_entries(account, part)
        self._check_places(entries)
        self._check_letters(entries)
        for entry in entries:
            self._apply(part.kiosk_id, account, entry.body)
            account.applied = entry.position
        account.end = max(part.end, account.applied)
        account.heard_at = now
        self._recover(part.kiosk_id, account)
        return account.applied

    def _new_entries(self, account: Account, part: LogPart) -> Sequence[Entry]:
        expected = part.after
        for entry in part.entries:
            expected += 1
            if entry.position != expected:
                raise LogError(position=entry.position, problem=f"expected {expected}")
        if part.after > account.applied:
            raise LogError(
                position=part.after, problem=f"entries are missing from {account.applied + 1}"
            )
        return part.entries[account.applied - part.after :]

    def _check_places(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            for place in places_named(entry.body):
                self.owners.owner(place)

    def _check_letters(self, entries: Sequence[Entry]) -> None:
        grants = (entry.body for entry in entries if isinstance(entry.body, Granted))
        for numbers in (numbers for granted in grants for numbers in granted.numbers):
            if numbers.letter not in self._series:
                allowed = " ".join(self._series)
                raise BadValueError(name="letter", value=numbers.letter, allowed=allowed)

    def _apply(self, kiosk_id: KioskId, account: Account, body: Body) -> None:
        match body:
            case Granted():
                self._apply_grant(kiosk_id, account, body)
            case Issued():
                self._claims.issue(kiosk_id, body)
            case CheckedIn(booking_id=booking_id, place=place):
                self.sale.checked_in(booking_id, place)
            case Cancelled():
                self._claims.cancel(kiosk_id, body)
            case Returned():
                self._claims.return_(body)
            case Given(to_kiosk=to_kiosk):
                self._claims.give(body, is_receiver_gone=to_kiosk in self._given_up)
            case Received():
                self._claims.receive(kiosk_id, body)
            case FeedApplied(cursor=cursor):
                account.feed_cursor = max(account.feed_cursor, cursor)
                self.feed.skip_to(cursor)
            case _:
                pass

    def _apply_grant(self, kiosk_id: KioskId, account: Account, granted: Granted) -> None:
        if granted.request_no is not None:
            # A repeated request that arrives only now must not be granted a second time.
            account.grants.setdefault(granted.request_no, granted)
        self._claims.grant(kiosk_id, granted)
        for numbers in granted.numbers:
            left = self._series[numbers.letter]
            if left.first <= numbers.last:
                self._series[numbers.letter] = replace(left, first=numbers.last + 1)

    # Releases, reductions and requests to the kiosks

    def release_closed(self) -> tuple[Place, ...]:
        """R2: the places of closed bookings that every kiosk's log knows of; raises RecoveringError."""
        self._check_recovered()
        applied = {kiosk_id: account.feed_cursor for kiosk_id, account in self._accounts.items()}
        return self.sale.release_closed(applied, self.kiosks)

    def reduce(self, service_id: ServiceId, slot_start: datetime, lane: Lane, count: int) -> None:
        """R5: give up so many places of a lane: first what the centre has, then what kiosks return.

        Sold places are never touched, so less may come of it. Raises UnknownSlotError,
        RecoveringError, BadValueError for more than the lane has.
        """
        slot = service_id, slot_start
        quota = self._quota(slot).of(lane)
        if not 0 <= count <= quota:
            raise BadValueError(name="count", value=count, allowed=f"0 to {quota}")
        self._check_recovered()
        self._quotas[slot] = self._quotas[slot].fewer(lane, count)
        own = [
            *self.owners.pooled(OwnerKind.CENTRE, slot, (lane,)),
            *self.owners.pooled(OwnerKind.ONLINE, slot, (lane,)),
        ][:count]
        for place in own:
            self.owners.move(place, WITHDRAWN)
        if owed := count - len(own):
            cursor = self.feed.append(Reduced(service_id, slot_start, lane, owed))
            self._claims.owe(cursor, owed)

    def ask_return(
        self, kiosk_id: KioskId, service_id: ServiceId, slot_start: datetime, lane: Lane
    ) -> int:
        """Ask a kiosk for half of what it holds of a lane, for another that runs low; how many.

        Raises UnknownKioskError, UnknownServiceError, UnknownSlotError, RecoveringError.
        """
        self._account(kiosk_id)
        self._quota((service_id, slot_start))
        self._check_recovered()
        held = [
            place
            for place in self.owners.of_kiosk(kiosk_id)
            if (place.service_id, place.slot_start, place.lane) == (service_id, slot_start, lane)
        ]
        if count := half(len(held)):
            self.feed.append(ReturnAsked(kiosk_id, service_id, slot_start, lane, count))
        return count

    def stop(self, stop: Stop) -> None:
        """Tell every kiosk that a service stops, is suspended or goes on.

        Raises UnknownServiceError, RecoveringError.
        """
        self._letter(stop.service_id)
        self.feed.append(Stopped(stop))

    # Kiosks that are gone, centres that were restored

    def give_up(self, kiosk_id: KioskId, off_since: datetime) -> None:
        """Staff declare: its disk is destroyed, and it was off since then. Its places are the centre's.

        Only of a kiosk whose whole log is here, as it was heard of at `off_since` or later: else it
        may have given numbers nobody knows of, and its places are lost until their slots end.

        Raises UnknownKioskError, RecoveringError, BadValueError (`off_since`).
        """
        off_since = utc("off_since", off_since)
        account = self._account(kiosk_id)
        self._check_recovered()
        if not account.is_complete or account.heard_at is None or account.heard_at < off_since:
            raise BadValueError(name="off_since", value=off_since, allowed=account.heard_at)
        self._given_up.add(kiosk_id)
        gone = Owner(OwnerKind.KIOSK, kiosk_id), Owner(OwnerKind.TRANSFER, kiosk_id)
        for place, owner, hop in tuple(self.owners):
            if owner in gone:
                self.owners.move(place, CENTRE, hop + 1)

    def restored(self, epoch: int) -> Self:
        """The book after a restore from this backup, in a later epoch.

        It grants and releases nothing until each kiosk has sent its log again. Then what no log
        explains is frozen until its slot ends, so it can never be sold twice. Raises EpochError.
        """
        if epoch <= self.epoch:
            raise EpochError(epoch=epoch, known=self.epoch)
        book = copy.deepcopy(self)
        book.epoch = book.feed.epoch = epoch
        book._missing = set(book.kiosks)
        book.feed.is_open = not book._missing
        for place, owner, _ in tuple(book.owners):
            if owner in (CENTRE, ONLINE) or owner.kind is OwnerKind.HOLD:
                book.owners.move(place, FROZEN)
        book.sale.forget_holds()
        return book

    def _recover(self, kiosk_id: KioskId, account: Account) -> None:
        if account.is_complete:
            self._missing.discard(kiosk_id)
            self.feed.is_open = not self._missing

    def _check_recovered(self) -> None:
        if self._missing:
            raise RecoveringError(missing=len(self._missing))

    # Lookups that say what is wrong

    def _account(self, kiosk_id: KioskId) -> Account:
        if kiosk_id not in self._accounts or kiosk_id in self._given_up:
            raise UnknownKioskError(kiosk_id=kiosk_id)
        return self._accounts[kiosk_id]

    def _letter(self, service_id: ServiceId) -> str:
        if service_id not in self._letters:
            raise UnknownServiceError(service_id=service_id)
        return self._letters[service_id]

    def _quota(self, slot: SlotKey) -> LaneQuota:
        service_id, slot_start = slot
        self._letter(service_id)
        if slot not in self._quotas:
            raise UnknownSlotError(slot_start=slot_start)
        return self._quotas[slot]

    def _slot_of(self, request: LeaseRequest) -> SlotKey:
        """The slot a request is about; that of extra places is the whole day."""
        if request.lane is not Lane.EXTRA:
            self._quota((request.service_id, request.slot_start))
        elif request.slot_start != self._day_start:
            raise UnknownSlotError(slot_start=request.slot_start)
        return request.service_id, request.slot_start

    # The places of the day

    def _add_places(self, slot: SlotKey, quota: LaneQuota) -> None:
        self._add_lane(slot, Lane.BOOKED, quota.booked, ONLINE)
        self._add_lane(slot, Lane.WALK_IN, quota.walk_in, CENTRE)
        self._add_lane(slot, Lane.GREEN, quota.green, CENTRE)

    def _add_lane(self, slot: SlotKey, lane: Lane, count: int, owner: Owner) -> None:
        service_id, slot_start = slot
        self._letter(service_id)
        for place in PlaceRun(service_id, slot_start, lane, 0, count).places():
            self.owners.add(place, owner)
