# SPDX-License-Identifier: Apache-2.0
"""A kiosk whose clock is wrong or jumps: numbers, places and days stay right."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hall.ids import LeaseId, ServiceId
from hall.invariants import broken_invariants
from hall.log import Granted
from hall.numbering import NumberRange
from hall.ticket import Ticket, TicketStatus
from kiosk.flow import effects, events
from kiosk.runner.use_cases import DAY_IS_CERTAIN_SECONDS, UseCases
from kiosk.runner.with_centre import WithCentre
from kiosk.services.rules import Rules
from kiosk.sync.centre_clock import CentreClock
from kiosk.sync.worker import Link
from tests.fakes.clock import FakeClock
from tests.kiosk.runner.samples import Office
from tests.kiosk.runner.test_with_centre import FakeLine
from tests.kiosk.services.samples import (
    ESTATE,
    INSURANCE,
    MONDAY,
    NOW_OFFER,
    RULES,
    SITE,
    TUESDAY,
    at,
)

MOST_AT_ONCE = 4
TEN = 10
PLACES_OF_A_SLOT = 3
CERTAIN = timedelta(seconds=DAY_IS_CERTAIN_SECONDS)


class Hall:
    """A kiosk and its visitors, who take all there is."""

    def __init__(self, clock: FakeClock, rules: Rules = RULES) -> None:
        self.clock = clock
        self.rules = rules
        self.office = Office(clock)
        self.cases = self.restarted()
        self.tickets: list[Ticket] = []

    def restarted(self) -> UseCases:
        return UseCases(
            new_unit=lambda: self.office.unit,
            rules=lambda: self.rules,
            identifier=self.office.identifier,
            housekeeping=self.office.housekeeping,
            clock=self.clock,
            language="zh_Hans",
        )

    def look(self) -> tuple[events.Event, ...]:
        return tuple(self.cases.changes())

    def stay(self, passed: timedelta) -> None:
        self.look()
        self.clock.pass_time(passed)
        self.look()
        self.cases.tidy()

    def take_all(self) -> None:
        for service_id in (INSURANCE, ESTATE):
            for _ in range(MOST_AT_ONCE):
                self.tickets += self.taken(service_id)

    def taken(self, service_id: ServiceId) -> Iterator[Ticket]:
        """The next number of a service; none where nothing is on offer."""
        on = self.rules.calendar.business_day(self.clock.now())
        told = self.cases.load_offers(effects.LoadOffers(1, service_id, is_green=False))
        for offer in told.offers[:1]:
            wish = effects.IssueTicket(1, on, service_id, offer, None, is_green=False)
            event = self.cases.issue(wish)
            if isinstance(event, events.TicketIssued):
                ticket = self.office.unit.tickets.find(event.ticket.ticket_id)
                assert ticket is not None
                yield ticket

    def check(self) -> None:
        with self.office.unit as unit:
            entries = list(unit.log.entries())
        assert broken_invariants(entries) == []
        numbers = [(ticket.business_date, str(ticket.number)) for ticket in self.tickets]
        assert len(set(numbers)) == len(numbers)
        places = [ticket.place for ticket in self.tickets if ticket.place]
        assert len(set(places)) == len(places)
        slots = Counter((place.service_id, place.slot_start) for place in places)
        assert max(slots.values()) <= PLACES_OF_A_SLOT


WAYS = {
    "an hour back in the middle of the day": (at(10, 10), at(9, 10), at(10, 12)),
    "a day ahead and back": (at(10), at(10, day=TUESDAY), at(10, 20), at(9, day=TUESDAY)),
    "a day back and ahead": (at(10, day=TUESDAY), at(10), at(10, 20, day=TUESDAY)),
    "to and fro over midnight and the start of the day": (
        at(15),
        at(0, 30, day=TUESDAY),
        at(4, 1, day=TUESDAY),
        at(3, 59, day=TUESDAY),
        at(16),
        at(9, day=TUESDAY),
    ),
    "a machine that forgets the time without power": (
        datetime(2000, 1, 3, 2, tzinfo=UTC),
        at(10),
        datetime(2000, 1, 3, 2, tzinfo=UTC),
        at(10, 20),
    ),
    "decades ahead": (at(10), datetime(2098, 3, 3, 2, tzinfo=UTC), at(10, 20)),
}


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("held", [timedelta(0), 2 * CERTAIN])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_however_the_clock_goes_no_number_or_place_is_given_twice(
    way: Sequence[datetime], held: timedelta, *, restarts: bool
) -> None:
    hall = Hall(FakeClock(way[0]))
    for now in way:
        hall.clock.jump_to(now)
        if restarts:
            hall.cases = hall.restarted()
        hall.stay(held)
        hall.take_all()
    hall.check()
    assert [*hall.taken(INSURANCE)], "there is still a number, whatever the clock was"


def test_a_slot_that_was_sold_out_is_so_when_the_clock_shows_it_again() -> None:
    hall = Hall(FakeClock(at(9, 10)))
    hall.look()
    hall.take_all()
    sold = {ticket.place for ticket in hall.tickets if ticket.place}
    hall.clock.jump_to(at(10, 10))
    hall.look()
    hall.clock.jump_to(at(9, 10))
    hall.look()
    assert sold
    assert not [ticket for ticket in hall.taken(ESTATE) if ticket.place in sold]


def test_a_wrong_day_that_does_not_last_ends_no_day_however_often_it_comes() -> None:
    hall = Hall(FakeClock(at(10)))
    hall.look()
    (ticket,) = hall.taken(INSURANCE)
    for _ in range(4):
        hall.clock.jump_to(hall.clock.now() + timedelta(days=1))
        hall.stay(CERTAIN - timedelta(seconds=1))
        hall.clock.jump_to(hall.clock.now() - timedelta(days=1))
        hall.stay(timedelta(seconds=1))
    assert hall.office.status(ticket.ticket_id) is TicketStatus.WAITING
    assert hall.office.forgotten_before == []


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_where_summer_time_begins_or_ends_the_day_changes_once_and_at_its_hour(
    sunday: date,
) -> None:
    weekdays = (SITE.hours.weekdays[0],) * 7
    calendar = replace(
        SITE, tz=ZoneInfo("Europe/Berlin"), hours=replace(SITE.hours, weekdays=weekdays)
    )
    saturday, monday = sunday - timedelta(days=1), sunday + timedelta(days=1)
    begin = datetime.combine(saturday, SITE.day_starts, calendar.tz).astimezone(UTC)
    end = datetime.combine(monday, SITE.day_starts, calendar.tz).astimezone(UTC)
    hall = Hall(FakeClock(begin), replace(RULES, calendar=calendar))
    while hall.clock.now() < end:
        hall.stay(timedelta(minutes=30))
        if hall.clock.now().astimezone(calendar.tz).hour == TEN:
            hall.take_all()
    hall.check()
    assert hall.office.made_keys == [saturday, sunday, monday]
    assert {ticket.business_date for ticket in hall.tickets} == {saturday, sunday}


# --- with a centre -------------------------------------------------------------------------------


class CentreHall(Hall):
    """Monday was granted by the centre; the machine's own clock is `own`."""

    def __init__(self, own: FakeClock) -> None:
        super().__init__(own)
        self.told = CentreClock(own)
        self.view = WithCentre(FakeLine(link=Link(heard_at=at(9))), lambda: RULES, MONDAY.__eq__)
        self.cases = self.restarted_with_centre()
        numbers = (NumberRange("A", 1, 50), NumberRange("C", 1, 50))
        with self.office.unit as unit:
            unit.leases.apply(Granted(LeaseId("l1"), MONDAY, (), numbers))
            unit.commit()

    def restarted_with_centre(self) -> UseCases:
        return UseCases(
            new_unit=lambda: self.office.unit,
            rules=lambda: RULES,
            identifier=self.office.identifier,
            housekeeping=self.office.housekeeping,
            clock=self.told,
            language="zh_Hans",
            centre=self.view,
        )

    def hear(self, now: datetime) -> None:
        at_once = self.clock.monotonic()
        self.told.heard(now, at_once, at_once)


def opening_told(found: Sequence[events.Event]) -> events.OpeningChanged:
    (told,) = (event for event in found if isinstance(event, events.OpeningChanged))
    return told


def number_of(hall: CentreHall, on: date) -> str | None:
    """Of somebody who came on the day `on`, as the screen had it."""
    wish = effects.IssueTicket(1, on, INSURANCE, NOW_OFFER, None, is_green=False)
    event = hall.cases.issue(wish)
    return str(event.ticket.number) if isinstance(event, events.TicketIssued) else None


def test_the_machine_s_clock_may_be_set_to_anything_once_the_centre_was_heard() -> None:
    hall = CentreHall(FakeClock(at(9, 30)))
    hall.hear(at(9, 30))
    hall.look()
    given = [number_of(hall, MONDAY)]
    for jump in (timedelta(hours=-1), timedelta(days=1), timedelta(days=-2), timedelta(days=9000)):
        hall.clock.jump_to(hall.clock.now() + jump)
        hall.stay(2 * CERTAIN)
        given.append(number_of(hall, MONDAY))
    assert given == ["A001", "A002", "A003", "A004", "A005"]
    assert hall.office.forgotten_before == [MONDAY]


def test_started_on_a_wrong_day_it_gives_no_number_of_that_day_and_all_once_the_centre_was_heard() -> (
    None
):
    hall = CentreHall(FakeClock(at(9, 30, day=TUESDAY)))
    assert opening_told(hall.look()).missing
    assert number_of(hall, TUESDAY) is None
    hall.hear(at(9, 31))
    assert not opening_told(hall.look()).missing
    assert number_of(hall, MONDAY) == "A001"
    hall.stay(2 * CERTAIN)
    assert hall.office.forgotten_before == [MONDAY]
