# SPDX-License-Identifier: Apache-2.0
"""A visitor at the flow: sends events, keeps effects, and plays services, devices and time."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from hall.booking import Booking
from hall.identity import Identity, IdentityDigest, Reached, check_digit
from hall.ids import BookingId, ServiceId, TicketId
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import Span
from hall.words import Words
from kiosk.flow.change import home_screen
from kiosk.flow.effects import Effect, StartTimer, StopTimer
from kiosk.flow.events import (
    CardFound,
    CardRead,
    CardTaken,
    Event,
    OffersLoaded,
    OpeningChanged,
    ServicesChanged,
    TicketIssued,
    TicketPrinted,
    TimerFired,
    VisitLoaded,
)
from kiosk.flow.states import Kiosk, Screen
from kiosk.flow.step import step
from kiosk.flow.timing import clock_of
from kiosk.flow.touches import ServicePressed, Touch
from kiosk.flow.values import (
    Availability,
    BookingState,
    BookingView,
    FlowSettings,
    Instead,
    Offer,
    OfferKind,
    Opening,
    Paper,
    Phase,
    ServiceTile,
    TicketView,
)

S = TypeVar("S", bound=Screen)
E = TypeVar("E", bound=Effect)

MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
OPEN = Opening(MONDAY, Phase.ISSUING)
ESTATE, SOCIAL, HOUSEHOLD = ServiceId("estate"), ServiceId("social"), ServiceId("household")
NOW = Offer(OfferKind.NOW)
LATER = Offer(OfferKind.LATER_SLOT, NOON, NOON)
STANDBY = Offer(OfferKind.STANDBY)

DIGEST = IdentityDigest("h1:" + "5" * 32)
ADULT = Identity(DIGEST, "王*明", frozenset())
ELDER = Identity(IdentityDigest("h1:" + "6" * 32), "李*芳", frozenset(Reached))
FOREIGNER = Identity(IdentityDigest("h1:" + "7" * 32), "J. S.", frozenset(), speaks_english=True)

_FIRST_17 = "99999919880808001"
NUMBER = _FIRST_17 + check_digit(_FIRST_17)
"""Nobody's: the area does not exist."""


def tile(
    service_id: ServiceId,
    availability: Availability = Availability.NOW,
    *,
    is_green: bool = False,
) -> ServiceTile:
    words = Words.of({"zh_Hans": f"业务{service_id}"})
    return ServiceTile(service_id, words, "file-text", words, availability, is_green=is_green)


THREE: tuple[ServiceTile, ...] = (tile(ESTATE), tile(SOCIAL), tile(HOUSEHOLD))
ONE: tuple[ServiceTile, ...] = (tile(ESTATE),)


def ticket(number: str = "A023", no: int = 23, paper: Paper = Paper.PRINTING) -> TicketView:
    words = Words.of({"zh_Hans": "不动产登记"})
    return TicketView(TicketId(UUID(int=no)), number, ESTATE, words, words, NOON, paper=paper)


OVER = Instead((NOW, LATER), other_days=(MONDAY,))
"""What the visitors of bookings that cannot check in are offered."""


def booking(
    state: BookingState = BookingState.ON_TIME, no: int = 1, service_id: ServiceId = ESTATE
) -> BookingView:
    """A booking of the adult."""
    words, slot = Words.of({"zh_Hans": f"业务{service_id}"}), Span(NOON, NOON + timedelta(hours=1))
    made = Booking(
        booking_id=BookingId(UUID(int=700 + no)),
        business_date=MONDAY,
        service_id=service_id,
        slot=slot,
        number=TicketNumber("A", no, is_booked=True),
        place=Place(service_id, slot.start, Lane.BOOKED, no),
        digest=DIGEST,
    )
    called_from = slot.start - timedelta(minutes=10)
    instead = Instead() if state.is_ready else OVER
    return BookingView(made, state, words, "house", slot.start, slot.end, called_from, instead)


@dataclass
class Journey:
    """The kiosk so far; what it wanted last and altogether, and how often it was touched."""

    kiosk: Kiosk
    last: tuple[Effect, ...] = ()
    effects: list[Effect] = field(default_factory=list)
    touches: int = 0

    def send(self, *events: Event) -> "Journey":
        for event in events:
            self.kiosk, self.last = step(self.kiosk, event)
            self.effects += self.last
            self.touches += isinstance(event, Touch)
        return self

    def time_passes(self) -> "Journey":
        """The running clock runs out."""
        clock = clock_of(self.kiosk)
        assert clock is not None, self.kiosk.screen
        return self.send(TimerFired(clock.timer, self.kiosk.timer_no))

    def on(self, kind: type[S]) -> S:
        """The screen, which must be of that kind."""
        assert isinstance(self.kiosk.screen, kind), self.kiosk.screen
        return self.kiosk.screen

    def wanted(self, kind: type[E]) -> list[E]:
        """All effects of a kind so far."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def asks(self, kind: type[E]) -> E:
        """The effect of that kind which the last event led to; exactly one."""
        (effect,) = [effect for effect in self.last if isinstance(effect, kind)]
        return effect

    def asks_nothing(self) -> bool:
        """Whether the last event led to nothing but timers."""
        return all(isinstance(effect, StartTimer | StopTimer) for effect in self.last)

    def ignores(self, event: Event) -> bool:
        """Whether an event changes nothing but the count; it is sent."""
        before = self.kiosk
        self.send(event)
        same = replace(self.kiosk, unexpected=before.unexpected, timer_no=before.timer_no)
        return same == before and self.kiosk.unexpected == before.unexpected + 1

    def show(self, screen: Screen) -> "Journey":
        """Put a screen there, as if the visit had come so far."""
        self.kiosk = replace(self.kiosk, screen=screen)
        return self

    # --- what services and devices do --------------------------------------------------------

    def card_read(self, identity: Identity = ADULT) -> "Journey":
        return self.send(CardFound(), CardRead(identity))

    def opens(self, opening: Opening) -> "Journey":
        return self.send(OpeningChanged(opening))

    def loaded(self, open_ticket: TicketView | None = None, *bookings: BookingView) -> "Journey":
        """The services answer with the tiles the site has, and what they know of the visitor."""
        tiles = self.kiosk.site_services
        digest = bookings[0].booking.digest if bookings else None
        loaded = VisitLoaded(self.kiosk.visit_no, tiles, open_ticket, bookings, digest)
        return self.send(loaded)

    def offers(self, service_id: ServiceId, *offers: Offer) -> "Journey":
        return self.send(OffersLoaded(self.kiosk.visit_no, service_id, offers))

    def issued(self, view: TicketView | None = None) -> "Journey":
        return self.send(TicketIssued(self.kiosk.visit_no, view or ticket()))

    def printed(self, paper: Paper = Paper.CONFIRMED, problem: str | None = None) -> "Journey":
        return self.send(TicketPrinted(ticket().ticket_id, paper, problem))

    # --- how far a visit has come ------------------------------------------------------------

    def at_services(self, identity: Identity = ADULT) -> "Journey":
        return self.card_read(identity).loaded().send(CardTaken()).time_passes()

    def at_pause(self) -> "Journey":
        return self.at_services().send(ServicePressed(ESTATE))

    def at_issuing(self) -> "Journey":
        return self.at_pause().time_passes()

    def at_ticket(self) -> "Journey":
        return self.at_issuing().issued()

    def at_again(self) -> "Journey":
        held = ticket(paper=Paper.CONFIRMED)
        return self.card_read().loaded(held).time_passes()


def kiosk_at(
    opening: Opening = OPEN,
    services: tuple[ServiceTile, ...] = THREE,
    settings: FlowSettings | None = None,
) -> Journey:
    """A kiosk that has heard of its hours and services."""
    journey = Journey(Kiosk(settings or FlowSettings()))
    journey.send(ServicesChanged(services), OpeningChanged(opening))
    assert journey.kiosk.screen == home_screen(journey.kiosk)
    return Journey(journey.kiosk)


WITH_BOOKINGS = FlowSettings(has_bookings=True)


def booked_kiosk(
    opening: Opening = OPEN, services: tuple[ServiceTile, ...] = THREE, **settings: bool | float
) -> Journey:
    """A kiosk of a site where people book."""
    return kiosk_at(opening, services, replace(WITH_BOOKINGS, **settings))
