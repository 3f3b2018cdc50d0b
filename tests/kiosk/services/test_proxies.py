# SPDX-License-Identifier: Apache-2.0
"""Somebody takes a number for a family member: whose it is, who took it, and how many a day."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hall.identity import IdentityDigest
from hall.ids import KioskId
from hall.log import Issued, PrintProof
from hall.news import SiteTicket
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.ticket import TicketStatus
from kiosk.services.cancel import cancel
from kiosk.services.errors import (
    AlreadyOpenError,
    CheckInRefusedError,
    IssueRefusedError,
    ProxyCheckInError,
    ProxyLimitError,
)
from kiosk.services.issue import issue
from kiosk.services.list_services import list_services
from kiosk.services.open_day import open_day
from kiosk.services.open_tickets import open_tickets_of
from kiosk.services.print_ticket import end_print, reprint, start_print
from kiosk.services.recover import recover
from kiosk.services.views import view_ticket
from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import opened
from tests.kiosk.services.relatives import BOTH_CARDS, CARD, RULES, TEN, relative, take, taken, wish
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    INSURANCE,
    MONDAY,
    TUESDAY,
    at,
    request,
    ticket_id,
)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a kiosk on its own that is open on Monday."""
    path = tmp_path_factory.mktemp("proxies") / "alone.db"
    database = Database.open(path)
    open_day(database.unit_of_work(), RULES, at(8))
    database.close()
    return path


@pytest.fixture(params=["fake", "sqlite"])
def unit(request: pytest.FixtureRequest, alone: Path, tmp_path: Path) -> Iterator[UnitOfWork]:
    """Monday is open."""
    if request.param == "fake":
        fake = FakeUnitOfWork()
        open_day(fake, RULES, at(8))
        yield fake
        return
    with opened(alone, tmp_path) as unit:
        yield unit


def told(
    number: int, status: TicketStatus = TicketStatus.WAITING, proxy: IdentityDigest | None = BOB
) -> SiteTicket:
    return SiteTicket(
        ticket_id=ticket_id(number),
        kiosk_id=KioskId("k2"),
        business_date=MONDAY,
        service_id=INSURANCE,
        number=TicketNumber("A", number),
        lane=Lane.WALK_IN,
        status=status,
        issued_at=TEN,
        digest=relative(number),
        proxy=proxy,
    )


def hear(unit: UnitOfWork, *tickets: SiteTicket) -> None:
    with unit:
        for each in tickets:
            unit.site_tickets.put(each)
        unit.commit()


def test_a_number_taken_for_somebody_is_theirs_and_says_who_took_it(unit: UnitOfWork) -> None:
    made = issue(unit, RULES, request(1, digest=ALICE, present=BOB), TEN)
    assert (made.digest, made.proxy) == (ALICE, BOB)
    with unit:
        held = open_tickets_of(unit, RULES, ALICE, MONDAY, TEN)
        assert [each.ticket for each in held] == [made]
        assert open_tickets_of(unit, RULES, BOB, MONDAY, TEN) == ()


@pytest.mark.parametrize("present", [None, ALICE])
def test_who_acts_for_himself_is_no_proxy(unit: UnitOfWork, present: IdentityDigest | None) -> None:
    made = issue(unit, RULES, request(1, digest=ALICE, present=present), TEN)
    assert (made.digest, made.proxy) == (ALICE, None)
    assert taken(unit, ALICE) == 0


def test_a_number_for_somebody_whose_card_is_not_known_counts(unit: UnitOfWork) -> None:
    assert issue(unit, RULES, request(1, present=BOB), TEN).proxy == BOB
    assert taken(unit) == 1


def test_who_has_a_number_gets_no_other_through_a_proxy(unit: UnitOfWork) -> None:
    issue(unit, RULES, request(1, digest=ALICE), TEN)
    with pytest.raises(AlreadyOpenError):
        issue(unit, RULES, request(2, digest=ALICE, present=BOB), TEN)
    assert issue(unit, RULES, request(3, digest=BOB), TEN).proxy is None


def test_the_green_lane_is_of_whom_the_request_says(unit: UnitOfWork) -> None:
    made = issue(unit, RULES, request(1, digest=ALICE, present=BOB, is_green=True), TEN)
    assert (made.lane, made.digest) == (Lane.GREEN, ALICE)


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_one_person_takes_so_many_for_others(unit: UnitOfWork, limit: int) -> None:
    for number in range(limit):
        take(unit, number, limit)
    with unit:
        before = unit.log.end()
    with pytest.raises(ProxyLimitError) as refused:
        take(unit, 90, limit)
    assert refused.value.fields == {"service_id": INSURANCE, "limit": limit}
    assert refused.value.offers == ()
    with unit:
        assert unit.log.end() == before
    assert taken(unit) == limit


def test_ones_own_number_is_never_limited(unit: UnitOfWork) -> None:
    take(unit, 1, limit=1)
    rules = replace(RULES, proxy_limit=0)
    for service_id, present in ((INSURANCE, None), (ESTATE, BOB)):
        number = 10 + (service_id == ESTATE)
        issue(unit, rules, request(number, service_id, digest=BOB, present=present), TEN)
    assert issue(unit, rules, request(20), TEN).proxy is None


def test_another_person_has_a_limit_of_their_own(unit: UnitOfWork) -> None:
    take(unit, 1, limit=1)
    rules = replace(RULES, proxy_limit=1)
    assert issue(unit, rules, request(2, digest=relative(2), present=ALICE), TEN)


def test_a_number_that_was_cancelled_counts_no_more(unit: UnitOfWork) -> None:
    take(unit, 1, limit=1)
    cancel(unit, ticket_id(1), TEN)
    assert taken(unit) == 0
    take(unit, 2, limit=1)


def test_numbers_that_were_served_count(unit: UnitOfWork) -> None:
    take(unit, 1, limit=1)
    with unit:
        found = unit.tickets.find(ticket_id(1))
        assert found is not None
        unit.tickets.update(replace(found, status=TicketStatus.FINISHED))
        unit.commit()
    with pytest.raises(ProxyLimitError):
        take(unit, 2, limit=1)


def test_another_day_begins_anew(unit: UnitOfWork) -> None:
    take(unit, 1, limit=1)
    open_day(unit, RULES, at(8, day=TUESDAY))
    rules = replace(RULES, proxy_limit=1)
    wish = request(2, digest=relative(2), present=BOB, on=TUESDAY)
    assert issue(unit, rules, wish, at(10, day=TUESDAY)).proxy == BOB


def test_numbers_taken_at_other_kiosks_count_as_far_as_they_are_told(unit: UnitOfWork) -> None:
    hear(unit, told(51), told(52, TicketStatus.FINISHED), told(53, TicketStatus.CANCELLED))
    hear(unit, told(54, proxy=None), told(55, proxy=ALICE))
    assert taken(unit) == 2
    take(unit, 1)
    with pytest.raises(ProxyLimitError):
        take(unit, 2)
    hear(unit, told(51, TicketStatus.CANCELLED))
    take(unit, 3)


def test_the_same_again_is_the_same_ticket_also_at_the_limit(unit: UnitOfWork) -> None:
    first = take(unit, 1, limit=1)
    assert take(unit, 1, limit=1) == first
    assert take(unit, 1, limit=0) == first
    with unit:
        log = [each.body for each in unit.log.entries() if isinstance(each.body, Issued)]
    assert len(log) == 1
    assert taken(unit) == 1


def test_after_a_crash_the_ticket_still_says_who_took_it(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "kiosk.db")
    open_day(database.unit_of_work(), RULES, at(8))
    first = take(database.unit_of_work(), 1, limit=1)
    database.close()
    database = Database.open(tmp_path / "kiosk.db")
    unit = database.unit_of_work()
    (found,) = recover(unit, RULES, TEN)
    assert found == first == take(unit, 1, limit=1)
    assert view_ticket(RULES, found).materials == (BOTH_CARDS,)
    with pytest.raises(ProxyLimitError):
        take(unit, 2, limit=1)
    database.close()


def test_tiles_name_what_a_proxy_must_bring(unit: UnitOfWork) -> None:
    own, other = (list_services(unit, RULES, TEN, is_proxy=each) for each in (False, True))
    assert [tile.materials for tile in own] == [(CARD,), ()]
    assert [tile.materials for tile in other] == [(BOTH_CARDS,), ()]


def test_every_paper_of_a_proxys_ticket_names_what_a_proxy_must_bring(unit: UnitOfWork) -> None:
    made = take(unit, 1)
    start_print(unit, made.ticket_id, TEN)
    end_print(unit, made.ticket_id, PrintProof.UNKNOWN, "silent", TEN)
    copy = reprint(unit, RULES, made.ticket_id, TEN + timedelta(minutes=1))
    for ticket in (made, copy):
        view = view_ticket(RULES, ticket)
        assert (view.is_proxy, view.materials) == (True, (BOTH_CARDS,))
    own = view_ticket(RULES, issue(unit, RULES, request(2, digest=BOB), TEN))
    assert (own.is_proxy, own.materials) == (False, (CARD,))


def test_neither_request_nor_refusal_shows_a_person(
    unit: UnitOfWork, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = repr(request(1, digest=ALICE, present=BOB)) + repr(wish())
    with pytest.raises(ProxyLimitError) as refused:
        take(unit, 1, limit=0)
    shown += str(refused.value) + repr(refused.value) + caplog.text
    for digest in (ALICE, BOB, relative(1)):
        assert digest not in shown


def test_both_refusals_are_of_their_kind() -> None:
    assert issubclass(ProxyLimitError, IssueRefusedError)
    assert issubclass(ProxyCheckInError, CheckInRefusedError)
