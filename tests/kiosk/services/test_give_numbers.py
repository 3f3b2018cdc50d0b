# SPDX-License-Identifier: Apache-2.0
"""Staff give numbers: by the same rules as visitors take them, beyond quota only within the extras."""

from datetime import timedelta

import pytest

from hall.ids import LeaseId, ServiceId
from hall.log import Granted, Issued, StaffActed
from hall.place import Lane, PlaceRun
from hall.stopping import Standing, Stop
from hall.ticket import TicketStatus
from kiosk.services.errors import (
    FullError,
    GroupTooLargeError,
    NoExtraError,
    StoppedError,
)
from kiosk.services.give_numbers import GROUP_PER_SLOT, StaffRequest, give_numbers
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import ESTATE, INSURANCE, MONDAY, RULES, at, ticket_id

TEN = at(10)


def wish(
    *numbers: int,
    service_id: ServiceId = INSURANCE,
    is_green: bool = False,
    items: int = 1,
    extra: str | None = None,
) -> StaffRequest:
    ids = tuple(ticket_id(number) for number in numbers)
    return StaffRequest(ids, service_id, "7", is_green, items, extra)


def acts(unit: FakeUnitOfWork) -> list[StaffActed]:
    return [each.body for each in unit.log.entries() if isinstance(each.body, StaffActed)]


def grant_extras(unit: FakeUnitOfWork, count: int) -> None:
    day_start = RULES.calendar.plan(MONDAY).day.start
    extras = (PlaceRun(ESTATE, day_start, Lane.EXTRA, 0, count),)
    with unit:
        unit.leases.apply(Granted(LeaseId("extras"), MONDAY, extras, ()))
        unit.commit()


def test_a_number_for_a_visitor_and_who_gave_it(unit: FakeUnitOfWork) -> None:
    (ticket,) = give_numbers(unit, RULES, wish(1, is_green=True), TEN)
    assert (str(ticket.number), ticket.lane, ticket.status) == (
        "A001",
        Lane.GREEN,
        TicketStatus.WAITING,
    )
    assert acts(unit) == [StaffActed("gave", "7", ticket_id(1))]


def test_for_how_many_items_stands_in_the_ticket_and_the_log(unit: FakeUnitOfWork) -> None:
    for number, items in ((1, 3), (2, 1)):
        (ticket,) = give_numbers(unit, RULES, wish(number, items=items), TEN)
        assert ticket.items == items
    issued = [each.body for each in unit.log.entries() if isinstance(each.body, Issued)]
    assert [body.items for body in issued] == [3, 1]


def test_a_service_with_quota_gives_its_places_and_then_none(unit: FakeUnitOfWork) -> None:
    places = 5 * 2  # two walk-in places in the slot of now and each of the next four
    taken = [
        give_numbers(unit, RULES, wish(number, service_id=ESTATE), TEN)[0]
        for number in range(1, places + 1)
    ]
    assert len({ticket.place for ticket in taken} - {None}) == places
    with pytest.raises(FullError):
        give_numbers(unit, RULES, wish(99, service_id=ESTATE), TEN)


def test_extras_go_as_far_as_they_were_granted_each_with_its_reason(unit: FakeUnitOfWork) -> None:
    grant_extras(unit, 2)
    for number in (1, 2):
        asked = wish(number, service_id=ESTATE, extra="hardship")
        (ticket,) = give_numbers(unit, RULES, asked, TEN)
        assert ticket.place
        assert (ticket.place.lane, ticket.lane) == (Lane.EXTRA, Lane.WALK_IN)
    end = unit.log.end()
    with pytest.raises(NoExtraError):
        give_numbers(unit, RULES, wish(3, service_id=ESTATE, extra="hardship"), TEN)
    assert unit.log.end() == end
    assert acts(unit) == [
        StaffActed("gave_extra", "7", ticket_id(number), "hardship") for number in (1, 2)
    ]


def test_without_extras_granted_there_are_none(unit: FakeUnitOfWork) -> None:
    with pytest.raises(NoExtraError):
        give_numbers(unit, RULES, wish(1, extra="fault"), TEN)


def test_a_company_has_so_many_a_slot_and_the_rest_in_later_ones(unit: FakeUnitOfWork) -> None:
    tickets = give_numbers(unit, RULES, wish(*range(1, 13)), TEN)
    assert len({str(ticket.number) for ticket in tickets}) == 12
    now = [ticket for ticket in tickets if ticket.chosen_slot is None]
    assert len(now) == GROUP_PER_SLOT
    assert {ticket.chosen_slot for ticket in tickets[GROUP_PER_SLOT:]} == {at(10, 30)}
    assert {act.reason for act in acts(unit)} == {"group of 12"}


def test_what_companies_had_before_counts(unit: FakeUnitOfWork) -> None:
    give_numbers(unit, RULES, wish(*range(1, 9)), TEN)
    tickets = give_numbers(unit, RULES, wish(*range(20, 24)), TEN + timedelta(minutes=5))
    assert [ticket.chosen_slot for ticket in tickets] == [None, None, at(10, 30), at(10, 30)]


def test_of_a_company_all_or_none(unit: FakeUnitOfWork) -> None:
    end = unit.log.end()
    with pytest.raises(GroupTooLargeError) as caught:
        give_numbers(unit, RULES, wish(*range(1, 20)), at(16, 45))
    assert caught.value.fields["left"] == GROUP_PER_SLOT
    assert unit.log.end() == end


def test_a_stopped_service_gives_none_by_staff_either(unit: FakeUnitOfWork) -> None:
    with unit:
        unit.centre.add_stop(1, Stop(INSURANCE, at(9), Standing.STOPPED))
        unit.commit()
    for asked in (wish(1), wish(1, 2), wish(1, extra="fault")):
        with pytest.raises(StoppedError):
            give_numbers(unit, RULES, asked, TEN)
    assert not [each for each in unit.log.entries() if isinstance(each.body, Issued)]
