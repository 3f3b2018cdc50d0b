# SPDX-License-Identifier: Apache-2.0
"""A number: which, when, for whom, and when not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hall.log import Issued, Linked
from hall.place import Lane, Place
from hall.service import Catalogue
from hall.ticket import TicketStatus
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.cancel import cancel
from kiosk.services.errors import (
    AlreadyOpenError,
    FullError,
    LaterError,
    NotBegunError,
    NumbersUsedUpError,
    StoppedError,
)
from kiosk.services.issue import issue
from kiosk.services.offers import list_offers
from kiosk.services.open_day import open_day
from kiosk.services.views import view_ticket
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    HOURS,
    INSURANCE,
    MONDAY,
    NOW_OFFER,
    RULES,
    SERVICES,
    SITE,
    STANDBY_OFFER,
    TUESDAY,
    at,
    local,
    request,
    ticket_id,
)

TEN = at(10)
SLOT_TEN = Offer(OfferKind.NOW)
SLOT_HALF_PAST = Offer(OfferKind.NOW, local(10, 30), local(11))


def issued(unit: FakeUnitOfWork) -> list[Issued]:
    with unit:
        return [entry.body for entry in unit.log.entries() if isinstance(entry.body, Issued)]


def take_all_places(unit: FakeUnitOfWork) -> None:
    """All walk-in places of the slots that are given at ten o'clock, and the later ones too."""
    number = 100
    while offers := list_offers(unit, RULES, ESTATE, TEN):
        if offers[0].kind is OfferKind.STANDBY:
            return
        issue(unit, RULES, request(number, ESTATE, offers[0]), TEN)
        number += 1


# --- the number ----------------------------------------------------------------------------


def test_numbers_rise_by_service(unit: FakeUnitOfWork) -> None:
    numbers = [
        str(issue(unit, RULES, request(count, service), TEN).number)
        for count, service in enumerate([INSURANCE, ESTATE, INSURANCE, ESTATE])
    ]
    assert numbers == ["A001", "C001", "A002", "C002"]


def test_one_issue_is_one_commit_with_its_entry(unit: FakeUnitOfWork) -> None:
    before = unit.commits
    ticket = issue(unit, RULES, request(1, ESTATE), TEN)
    assert unit.commits == before + 1
    assert issued(unit) == [
        Issued(
            ticket_id(1),
            MONDAY,
            ESTATE,
            ticket.number,
            Lane.WALK_IN,
            Place(ESTATE, TEN, Lane.WALK_IN, 0),
        )
    ]


def test_the_same_request_again_gets_the_same_ticket(unit: FakeUnitOfWork) -> None:
    first = issue(unit, RULES, request(1, ESTATE, digest=ALICE), TEN)
    before = unit.commits
    assert issue(unit, RULES, request(1, ESTATE, digest=ALICE), TEN) == first
    assert unit.commits == before
    assert len(issued(unit)) == 1


def test_the_same_request_after_the_end_of_issuing_still_gets_its_ticket(
    unit: FakeUnitOfWork,
) -> None:
    first = issue(unit, RULES, request(1), at(16, 59))
    assert issue(unit, RULES, request(1), at(17)) == first


def test_a_ticket_is_stored_with_all_that_was_asked(unit: FakeUnitOfWork) -> None:
    ticket = issue(unit, RULES, request(1, ESTATE, digest=ALICE, is_green=True), TEN)
    with unit:
        assert unit.tickets.find(ticket_id(1)) == ticket
    assert (ticket.lane, ticket.place) == (Lane.GREEN, Place(ESTATE, TEN, Lane.GREEN, 0))
    assert (ticket.digest, ticket.status) == (ALICE, TicketStatus.WAITING)


def test_the_wish_to_be_called_in_person_goes_with_ticket_and_entry(unit: FakeUnitOfWork) -> None:
    wished = issue(unit, RULES, replace(request(1, ESTATE), is_in_person=True), TEN)
    plain = issue(unit, RULES, request(2, ESTATE), TEN)
    for told in (
        issued(unit),
        (wished, plain),
        [view_ticket(RULES, each) for each in (wished, plain)],
    ):
        assert [each.is_in_person for each in told] == [True, False]


def test_a_refused_issue_takes_no_number(unit: FakeUnitOfWork) -> None:
    with pytest.raises(FullError):
        issue(unit, RULES, request(1, ESTATE, STANDBY_OFFER), TEN)
    assert str(issue(unit, RULES, request(2, ESTATE), TEN).number) == "C001"


def test_a_day_that_was_not_opened_has_no_numbers() -> None:
    with pytest.raises(NumbersUsedUpError):
        issue(FakeUnitOfWork(), RULES, request(1), TEN)


# --- places --------------------------------------------------------------------------------


def test_a_service_without_quota_needs_no_place(unit: FakeUnitOfWork) -> None:
    assert issue(unit, RULES, request(1), TEN).place is None


def test_a_place_is_never_given_twice(unit: FakeUnitOfWork) -> None:
    take_all_places(unit)
    places = [body.place for body in issued(unit)]
    assert len(set(places)) == len(places)


def test_the_plain_way_is_refused_when_its_place_is_later_than_the_tile_said(
    unit: FakeUnitOfWork,
) -> None:
    for number in (1, 2):
        issue(unit, RULES, request(number, ESTATE, NOW_OFFER), TEN)
    with pytest.raises(LaterError) as caught:
        issue(unit, RULES, request(3, ESTATE, NOW_OFFER), TEN)
    assert caught.value.offers[0] == SLOT_HALF_PAST
    assert issue(unit, RULES, request(3, ESTATE, SLOT_HALF_PAST), TEN).place == Place(
        ESTATE, at(10, 30), Lane.WALK_IN, 0
    )


def test_an_earlier_place_than_promised_is_simply_given(unit: FakeUnitOfWork) -> None:
    assert issue(unit, RULES, request(1, ESTATE, SLOT_HALF_PAST), TEN).place == Place(
        ESTATE, TEN, Lane.WALK_IN, 0
    )


def test_a_chosen_later_slot_is_kept_and_the_ticket_is_early(unit: FakeUnitOfWork) -> None:
    later = Offer(OfferKind.LATER_SLOT, local(11), local(11, 30))
    ticket = issue(unit, RULES, request(1, ESTATE, later), TEN)
    assert (ticket.chosen_slot, ticket.status) == (at(11), TicketStatus.EARLY)
    assert ticket.place == Place(ESTATE, at(11), Lane.WALK_IN, 0)


def test_a_slot_chosen_less_than_ten_minutes_ahead_is_waiting_at_once(
    unit: FakeUnitOfWork,
) -> None:
    later = Offer(OfferKind.LATER_SLOT, local(10, 30), local(11))
    ticket = issue(unit, RULES, request(1, ESTATE, later), at(10, 21))
    assert ticket.status is TicketStatus.WAITING


def test_a_slot_that_filled_up_in_the_pause_is_refused_with_what_is_left(
    unit: FakeUnitOfWork,
) -> None:
    later = Offer(OfferKind.LATER_SLOT, local(11), local(11, 30))
    for number in (1, 2):
        issue(unit, RULES, request(number, ESTATE, later), TEN)
    with pytest.raises(FullError) as caught:
        issue(unit, RULES, request(3, ESTATE, later), TEN)
    assert caught.value.offers == list_offers(unit, RULES, ESTATE, TEN)
    assert later not in caught.value.offers


def test_a_chosen_slot_that_came_in_the_pause_is_given(unit: FakeUnitOfWork) -> None:
    later = Offer(OfferKind.LATER_SLOT, local(10, 30), local(11))
    ticket = issue(unit, RULES, request(1, ESTATE, later), at(10, 30))
    assert ticket.place == Place(ESTATE, at(10, 30), Lane.WALK_IN, 0)
    assert (ticket.chosen_slot, ticket.status) == (at(10, 30), TicketStatus.WAITING)


def test_a_chosen_slot_that_became_the_earliest_is_still_a_chosen_one(
    unit: FakeUnitOfWork,
) -> None:
    for number in (1, 2):
        issue(unit, RULES, request(number, ESTATE), TEN)
    later = Offer(OfferKind.LATER_SLOT, local(10, 30), local(11))
    ticket = issue(unit, RULES, request(3, ESTATE, later), TEN)
    assert (ticket.chosen_slot, ticket.status) == (at(10, 30), TicketStatus.EARLY)


def test_standby_is_given_only_when_nothing_else_is_left_and_only_so_many(
    unit: FakeUnitOfWork,
) -> None:
    take_all_places(unit)
    ticket = issue(unit, RULES, request(1, ESTATE, STANDBY_OFFER), TEN)
    assert ticket.is_standby
    assert ticket.place is None
    with pytest.raises(FullError) as caught:
        issue(unit, RULES, request(2, ESTATE, STANDBY_OFFER), TEN)
    assert caught.value.offers == ()


def test_standby_begins_anew_with_the_next_slot(unit: FakeUnitOfWork) -> None:
    take_all_places(unit)
    issue(unit, RULES, request(1, ESTATE, STANDBY_OFFER), at(10, 14))
    with pytest.raises(FullError):
        issue(unit, RULES, request(2, ESTATE, STANDBY_OFFER), at(10, 14))
    # The green places of the slots in their second half are sold by then, so ask for standby.
    for number, offer in enumerate(list_offers(unit, RULES, ESTATE, at(10, 31)), start=50):
        if offer.kind is not OfferKind.STANDBY:
            issue(unit, RULES, request(number, ESTATE, offer), at(10, 31))
    assert issue(unit, RULES, request(3, ESTATE, STANDBY_OFFER), at(10, 31)).is_standby


# --- the same person -----------------------------------------------------------------------


def test_a_person_gets_one_number_of_a_service_within_ten_minutes(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1, digest=ALICE), TEN)
    with pytest.raises(AlreadyOpenError) as caught:
        issue(unit, RULES, request(2, digest=ALICE), at(10, 9, second=59))
    assert caught.value.fields["number"] == "A001"
    assert issue(unit, RULES, request(3, digest=ALICE), at(10, 10)).number.number == 2


def test_another_person_and_another_service_are_not_refused(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1, digest=ALICE), TEN)
    issue(unit, RULES, request(2, digest=BOB), TEN)
    issue(unit, RULES, request(3, ESTATE, digest=ALICE), TEN)
    assert len(issued(unit)) == 3


def test_visitors_without_card_are_not_taken_for_one_person(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1), TEN)
    issue(unit, RULES, request(2), TEN)
    assert len(issued(unit)) == 2


def test_after_a_cancel_the_person_gets_a_new_number(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1, digest=ALICE), TEN)
    cancel(unit, ticket_id(1), TEN)
    assert str(issue(unit, RULES, request(2, digest=ALICE), TEN).number) == "A002"


def test_a_site_may_allow_more_open_tickets(unit: FakeUnitOfWork) -> None:
    rules = replace(RULES, max_open=2)
    issue(unit, rules, request(1, digest=ALICE), TEN)
    issue(unit, rules, request(2, digest=ALICE), TEN)
    with pytest.raises(AlreadyOpenError):
        issue(unit, rules, request(3, digest=ALICE), TEN)


# --- the time ------------------------------------------------------------------------------


def test_before_issue_from_no_number_is_given_and_the_time_is_told(unit: FakeUnitOfWork) -> None:
    rules = replace(RULES, calendar=replace(SITE, issue_from=at(8, 30).astimezone(SITE.tz).time()))
    with pytest.raises(NotBegunError) as caught:
        issue(unit, rules, request(1), at(8, 29, second=59))
    assert caught.value.fields["from_at"] == local(8, 30)
    assert issue(unit, rules, request(1), at(8, 30)).number.number == 1


def test_stop_at_holds_even_when_the_touch_was_before_it(unit: FakeUnitOfWork) -> None:
    assert issue(unit, RULES, request(1), at(16, 59, second=59))
    with pytest.raises(StoppedError):
        issue(unit, RULES, request(2), at(17))


def test_numbers_are_given_over_lunch(unit: FakeUnitOfWork) -> None:
    ticket = issue(unit, RULES, request(1, ESTATE, NOW_OFFER), at(12, 30))
    assert ticket.place == Place(ESTATE, at(13), Lane.WALK_IN, 0)


def test_a_visit_of_yesterday_gets_no_number_today(unit: FakeUnitOfWork) -> None:
    open_day(unit, RULES, at(8, day=TUESDAY))
    with pytest.raises(StoppedError):
        issue(unit, RULES, request(1, on=MONDAY), at(10, day=TUESDAY))
    assert str(issue(unit, RULES, request(2, on=TUESDAY), at(10, day=TUESDAY)).number) == "A001"


def test_a_visit_over_midnight_stays_in_its_business_day(unit: FakeUnitOfWork) -> None:
    late = replace(
        HOURS,
        weekdays=((replace(HOURS.weekdays[0][0], end=at(2).astimezone(SITE.tz).time()),),) * 7,
    )
    rules = replace(RULES, calendar=replace(SITE, hours=late))
    after_midnight = at(1, day=TUESDAY)
    assert rules.calendar.business_day(after_midnight) == MONDAY
    assert issue(unit, rules, request(1), after_midnight).business_date == MONDAY
    with pytest.raises(StoppedError):
        issue(unit, rules, request(2), at(2, day=TUESDAY))


def test_a_service_stops_at_its_own_time(unit: FakeUnitOfWork) -> None:
    noon = at(12).astimezone(SITE.tz).time()
    rules = replace(RULES, catalogue=Catalogue((replace(SERVICES[0], stop_at=noon), SERVICES[1])))
    with pytest.raises(StoppedError):
        issue(unit, rules, request(1, INSURANCE), at(12))
    assert issue(unit, rules, request(2, ESTATE), at(12))


def test_a_clock_that_goes_back_gives_no_number_twice(unit: FakeUnitOfWork) -> None:
    times = [at(11), at(9, 30), at(16), at(9), at(11)]
    tickets = [issue(unit, RULES, request(n), when) for n, when in enumerate(times)]
    assert [ticket.number.number for ticket in tickets] == [1, 2, 3, 4, 5]
    with unit:
        entries = list(unit.log.entries())
    assert [entry.position for entry in entries] == list(range(1, len(entries) + 1))


def test_a_clock_that_goes_back_does_not_open_a_way_to_a_second_number(
    unit: FakeUnitOfWork,
) -> None:
    issue(unit, RULES, request(1, digest=ALICE), at(11))
    with pytest.raises(AlreadyOpenError):
        issue(unit, RULES, request(2, digest=ALICE), at(11) - timedelta(hours=1))


def test_a_day_lived_twice_goes_on_with_its_numbers(unit: FakeUnitOfWork) -> None:
    issue(unit, RULES, request(1), TEN)
    open_day(unit, RULES, at(9, day=TUESDAY))
    issue(unit, RULES, request(2, on=TUESDAY), at(9, day=TUESDAY))
    open_day(unit, RULES, TEN)
    assert str(issue(unit, RULES, request(3), TEN).number) == "A002"


def test_the_second_number_of_a_visit_is_linked_to_the_first(unit: FakeUnitOfWork) -> None:
    first = issue(unit, RULES, request(1, ESTATE), at(10))
    second = replace(request(2, INSURANCE), visit=(first.ticket_id, ticket_id(9)))
    made = issue(unit, RULES, second, at(10))
    with unit:
        *_, linked, issued = (entry.body for entry in unit.log.entries())
    assert linked == Linked(made.ticket_id, made.business_date, first.ticket_id)
    assert isinstance(issued, Issued)
    assert issued.ticket_id == made.ticket_id


def test_who_is_not_known_gets_one_number_of_a_service_in_a_visit_too(
    unit: FakeUnitOfWork,
) -> None:
    first = issue(unit, RULES, request(1, INSURANCE), at(10))
    again = replace(request(2, INSURANCE), visit=(first.ticket_id,))
    with pytest.raises(AlreadyOpenError):
        issue(unit, RULES, again, at(10))
    other = replace(request(3, ESTATE), visit=(first.ticket_id,))
    assert issue(unit, RULES, other, at(10)).service_id == ESTATE
