# SPDX-License-Identifier: Apache-2.0
"""Somebody takes a number for a family member: whose it is, who took it, and how many a day."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hall.identity import IdentityDigest
from hall.ids import KioskId
from hall.log import CheckedIn, Issued, PrintProof
from hall.news import SiteTicket
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.service import Catalogue
from hall.ticket import Ticket, TicketStatus
from hall.words import Words
from kiosk.services.bookings import list_bookings
from kiosk.services.cancel import cancel
from kiosk.services.check_in import CheckInRequest, check_in
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
from kiosk.services.proxies import taken_for_others
from kiosk.services.recover import recover
from kiosk.services.views import view_ticket
from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database, open_engine
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import booking, fill, filled_file, tell, tell_ticket
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    INSURANCE,
    MONDAY,
    SERVICES,
    TUESDAY,
    at,
    request,
    ticket_id,
)
from tests.kiosk.services.samples import RULES as SITE_RULES

TEN = at(10)
CARD = Words.of({"zh_Hans": "本人身份证"})
BOTH_CARDS = Words.of({"zh_Hans": "两人的身份证"})
INSURED = replace(SERVICES[0], materials=(CARD,), proxy_materials=(BOTH_CARDS,))
RULES = replace(SITE_RULES, catalogue=Catalogue((INSURED, SERVICES[1])), proxy_limit=3)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Of a kiosk on its own that is open on Monday, and of one of a centre."""
    folder = tmp_path_factory.mktemp("proxies")
    database = Database.open(folder / "alone.db")
    open_day(database.unit_of_work(), RULES, at(8))
    database.close()
    return folder / "alone.db", filled_file(folder / "booked.db")


@contextmanager
def opened(path: Path, folder: Path) -> Iterator[UnitOfWork]:
    database = Database(open_engine(Path(shutil.copy(path, folder))), None)
    yield database.unit_of_work()
    database.close()


@pytest.fixture(params=["fake", "sqlite"])
def unit(
    request: pytest.FixtureRequest, files: tuple[Path, Path], tmp_path: Path
) -> Iterator[UnitOfWork]:
    """Monday is open."""
    if request.param == "fake":
        fake = FakeUnitOfWork()
        open_day(fake, RULES, at(8))
        yield fake
        return
    with opened(files[0], tmp_path) as unit:
        yield unit


@pytest.fixture(params=["fake", "sqlite"])
def booked(
    request: pytest.FixtureRequest, files: tuple[Path, Path], tmp_path: Path
) -> Iterator[UnitOfWork]:
    """A kiosk of a centre: Alice has booked for ten and half past ten."""
    if request.param == "fake":
        fake = FakeUnitOfWork()
        fill(fake)
        tell(fake, *BOOKINGS)
        yield fake
        return
    with opened(files[1], tmp_path) as unit:
        tell(unit, *BOOKINGS)
        yield unit


BOOKINGS = booking(1), booking(2, at(10, 30))


def relative(number: int) -> IdentityDigest:
    return IdentityDigest(f"h1:{number:032x}")


def take(unit: UnitOfWork, number: int, limit: int = 3) -> Ticket:
    """Bob takes a number for a relative."""
    rules = replace(RULES, proxy_limit=limit)
    return issue(unit, rules, request(number, digest=relative(number), present=BOB), TEN)


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


def taken(unit: UnitOfWork, proxy: IdentityDigest = BOB) -> int:
    with unit:
        return taken_for_others(unit, proxy, MONDAY)


# --- whose it is ---------------------------------------------------------------------------


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


# --- how many ------------------------------------------------------------------------------


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


# --- bookings ------------------------------------------------------------------------------


def wish(number: int = 0, present: IdentityDigest | None = BOB) -> CheckInRequest:
    return CheckInRequest(BOOKINGS[number], MONDAY, present=present)


def test_a_relatives_booking_is_checked_in_by_a_proxy(booked: UnitOfWork) -> None:
    made = check_in(booked, RULES, wish(), TEN)
    assert (made.digest, made.proxy, made.place) == (ALICE, BOB, BOOKINGS[0].place)
    with booked:
        kept = booked.tickets.find(made.ticket_id)
    assert kept is not None
    assert (kept.digest, kept.proxy) == (ALICE, BOB)
    assert taken(booked) == 1
    assert [view.booking.number for view in list_bookings(booked, RULES, ALICE, TEN)] == [
        BOOKINGS[1].number
    ]


@pytest.mark.parametrize("present", [None, ALICE])
def test_ones_own_booking_needs_no_proxy(
    booked: UnitOfWork, present: IdentityDigest | None
) -> None:
    rules = replace(RULES, proxy_limit=0)
    assert check_in(booked, rules, wish(present=present), TEN).proxy is None


def test_a_booking_of_whom_nobody_told_is_somebody_elses(booked: UnitOfWork) -> None:
    """A signed code alone does not say whose it is."""
    stranger = booking(9, digest=None)
    made = check_in(booked, RULES, CheckInRequest(stranger, MONDAY, present=BOB), TEN)
    assert (made.digest, made.proxy) == (None, BOB)


def test_check_ins_and_numbers_for_others_count_together(booked: UnitOfWork) -> None:
    rules = replace(RULES, proxy_limit=1)
    first = check_in(booked, rules, wish(0), TEN)
    with booked:
        before = booked.log.end()
    with pytest.raises(ProxyCheckInError) as refused:
        check_in(booked, rules, wish(1), TEN)
    assert refused.value.booking is None
    assert refused.value.fields == {"service_id": ESTATE, "limit": 1}
    with pytest.raises(ProxyLimitError):
        take(booked, 5, limit=1)
    with booked:
        assert booked.log.end() == before
    assert check_in(booked, rules, wish(0), TEN).proxy == first.proxy == BOB
    cancel(booked, first.ticket_id, TEN)
    assert check_in(booked, rules, wish(1), TEN).proxy == BOB


def test_a_booking_two_kiosks_checked_in_counts_once(booked: UnitOfWork) -> None:
    check_in(booked, RULES, wish(), TEN)
    tell_ticket(booked, BOOKINGS[0])
    with booked:
        seen = booked.site_tickets.find(BOOKINGS[0].ticket_id)
        assert seen is not None
        booked.site_tickets.put(replace(seen, proxy=BOB))
        booked.commit()
    assert taken(booked) == 1


def test_a_copy_of_a_ticket_of_another_kiosk_keeps_who_took_it(booked: UnitOfWork) -> None:
    tell_ticket(booked, BOOKINGS[0])
    with booked:
        seen = booked.site_tickets.find(BOOKINGS[0].ticket_id)
        assert seen is not None
        booked.site_tickets.put(replace(seen, proxy=BOB))
        booked.commit()
    copy = reprint(booked, RULES, BOOKINGS[0].ticket_id, TEN)
    assert (copy.digest, copy.proxy) == (ALICE, BOB)
    with booked:
        made = [each.body for each in booked.log.entries() if isinstance(each.body, CheckedIn)]
    assert len(made) == 1


# --- what to bring -------------------------------------------------------------------------


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


# --- what is said of it --------------------------------------------------------------------


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
