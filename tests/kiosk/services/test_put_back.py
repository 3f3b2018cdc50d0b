# SPDX-License-Identifier: Apache-2.0
"""A visitor who missed his call lays card or ticket: put back, or sent to staff (rules.md 1)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hall.booking_code import CENTRE_KEY
from hall.identity import Secret
from hall.ids import KioskId, TicketId
from hall.log import Body, Requeued
from hall.news import KioskKeyTold, SiteTicket, TicketsTold, Told
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.ticket import TicketStatus
from kiosk.crypto import SigningKey, UnknownAlgorithmError, WrongSignatureError
from kiosk.flow.values import PutBack
from kiosk.services.check_in import CheckInRequest, check_in
from kiosk.services.errors import (
    DisownedKioskError,
    NoBookingCodeError,
    NotOpenError,
    UnknownTicketError,
)
from kiosk.services.find_booking import find_booking
from kiosk.services.issue import issue
from kiosk.services.open_tickets import TicketOfPerson
from kiosk.services.put_back import lay_ticket
from kiosk.sync.incoming import FeedTaker, disown
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import HALL, booking, code_of, fill, tell
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    INSURANCE,
    MONDAY,
    RULES,
    TUESDAY,
    at,
    laid,
    request,
    ticket_id,
)

CENTRED = replace(RULES, again=None)
TEN = at(10)
UNTIL = at(11)
SECOND = timedelta(seconds=1)
OWN, OTHER = KioskId("kiosk_1"), KioskId("kiosk_2")
OWN_KEY, OTHER_KEY, FORGER = (SigningKey(bytes([each]) * 32) for each in (1, 2, 3))


class Kiosk:
    """A kiosk whose feed is written by the test."""

    def __init__(self) -> None:
        self.unit = FakeUnitOfWork()
        fill(self.unit)
        key = OTHER_KEY.public_key
        with self.unit as unit:
            unit.centre.put_kiosk_key(KioskKeyTold(OTHER, key.algorithm, key.data))
            unit.commit()
        self._cursor = 0

    def tell(
        self,
        number: int,
        status: TicketStatus = TicketStatus.MISSED,
        back_until: datetime | None = UNTIL,
        *,
        kiosk_id: KioskId = OTHER,
        is_of_alice: bool = True,
    ) -> TicketId:
        """The feed tells how a ticket stands."""
        told = SiteTicket(
            ticket_id=ticket_id(number),
            kiosk_id=kiosk_id,
            business_date=MONDAY,
            service_id=INSURANCE,
            number=TicketNumber("A", number),
            lane=Lane.WALK_IN,
            status=status,
            issued_at=at(9, number),
            digest=ALICE if is_of_alice else BOB,
            back_until=back_until,
        )
        self._cursor += 1
        taker = FeedTaker(OWN, {}.__setitem__)
        taker.take(self.unit, (Told(self._cursor, TicketsTold((told,))),), TEN)
        return told.ticket_id

    def issue_and_miss(self, number: int = 1) -> TicketId:
        """A ticket of this kiosk that nobody came for."""
        issue(self.unit, CENTRED, request(number, INSURANCE, digest=ALICE), at(9))
        return self.tell(number, kiosk_id=OWN)

    def lay_card(self, now: datetime = TEN) -> TicketOfPerson | None:
        return laid(self.unit, CENTRED, ALICE, now)

    def lay_ticket(self, code: str, now: datetime = TEN) -> TicketOfPerson:
        return lay_ticket(self.unit, CENTRED, OWN_KEY.public_key, Secret(code), now)

    def requeued(self) -> list[Body]:
        with self.unit as unit:
            return [each.body for each in unit.log.entries() if isinstance(each.body, Requeued)]

    def status(self, of: TicketId) -> TicketStatus:
        with self.unit as unit:
            known = unit.tickets.find(of) or unit.site_tickets.find(of)
        assert known is not None
        return known.status


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()


@pytest.mark.parametrize("is_own", [True, False])
def test_whoever_missed_his_call_lays_his_card_and_waits_again(
    kiosk: Kiosk, *, is_own: bool
) -> None:
    of = kiosk.issue_and_miss() if is_own else kiosk.tell(1)
    commits = kiosk.unit.commits
    held = kiosk.lay_card()
    assert held is not None
    assert (held.put_back, held.is_elsewhere) == (PutBack.DONE, not is_own)
    assert kiosk.status(of) is TicketStatus.WAITING
    assert kiosk.requeued() == [Requeued(of)]
    assert kiosk.unit.commits == commits + 1


def test_a_card_that_is_laid_again_changes_nothing_more(kiosk: Kiosk) -> None:
    of = kiosk.tell(1)
    kiosk.lay_card()
    commits = kiosk.unit.commits
    again = kiosk.lay_card()
    assert again is not None
    assert (again.put_back, again.ticket.status) == (None, TicketStatus.WAITING)
    assert kiosk.requeued() == [Requeued(of)]
    assert kiosk.unit.commits == commits


def test_he_may_come_until_the_hour_is_over_and_not_after(kiosk: Kiosk) -> None:
    of = kiosk.tell(1)
    late = kiosk.lay_card(UNTIL + SECOND)
    assert late is not None
    assert (late.put_back, late.ticket.status) == (PutBack.TOO_LATE, TicketStatus.MISSED)
    assert kiosk.requeued() == []
    assert kiosk.lay_card(UNTIL) == replace(
        late, ticket=replace(late.ticket, status=TicketStatus.WAITING), put_back=PutBack.DONE
    )
    assert kiosk.requeued() == [Requeued(of)]


def test_after_the_second_time_staff_decide(kiosk: Kiosk) -> None:
    for _ in range(2):
        kiosk.tell(1)
        kiosk.lay_card()
    of = kiosk.tell(1, back_until=None)
    held = kiosk.lay_card()
    assert held is not None
    assert held.put_back is PutBack.TOO_OFTEN
    assert kiosk.requeued() == [Requeued(of)] * 2
    assert kiosk.status(of) is TicketStatus.MISSED


def test_a_kiosk_that_was_not_told_of_the_miss_says_what_it_knows(kiosk: Kiosk) -> None:
    kiosk.tell(1, TicketStatus.CALLED, None)
    held = kiosk.lay_card()
    assert held is not None
    assert (held.put_back, held.ticket.status) == (None, TicketStatus.CALLED)
    assert kiosk.requeued() == []


def test_what_was_missed_comes_before_a_later_number_and_all_of_it_is_put_back(
    kiosk: Kiosk,
) -> None:
    first, second = kiosk.tell(1), kiosk.tell(2)
    kiosk.tell(3, TicketStatus.WAITING, None)
    held = kiosk.lay_card()
    assert held is not None
    assert (held.ticket.ticket_id, held.put_back) == (second, PutBack.DONE)
    assert kiosk.requeued() == [Requeued(second), Requeued(first)]


@pytest.mark.parametrize("back_until", [None, at(9, 30)], ids=["too often", "too late"])
def test_a_number_that_only_staff_can_help_with_hides_no_good_one(
    kiosk: Kiosk, back_until: datetime | None
) -> None:
    good = kiosk.tell(1, TicketStatus.WAITING, None)
    kiosk.tell(2, back_until=back_until)
    held = kiosk.lay_card()
    assert held is not None
    assert (held.ticket.ticket_id, held.put_back) == (good, None)
    back = kiosk.tell(3)
    held = kiosk.lay_card()
    assert held is not None
    assert (held.ticket.ticket_id, held.put_back) == (back, PutBack.DONE)


def test_nobody_elses_ticket_is_touched_by_a_card(kiosk: Kiosk) -> None:
    of = kiosk.tell(1, is_of_alice=False)
    assert kiosk.lay_card() is None
    assert kiosk.status(of) is TicketStatus.MISSED


def test_a_kiosk_that_its_centre_disowned_puts_nobody_back(kiosk: Kiosk) -> None:
    of = kiosk.issue_and_miss()
    disown(kiosk.unit, TEN, is_given_up=False)
    for lay in (kiosk.lay_card, lambda: kiosk.lay_ticket(OWN_KEY.sign(of))):
        with pytest.raises(DisownedKioskError):
            lay()
    assert kiosk.requeued() == []
    assert kiosk.status(of) is TicketStatus.MISSED


# --- the paper ticket ------------------------------------------------------------------------


def test_a_ticket_of_this_kiosk_is_laid_and_put_back_whosever_it_is(kiosk: Kiosk) -> None:
    issue(kiosk.unit, CENTRED, request(1, INSURANCE), at(9))
    of = kiosk.tell(1, kiosk_id=OWN)
    held = kiosk.lay_ticket(f"{OWN_KEY.sign(of)}\r\n")
    assert (held.put_back, held.is_elsewhere) == (PutBack.DONE, False)
    assert kiosk.requeued() == [Requeued(of)]
    assert kiosk.lay_ticket(OWN_KEY.sign(of)).put_back is None
    assert kiosk.requeued() == [Requeued(of)]


def test_so_is_one_of_another_kiosk(kiosk: Kiosk) -> None:
    of = kiosk.tell(1)
    held = kiosk.lay_ticket(OTHER_KEY.sign(of))
    assert (held.put_back, held.is_elsewhere) == (PutBack.DONE, True)
    assert kiosk.requeued() == [Requeued(of)]


def test_a_copy_is_good_whichever_kiosk_of_the_site_printed_it(kiosk: Kiosk) -> None:
    of = kiosk.tell(1, TicketStatus.WAITING)
    own = kiosk.tell(2, TicketStatus.WAITING, kiosk_id=OWN)
    for key in (OWN_KEY, OTHER_KEY):
        assert kiosk.lay_ticket(key.sign(of)).is_elsewhere
        assert kiosk.lay_ticket(key.sign(own)).ticket.ticket_id == own
    with pytest.raises(WrongSignatureError):
        kiosk.lay_ticket(FORGER.sign(of))


def test_what_the_centre_signs_is_no_ticket(kiosk: Kiosk) -> None:
    of, key = kiosk.tell(1), FORGER.public_key
    with kiosk.unit as unit:
        unit.centre.put_kiosk_key(KioskKeyTold(CENTRE_KEY, key.algorithm, key.data))
        unit.commit()
    with pytest.raises(WrongSignatureError):
        kiosk.lay_ticket(FORGER.sign(of))


def test_of_a_booking_that_two_kiosks_checked_in_either_paper_is_good(kiosk: Kiosk) -> None:
    one = booking(service_id=ESTATE)
    tell(kiosk.unit, one)
    with kiosk.unit as unit:
        unit.site_tickets.put(told_by_other(one.ticket_id))
        unit.commit()
    check_in(kiosk.unit, CENTRED, CheckInRequest(one, MONDAY), TEN)
    for key in (OWN_KEY, OTHER_KEY):
        assert not kiosk.lay_ticket(key.sign(one.ticket_id)).is_elsewhere
    with pytest.raises(WrongSignatureError):
        kiosk.lay_ticket(FORGER.sign(one.ticket_id))


def told_by_other(of: TicketId) -> SiteTicket:
    return SiteTicket(
        ticket_id=of,
        kiosk_id=OTHER,
        business_date=MONDAY,
        service_id=ESTATE,
        number=TicketNumber("C", 1, is_booked=True),
        lane=Lane.BOOKED,
        status=TicketStatus.WAITING,
        issued_at=TEN,
    )


def test_the_code_of_a_booking_puts_its_ticket_back_too(kiosk: Kiosk) -> None:
    one = booking()
    tell(kiosk.unit, one)
    ticket = check_in(kiosk.unit, CENTRED, CheckInRequest(one, MONDAY), TEN)
    missed = replace(
        told_by_other(ticket.ticket_id), kiosk_id=OWN, status=TicketStatus.MISSED, back_until=UNTIL
    )
    FeedTaker(OWN, {}.__setitem__).take(kiosk.unit, (Told(9, TicketsTold((missed,))),), TEN)
    for outcome in (PutBack.DONE, None):
        found = find_booking(kiosk.unit, CENTRED, HALL, Secret(code_of(one)), TEN)
        assert found.ticket is not None
        assert found.ticket.put_back is outcome
    assert kiosk.requeued() == [Requeued(ticket.ticket_id)]


def test_a_code_that_no_kiosk_of_the_site_made_is_refused_for_its_ticket(kiosk: Kiosk) -> None:
    of = kiosk.issue_and_miss()
    with pytest.raises(WrongSignatureError):
        kiosk.lay_ticket(FORGER.sign(of))
    assert kiosk.requeued() == []
    assert kiosk.status(of) is TicketStatus.MISSED


def test_the_code_of_a_kiosk_whose_key_was_not_told_is_refused(kiosk: Kiosk) -> None:
    of = kiosk.tell(1, kiosk_id=KioskId("kiosk_3"))
    with pytest.raises(WrongSignatureError):
        kiosk.lay_ticket(FORGER.sign(of))


@pytest.mark.parametrize("status", [TicketStatus.FINISHED, TicketStatus.CANCELLED])
def test_a_ticket_that_is_used_up_is_refused(kiosk: Kiosk, status: TicketStatus) -> None:
    of = kiosk.tell(1, status, None)
    with pytest.raises(NotOpenError) as refused:
        kiosk.lay_ticket(OTHER_KEY.sign(of))
    assert refused.value.fields == {"ticket_id": of, "status": status}


def test_yesterdays_ticket_is_refused(kiosk: Kiosk) -> None:
    of = kiosk.issue_and_miss()
    with pytest.raises(NotOpenError):
        kiosk.lay_ticket(OWN_KEY.sign(of), at(9, day=TUESDAY))
    assert kiosk.requeued() == []


def test_a_ticket_that_no_kiosk_told_of_yet_is_refused(kiosk: Kiosk) -> None:
    with pytest.raises(UnknownTicketError):
        kiosk.lay_ticket(OTHER_KEY.sign(ticket_id(9)))


def test_something_else_is_refused(kiosk: Kiosk) -> None:
    for text in ("YH1.abc.def", "YH1.", "690123456789"):
        with pytest.raises(NoBookingCodeError):
            kiosk.lay_ticket(text)
    with pytest.raises(UnknownAlgorithmError):
        kiosk.lay_ticket(OTHER_KEY.sign(ticket_id(1)).replace("YH1", "YH9"))
