# SPDX-License-Identifier: Apache-2.0
"""The centre's book of one (site, business day): its places and numbers, granted, sold and returned.

Nothing is ever taken back from a kiosk by time: places come back through its log alone (rules.md 3).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TypeAlias, assert_never

from hall.allotment import Forecast, allot, half, home_kiosk, needs_home
from hall.checks import at_least
from hall.claims import Claims
from hall.errors import ActTakenError, BadValueError, UnknownServiceError, UnknownSlotError
from hall.exchange import GRANTED_LANES, LeaseRequest
from hall.feed import BookingClosed, BookingMade, Reduced, ReturnAsked, Stopped
from hall.ids import ActId, BookingId, KioskId, LeaseId, RequestId, ServiceId, TicketId
from hall.journal import (
    DayOpened,
    ExtrasAdded,
    GrantMade,
    HoldEnded,
    HoldMade,
    PlacesReleased,
    SaleEnded,
    ServiceOfDay,
)
from hall.log import Granted
from hall.numbering import BLOCK, NumberRange, blocks_to_grant
from hall.owners import CENTRE, FROZEN, ONLINE, WITHDRAWN, Owner, OwnerKind, Owners, SlotKey
from hall.place import Lane, Place, PlaceRun, hops_of, runs_of
from hall.quota import LaneQuota
from hall.sale import Sale, SaleBody
from hall.series import EXTRAS_IN_ERA, Series
from hall.stopping import Stop

DayBody: TypeAlias = SaleBody | GrantMade | Reduced | ReturnAsked | Stopped | ExtrasAdded


class Ledger:
    """Grants, claims and reductions. Lifetime: one business day. Concurrency: one thread.

    A decision (`grant`, `reduce` ...) says what to write into the journal and changes nothing.
    `apply` makes what was written count. Raises BadValueError for a day that cannot be.

    Attributes:
        opened: what the day began with.
        owners: every place and who has it.
        sale: the online sale of the day.
        claims: what the kiosks' logs say of the places.
        is_touched: something was granted, sold or said of the day, or nobody knows.
        is_allotted: the day's places and numbers were granted, by the centre that is or that was.
        is_forgetful: a centre that was lost may have sold of it, and had other places and services.
        is_lost: it may have granted places of it. What the centre had then is never granted again,
            and no place of a booking comes free (docs/adr/0015).
    """

    def __init__(self, opened: DayOpened) -> None:
        self.opened = opened
        self.owners = Owners()
        self.sale = Sale(opened, self.owners)
        self.claims = Claims(self.owners)
        self._letters = {service.service_id: service.letter for service in opened.services}
        self._quotas: dict[SlotKey, LaneQuota] = {}
        self._series = Series(self._letters.values())
        self._answers: dict[tuple[KioskId, RequestId], Granted] = {}
        self._grants: defaultdict[KioskId, list[Granted]] = defaultdict(list)
        self._leases = 0
        self.is_allotted = self.is_touched = self.is_forgetful = self.is_lost = False
        self._next_extra = dict.fromkeys(self._letters, 0)
        self._extras_end = EXTRAS_IN_ERA
        self._extras_added: dict[ActId, ExtrasAdded] = {}
        for service in opened.services:
            self._add_places(service)

    # What the centre knows

    @property
    def business_date(self) -> date:
        """The day it is the book of."""
        return self.opened.business_date

    def grant_of(self, kiosk_id: KioskId, request_no: RequestId) -> Granted | None:
        """The answer to a request; None when it has none here."""
        return self._answers.get((kiosk_id, request_no))

    def grants_of(self, kiosk_id: KioskId) -> tuple[Granted, ...]:
        """All that the centre granted to a kiosk, also what that did not ask for."""
        return tuple(self._grants.get(kiosk_id, ()))

    def knows_ticket(self, ticket_id: TicketId) -> bool:
        """Whether a log has told of it (I5)."""
        return self.claims.knows_ticket(ticket_id) or self.sale.is_used(BookingId(ticket_id))

    def check_letters(self, numbers: Iterable[NumberRange]) -> None:
        """Raises BadValueError for numbers of no service of the day."""
        self._series.check(numbers)

    def has_numbers_about(self, service_id: ServiceId) -> bool:
        """Whether a kiosk or a booking may have a number of a service; raises UnknownServiceError."""
        letter = self._letter(service_id)
        return self._series.is_begun(letter) or self.sale.has_numbers(letter)

    @property
    def quotas(self) -> Mapping[SlotKey, LaneQuota]:
        """The lanes of each slot as they are now, reductions taken off."""
        return dict(self._quotas)

    @property
    def extras(self) -> Mapping[ServiceId, int]:
        """How many extra places each service has, whoever has them."""
        return dict(self.owners.extras)

    # Decisions

    def grant(self, kiosk_id: KioskId, request: LeaseRequest, epoch: int) -> GrantMade:
        """Places and numbers for a kiosk, as far as there are any.

        Numbers alone are granted whatever the slot. Raises UnknownServiceError, UnknownSlotError.
        """
        letter = self._letter(request.service_id)
        hops = {place: self.owners.hop(place) + 1 for place in self._places_for(request)}
        numbers = self._series.blocks(letter, request.numbers)
        lease_id, on = self._lease_id(epoch, 1), self.business_date
        granted = Granted(lease_id, on, runs_of(hops), numbers, request.request_no)
        return GrantMade(kiosk_id, granted)

    def _places_for(self, request: LeaseRequest) -> list[Place]:
        if not request.places:
            return []
        slot = request.service_id, request.slot_start
        if request.lane is not Lane.EXTRA:
            self._quota(slot)
        elif request.slot_start != self.opened.day.start:
            raise UnknownSlotError(slot_start=request.slot_start)
        pooled = self.owners.pooled(OwnerKind.CENTRE, slot, GRANTED_LANES[request.lane])
        return pooled[: request.places]

    def allot(self, expected: Mapping[ServiceId, Forecast], epoch: int) -> tuple[GrantMade, ...]:
        """A day's grants: all places the centre has and numbers, by how many each kiosk expects.

        Nothing is held back (rules.md 3, point 2); none for a day that was granted before. Raises
        UnknownServiceError, BadValueError (a negative number).
        """
        if self.is_allotted:
            return ()
        series = self._series.copy()
        runs: defaultdict[KioskId, list[PlaceRun]] = defaultdict(list)
        numbers: defaultdict[KioskId, list[NumberRange]] = defaultdict(list)
        for service_id, forecast in expected.items():
            letter = self._letter(service_id)
            laid = dict.fromkeys(forecast, 0)
            for kiosk_id, places in self._allotted(service_id, forecast):
                hops = {place: self.owners.hop(place) + 1 for place in places}
                runs[kiosk_id] += runs_of(hops)
                laid[kiosk_id] += len(places)
            for kiosk_id, visitors in forecast.items():
                blocks = blocks_to_grant(0, max(visitors, laid[kiosk_id]))
                if block := series.blocks(letter, blocks * BLOCK):
                    series.use(block)
                    numbers[kiosk_id] += block
        return tuple(
            GrantMade(
                kiosk_id,
                Granted(
                    self._lease_id(epoch, count),
                    self.business_date,
                    tuple(runs[kiosk_id]),
                    tuple(numbers[kiosk_id]),
                ),
            )
            for count, kiosk_id in enumerate(numbers, start=1)
        )

    def _allotted(
        self, service_id: ServiceId, forecast: Forecast
    ) -> Iterator[tuple[KioskId, list[Place]]]:
        """A service's places slot by slot and lane by lane, each to one kiosk."""
        slots = [slot for slot in self._quotas if slot[0] == service_id]
        if slots and needs_home((self._quotas[slot] for slot in slots), len(forecast)):
            forecast = {home_kiosk(forecast): 1}
        for slot in slots:
            for lane in (Lane.WALK_IN, Lane.GREEN):
                left = self.owners.pooled(OwnerKind.CENTRE, slot, GRANTED_LANES[lane])
                for kiosk_id, count in allot(len(left), forecast).items():
                    yield kiosk_id, left[:count]
                    del left[:count]

    def reduce(
        self, service_id: ServiceId, slot_start: datetime, lane: Lane, count: int
    ) -> Reduced | None:
        """R5: give up so many places of a lane: first what the centre has, then what kiosks return.

        Sold places are never touched, so less may come of it. Raises UnknownServiceError,
        UnknownSlotError, BadValueError for more than the lane has.
        """
        slot = service_id, slot_start
        quota = self._quota(slot)
        if not 0 <= count <= quota.of(lane):
            raise BadValueError(name="count", value=count, allowed=f"0 to {quota.of(lane)}")
        quota.fewer(lane, count)
        own = [
            *self.owners.pooled(OwnerKind.CENTRE, slot, (lane,)),
            *self.owners.pooled(OwnerKind.ONLINE, slot, (lane,)),
        ][:count]
        withdrawn = runs_of({place: self.owners.hop(place) for place in own})
        return Reduced(*slot, lane, count - len(own), withdrawn) if count else None

    def ask_return(
        self, kiosk_id: KioskId, service_id: ServiceId, slot_start: datetime, lane: Lane
    ) -> ReturnAsked | None:
        """Ask a kiosk for half of what it holds of a lane; None when that is nothing.

        Raises UnknownServiceError, UnknownSlotError.
        """
        slot = service_id, slot_start
        self._quota(slot)
        held = [
            place
            for place in self.owners.of_kiosk(kiosk_id)
            if (place.service_id, place.slot_start, place.lane) == (*slot, lane)
        ]
        count = half(len(held))
        return ReturnAsked(kiosk_id, *slot, lane, count) if count else None

    def stop(self, stop: Stop) -> Stopped:
        """Every kiosk hears that a service stops; raises UnknownServiceError."""
        self._letter(stop.service_id)
        return Stopped(stop)

    def add_extras(self, wanted: ExtrasAdded) -> ExtrasAdded | None:
        """So many more extra places; None when that counts already.

        Raises UnknownServiceError, BadValueError (fewer than 1), ActTakenError.
        """
        self._letter(wanted.service_id)
        at_least("count", wanted.count, 1)
        most = self._extras_end - self._next_extra[wanted.service_id]
        if wanted.count > most:
            raise BadValueError(name="count", value=wanted.count, allowed=f"1 to {most}")
        known = self._extras_added.get(wanted.act_id)
        if known not in (None, wanted):
            raise ActTakenError(act_id=wanted.act_id)
        return None if known else wanted

    def lay_out_extras(
        self, service_id: ServiceId, kiosks: Iterable[KioskId], epoch: int
    ) -> tuple[GrantMade, ...]:
        """The extra places the centre has go to the kiosks alike, so that they have them cut off too."""
        slot = service_id, self.opened.day.start
        left = self.owners.pooled(OwnerKind.CENTRE, slot, (Lane.EXTRA,))
        made = list[GrantMade]()
        shares = dict.fromkeys(kiosks, 1.0)
        for kiosk_id, count in (allot(len(left), shares) if shares else {}).items():
            runs = runs_of({place: self.owners.hop(place) + 1 for place in left[:count]})
            del left[:count]
            if runs:
                lease_id = self._lease_id(epoch, len(made) + 1)
                made.append(GrantMade(kiosk_id, Granted(lease_id, self.business_date, runs, ())))
        return tuple(made)

    def _lease_id(self, epoch: int, count: int) -> LeaseId:
        return LeaseId(f"{epoch}-{self.business_date}-{self._leases + count}")

    # What is written counts

    def apply(self, seq: int, body: DayBody) -> None:
        """One entry of the journal counts; of what the feed carries `seq` is the cursor."""
        self.is_touched = True
        match body:
            case GrantMade(kiosk_id, granted):
                self._leases += 1
                for place, hop in hops_of(granted.places).items():
                    self.owners.move(place, Owner(OwnerKind.KIOSK, kiosk_id), hop)
                self._grants[kiosk_id].append(granted)
                self._note(kiosk_id, granted)
            case Reduced():
                self._reduce(seq, body)
            case ReturnAsked() | Stopped():
                pass
            case ExtrasAdded():
                self._add_extras(body)
            case (
                HoldMade()
                | HoldEnded()
                | BookingMade()
                | BookingClosed()
                | SaleEnded()
                | PlacesReleased()
            ):
                self.sale.apply(seq, body)
            case _:
                assert_never(body)

    def learn(self, places: Iterable[Place]) -> None:
        """Of those that a log names the ones nobody knew; extra places that are added come after."""
        for place in places:
            if place not in self.owners:
                self.owners.add(place, FROZEN)
                if place.lane is Lane.EXTRA:
                    known = self._next_extra.get(place.service_id, 0)
                    self._next_extra[place.service_id] = max(known, place.index + 1)
                    while place.index >= self._extras_end:
                        self._extras_end += EXTRAS_IN_ERA

    def learn_letters(self, numbers: Iterable[NumberRange]) -> None:
        """Numbers of a service that was forgotten, which keep their letter."""
        self._series.learn(each.letter for each in numbers)

    def logged_grant(self, kiosk_id: KioskId, granted: Granted) -> None:
        """A kiosk's log tells of a grant; a centre restored from before it learns of it so."""
        self.claims.grant(kiosk_id, granted)
        self._note(kiosk_id, granted)

    def give_up(self, kiosk_id: KioskId, to: Owner) -> None:
        """All that a kiosk has, or that is on its way to it, is the centre's, or nobody's."""
        gone = Owner(OwnerKind.KIOSK, kiosk_id), Owner(OwnerKind.TRANSFER, kiosk_id)
        for place, owner, hop in tuple(self.owners):
            if owner in gone:
                self.owners.move(place, to, hop + 1)

    def freeze(self) -> None:
        """A centre that was lost may have granted what this one has, to whomever (docs/adr/0015)."""
        self.is_lost = True
        for place, owner, _ in tuple(self.owners):
            if owner == CENTRE:
                self.owners.move(place, FROZEN)
        self._series.begin_era()
        self._next_extra = dict.fromkeys(self._next_extra, self._extras_end)
        self._extras_end += EXTRAS_IN_ERA

    def freeze_sale(self) -> None:
        """Nothing more is sold online, since no log tells of what was sold and forgotten.

        So no number of a booking is given twice either.
        """
        self.is_touched = self.is_forgetful = True
        for place, owner, _ in tuple(self.owners):
            if owner == ONLINE or owner.kind is OwnerKind.HOLD:
                self.owners.move(place, FROZEN)
        self.sale.forget_holds()

    def _note(self, kiosk_id: KioskId, granted: Granted) -> None:
        """Its numbers are nobody else's, and its request is not granted a second time."""
        if granted.request_no is None:
            # A day's grants have numbers with them, extra places that are laid out have none.
            self.is_allotted |= bool(granted.numbers)
        else:
            self._answers.setdefault((kiosk_id, granted.request_no), granted)
        self._series.use(granted.numbers)

    def _reduce(self, seq: int, reduced: Reduced) -> None:
        slot = reduced.service_id, reduced.slot_start
        own = hops_of(reduced.withdrawn)
        self._quotas[slot] = self._quotas[slot].fewer(reduced.lane, reduced.count + len(own))
        for place in own:
            self.owners.move(place, WITHDRAWN)
        if reduced.count:
            self.claims.owe(seq, reduced.count)

    # Lookups that say what is wrong

    def _letter(self, service_id: ServiceId) -> str:
        if service_id not in self._letters:
            raise UnknownServiceError(service_id=service_id)
        return self._letters[service_id]

    def _quota(self, slot: SlotKey) -> LaneQuota:
        self._letter(slot[0])
        if slot not in self._quotas:
            raise UnknownSlotError(slot_start=slot[1])
        return self._quotas[slot]

    # The places of the day

    def _add_places(self, service: ServiceOfDay) -> None:
        day = self.opened.day
        for each in service.slots:
            if each.slot.start not in day:
                raise BadValueError(name="slot", value=each.slot.start, allowed=f"in {day}")
            slot = service.service_id, each.slot.start
            self._quotas[slot] = each.quota
            self._add_lane(slot, Lane.BOOKED, each.quota.booked, ONLINE)
            self._add_lane(slot, Lane.WALK_IN, each.quota.walk_in, CENTRE)
            self._add_lane(slot, Lane.GREEN, each.quota.green, CENTRE)
        self._add_more_extras(service.service_id, service.extras)

    def _add_extras(self, added: ExtrasAdded) -> None:
        self._extras_added[added.act_id] = added
        self._add_more_extras(added.service_id, added.count)

    def _add_more_extras(self, service_id: ServiceId, count: int) -> None:
        slot = service_id, self.opened.day.start
        self._add_lane(slot, Lane.EXTRA, count, CENTRE, first=self._next_extra[service_id])
        self._next_extra[service_id] += count

    def _add_lane(
        self, slot: SlotKey, lane: Lane, count: int, owner: Owner, *, first: int = 0
    ) -> None:
        for place in PlaceRun(*slot, lane, first, count).places():
            self.owners.add(place, owner)
